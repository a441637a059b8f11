package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestEarlier_StaysWithItsOrganAndFile: an item goes from hand to hand. What another organ, or another file of the same organ,
// said to a proposal on it is no earlier submission here: it is neither counted nor told nor compared; what was said in
// this file is.
func TestEarlier_StaysWithItsOrganAndFile(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		moved string
		told  bool
	}{
		"another organ": {"agency_id = (SELECT id FROM agencies WHERE code = 'gdcom')", false}, "another file": {"case_id = case_id + 1000", false},
		"this file": {"agency_id = agency_id", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			w := s.matter(toFiling + ";" + withEvidence + ";evidence.registered_preserved ch")
			s.set("UPDATE approvals " +
				"SET state = 'RETURNED', opinion = '他处所作的退回意见（虚构）', shown = " +
				"jsonb_set(shown, '{facts}', shown->'facts' || '[{\"key\": \"case:summary\", \"kind\": \"text\", \"values\": [\"别处的案情\"]}]'), " + x.moved +
				" WHERE event = 'evidence.registered_preserved'")
			w.proceed("evidence.registered_preserved ch")
			page := s.as("head").Get("/approvals/" + s.ref("SELECT ref FROM approvals WHERE event = 'evidence.registered_preserved' AND state = 'OPEN'")).
				Want(http.StatusOK)
			if got := strings.Contains(page.Text(), "他处所作的退回意见"); got != x.told {
				t.Errorf("told %v: %s", got, page.One("main").Text())
			}
			if n := s.number("SELECT revision FROM approvals WHERE event = 'evidence.registered_preserved' AND state = 'OPEN'"); (n > 1) != x.told {
				t.Errorf("submission %d", n)
			}
			if got := strings.Contains(page.Text(), "别处的案情"); got != x.told {
				t.Errorf("compared %v: %s", got, page.One("main").Text())
			}
		})
	}
}
