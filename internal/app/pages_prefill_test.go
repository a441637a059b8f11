package app_test

import (
	"net/http"
	"testing"
)

// TestPrefill_TheReportIsAReport: the report of a referral starts from the investigation report made for it, else from
// that of the case, else from nothing: the designation of a team is no report.
func TestPrefill_TheReportIsAReport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	worlds := map[string]*world{}
	for code, steps := range map[string]string{
		"":        toFiling + ";" + withEvidence + ";referral.opened ch",
		"DOC-A24": toConcluded + ";referral.opened ch",
		"DOC-R05": toConcluded + ";referral.opened ch;referral.investigation_report_prepared ch",
	} {
		worlds[code] = s.matter(steps)
	}
	for code, w := range worlds {
		want := ""
		if code != "" {
			want = w.file().Document(code).Ref
		}
		p := s.as("officer").Get("/referrals/" + w.referral().Ref + "/acts/referral.report_submitted").Want(http.StatusOK)
		if got := p.Form("form[data-act='referral.report_submitted']").Value("report"); got != want || w.file().Document("DOC-R01") == nil {
			t.Errorf("with %q the report is %q, want %q", code, got, want)
		}
	}
}
