package app_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// telling are the values of an answer that say something: a reference, a digest, a name or words.
var telling = regexp.MustCompile(`[\x{4e00}-\x{9fff}]|^[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$|^[0-9a-f]{64}$`)

// leaves are the telling values of an answer with the keys that lead to them.
func leaves(at string, v any, out map[string]string) {
	switch x := v.(type) {
	case map[string]any:
		for k, y := range x {
			leaves(at+"."+k, y, out)
		}
	case []any:
		for _, y := range x {
			leaves(at, y, out)
		}
	case string:
		if telling.MatchString(x) {
			out[x] = at
		}
	}
}

// TestTwins_SayWhatTheirPagesSay: every name, reference and digest of a .json answer stands on the page of the same object
// for the same reader: whoever handles, decides, keeps, receives or only reads it.
func TestTwins_SayWhatTheirPagesSay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toFiling, given, "investigation_report.submitted ch>uh", toReport, toReceived, toFiled, "evidence.transfer_offered cu")
	f := w.file()
	var paths []string
	for _, c := range f.Cases {
		paths = append(paths, "/cases/"+c.Ref)
	}
	for _, e := range f.Evidence {
		paths = append(paths, "/evidence/"+e.Ref)
	}
	paths = append(paths, "/referrals/"+f.Referrals[0].Ref)
	answers := 0
	for _, who := range []string{"officer", "officer2", "unithead", "head", "principal", "legal", "hearing", "custodian", "secrecy", "intake", "ps.officer",
		"ps.officer2", "ps.unithead", "ps.intake", "ps.head", "ps.legal", "ps.custodian", "gd.officer", "coord", "auditor"} {
		for _, path := range paths {
			page, twin := s.as(who).Get(path), s.as(who).Get(path+".json")
			if page.Status != twin.Status {
				t.Errorf("%s at %s: the page answers %d, its JSON %d", who, path, page.Status, twin.Status)
			}
			if twin.Status != http.StatusOK {
				continue
			}
			answers++
			var v any
			if err := json.Unmarshal([]byte(twin.Body), &v); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			said := map[string]string{}
			leaves("", v, said)
			for value, at := range said {
				for _, part := range strings.Split(value, " · ") {
					if !strings.Contains(page.Body, part) {
						t.Errorf("%s at %s.json: %s says %q, the page does not", who, path, at, part)
					}
				}
			}
		}
	}
	if answers < 20 {
		t.Errorf("only %d answers were compared", answers)
	}
}
