package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/database"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// figure is the value of a report's figure; empty: withheld.
func figure(t *testing.T, p *testkit.Page, code string) string {
	t.Helper()
	got := p.All("[data-figure='" + code + "']")
	if len(got) == 0 {
		t.Fatalf("no figure %s: %s", code, p.Text())
	}
	if len(p.All("[data-figure='"+code+"'][data-withheld]")) > 0 {
		return ""
	}
	return got[0].Attr("data-value")
}

// Who opens which report: the coordination office all agencies, everybody else the own one, administrators none. A
// small count is withheld in the figure and in its table.
func TestReport_Scopes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	minerals := []string{"镓锭", "锗片", "锑锭", "石墨件", "铋粉", "钨制品"}
	var last string
	for i, m := range minerals {
		last = s.registered("officer", "officer2", "示例"+string([]rune("甲乙丙丁戊己")[i])+"贸易有限公司（虚构）", m)
	}
	s.registered("gd.officer", "gd.officer2", "示例庚矿业（虚构）", "锑锭")
	for who, want := range map[string]string{"coord": "7", "coord2": "7", "head": "6", "officer": "6", "gd.head": "", "ps.head": "0", "ss.head": "0"} {
		p := s.as(who).Get("/reports/monthly/2026-05").Want(http.StatusOK)
		if got := figure(t, p, "open_cases"); got != want {
			t.Errorf("%s: %q open cases, want %q", who, got, want)
		}
		for _, v := range p.Attrs("[data-figure]:not([data-withheld])", "data-value") {
			if len(v) == 1 && v > "0" && v < "5" {
				t.Errorf("%s is shown %s", who, v)
			}
		}
		for _, secret := range []string{last, "示例甲", "officer2"} {
			if strings.Contains(p.Body, secret) {
				t.Errorf("%s reads %s in a report", who, secret)
			}
		}
	}
	live := s.as("coord").Get("/reports/monthly").Want(http.StatusOK)
	if month := live.One("select[name='period'] option[selected]").Attr("value"); month != "2026-05" || figure(t, live, "pipeline.registered") != "7" {
		t.Errorf("the month of today is %s: %s", month, live.Text())
	}
	for _, who := range []string{"sysadmin", "secadmin", "auditor"} {
		s.as(who).Get("/reports/monthly").Want(http.StatusNotFound)
	}
	s.as("coord").Get("/cases/" + last).Want(http.StatusNotFound)
	if n := s.as("coord").Get("/cases?view=all").Count("tr[data-ref]"); n != 0 {
		t.Errorf("the coordination office has %d cases", n)
	}
	for path, status := range map[string]int{"/reports/monthly/2026-04": 200, "/reports/monthly/2026-13": 404, "/reports/monthly/2026-06": 404,
		"/reports/monthly/x": 404, "/reports/monthly?period=2026-04": 200} {
		if p := s.as("coord").Get(path); p.Status != status {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	file := s.as("coord").Get("/reports/monthly/2026-05.csv").Want(http.StatusOK)
	if !strings.HasPrefix(file.Body, "\ufeff演示") || !strings.Contains(file.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the file begins %q", file.Body[:min(40, len(file.Body))])
	}
	s.as("officer").Get("/reports/monthly/2026-05.csv").Want(http.StatusNotFound)
}

// A compartmented case is in no figure: the report with it reads as the report without it.
func TestReport_CompartmentedIsNowhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range 6 {
		s.registered("officer", "officer2", "示例"+string([]rune("甲乙丙丁戊己")[i])+"贸易有限公司（虚构）", "镓锭")
	}
	before := s.as("coord").Get("/reports/monthly/2026-05")
	hidden := s.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	if figure(t, s.as("coord").Get("/reports/monthly/2026-05"), "open_cases") != "7" {
		t.Error("a new case is not counted")
	}
	f := s.as("unithead").Get("/cases/" + hidden + "/access").Want(http.StatusOK).Form("form:has([name='compartmented'])")
	// the head who did it is not named on it, and sees it no more
	f.Set("compartmented", "yes").Set("reason", "专案办理，限定知悉范围（虚构）。").Set("credential", identity.DemoPassword).Submit()
	for _, who := range []string{"coord", "head", "officer"} {
		p := s.as(who).Get("/reports/monthly/2026-05")
		if figure(t, p, "open_cases") != "6" || len(p.Attrs("[data-figure='open_cases.Germanium']", "data-figure")) != 0 {
			t.Errorf("%s counts a compartmented case", who)
		}
	}
	after := s.as("coord").Get("/reports/monthly/2026-05")
	if strings.Join(before.Attrs("[data-figure]", "data-value"), ",") != strings.Join(after.Attrs("[data-figure]", "data-value"), ",") {
		t.Error("the report differs by a hidden case")
	}
}

