package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// TestTimeline_NumbersAsPeoplePasteThem: on the timeline a number of a person is masked however it was pasted, in a note and in
// the words of an act; the number of a declaration stands as it is; what was written is kept. Seen to fail with the numbers
// looked for in plain digits alone, and with an act's words as they are.
func TestTimeline_NumbersAsPeoplePasteThem(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	path := "/cases/" + w.file().Admin().Ref + "/timeline"
	const note, masked = "证件１１０１０１１９９００３０７７５７１，报关单 530120261012345673", "证件１１０*************７１，报关单 530120261012345673"
	s.as("officer").Get(path).Want(http.StatusOK).Form("form[action$='/timeline']").Set("text", note).Submit().Want(http.StatusOK)
	if _, err := testkit.Super(t, s.db).Exec(t.Context(),
		`SET session_replication_role = replica; UPDATE acts SET input = input || '{"opinion": "当事人电话 138 0013 8000，已核实。"}'
			WHERE event = 'verification_report.submitted'`); err != nil {
		t.Fatal(err)
	}
	text := s.as("officer").Get(path).Want(http.StatusOK).Text()
	for want, is := range map[string]bool{masked: true, "１９９００３０７": false, "138 **** **00": true, "0013": false} {
		if strings.Contains(text, want) != is {
			t.Errorf("%q stands there: %v: %s", want, !is, text)
		}
	}
	if got := s.ref("SELECT trim('\"' FROM body) FROM audit_texts WHERE field = 'text' ORDER BY stream, n DESC LIMIT 1"); got != note {
		t.Errorf("kept as %q", got)
	}
}
