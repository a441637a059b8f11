package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// APL 67: part of a fine does not end the period for the whole of it; the pages say what is paid and what is left.
func TestFine_PeriodEndsWithTheLastPayment(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-30", "2025-11-17")
	a := customsSide()
	r.play(a.opening(
		"source_kind=customs|mineral=钕铁硼磁体（含镝0.36%）|party=来源未具名的企业|lead_basis=ECL-34-1|typology=no_licence|value=66143.20|violation_ended_on=2025-07-04")...)
	r.penalised(a, "turnover_state=ESTABLISHED|turnover=66143.20|circumstances=confessed",
		"sanctions=fine|fine=20000|deviation_ground=confessed|legal_basis=ECL-34-1",
		"deviation_ground=confessed|decider_opinion=配合调查、承认违法，事后取得出口许可，减轻处罚（APL 32）。")
	for _, c := range []struct {
		amount, paid, left string
		running            bool
	}{{"5000", "5,000", "15,000", true}, {"14999.99", "19,999.99", "0.01", true}, {"0.01", "20,000", "0.00", false}} {
		r.play(move{"1 days", a.officer, "fine.paid", "", "amount=" + c.amount + "|paid_on=@today|receipt_no=缴款书|payment_channel=bank"})
		var running bool
		r.scan(nil, "SELECT state = 'RUNNING' FROM clocks WHERE code = 'ADM-070'", &running)
		if running != c.running {
			t.Errorf("after %s yuan ADM-070 runs: %v", c.paid, running)
		}
		for _, page := range []string{"/decisions", "/penalty"} {
			text := r.by(a.officer).Get("/cases/" + r.refs["cases"] + page).Want(http.StatusOK).Text()
			if !strings.Contains(text, c.paid) || !strings.Contains(text, c.left) || !strings.Contains(text, "尚欠") {
				t.Errorf("%s does not say %s paid and %s left: %s", page, c.paid, c.left, text)
			}
		}
	}
}