// The new tabs of a hidden case answer as those of one that is not there.
func TestDecisionPages_HiddenEqualsAbsent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hidden, absent := s.registered("gd.officer", "gd.officer2", "示例乙矿业（虚构）", "锑锭"), "SM-0000-0000-0"
	for _, tail := range []string{"/documents", "/decisions", "/penalty", "/mss/new"} {
		a, b := s.as("officer").Get("/cases/"+hidden+tail), s.as("officer").Get("/cases/"+absent+tail)
		clean := func(p *testkit.Page, ref string) string {
			return strings.NewReplacer(ref, "REF", p.Header.Get("X-Request-Id"), "ID").Replace(stripKeys(p.Body))
		}
		if a.Status != http.StatusNotFound || b.Status != http.StatusNotFound || clean(a, hidden) != clean(b, absent) {
			t.Errorf("%s: %d and %d", tail, a.Status, b.Status)
		}
		for _, lang := range []string{"zh", "en"} {
			p := s.as("gd.officer").Get("/cases/" + hidden + tail + "?lang=" + lang).Want(http.StatusOK)
			if strings.Contains(p.Body, "⟦") {
				t.Errorf("%s: missing text", tail)
			}
		}
	}
}

// The calculator shows the law's answer to what is tried, the jump at the threshold, and refuses what is no amount.
func TestPenalty_Calculator(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	ask := func(turnover, state string) *testkit.Page {
		q := url.Values{"violation": {"ECL-34-1"}, "turnover_state": {state}, "turnover": {turnover}, "fine": {"3000000"}, "days": {"33"}}
		return s.as("officer").Get("/cases/" + ref + "/penalty?" + q.Encode()).Want(http.StatusOK)
	}
	for turnover, want := range map[string][2]string{"600000": {"3000000.00", "6000000.00"}, "499999.99": {"500000.00", "5000000.00"},
		"500000": {"2500000.00", "5000000.00"}} {
		p := ask(turnover, "ESTABLISHED")
		if got := [2]string{figure(t, p, "penalty_min"), figure(t, p, "penalty_max")}; got != want {
			t.Errorf("%s: %v", turnover, got)
		}
		if figure(t, p, "late_fee") != "2970000.00" {
			t.Errorf("late fee %s", figure(t, p, "late_fee"))
		}
	}
	if p := ask("600000", "NOT_ESTABLISHED"); p.Has("[data-figure='penalty_min']") {
		t.Error("a range for a turnover that nobody established")
	}
	if p := ask("much", "ESTABLISHED"); !p.Has("[data-error-for='turnover']") || p.Has("[data-figure='penalty_min']") {
		t.Error("words are taken for an amount")
	}
}

// One snapshot, one round trip.
func TestReport_OneRoundTrip(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cookies := s.as("coord").Cookies("/")
	for range 2 { // the first prepares its statements
		ctx, n := database.Count(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.origin+"/reports/monthly", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range cookies {
			r.AddCookie(k)
		}
		w := &discard{header: http.Header{}}
		s.app.Handler().ServeHTTP(w, r)
		const session, frame = 1, 1
		if got := n.RoundTrips() - session - frame; w.status != http.StatusOK || got > 1 {
			t.Errorf("status %d, %d round trips", w.status, got)
		}
	}
}
