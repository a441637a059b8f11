package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/policies"
)

// command parses the words as the program does and runs the command.
func command(t *testing.T, words ...string) (string, error) {
	t.Helper()
	var cli struct {
		Procedure ProcedureCmd `cmd:""`
		Clock     ClockCmd     `cmd:""`
		Penalty   PenaltyCmd   `cmd:""`
	}
	var out bytes.Buffer
	env := &Env{Out: &out, Err: &out, Tables: policies.FS(), Built: func(a *law.Act) bool { return a.ID != "REF-T03" }}
	p, err := kong.New(&cli, kong.Name("touchstone"), kong.Writers(&out, &out), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	k, err := p.Parse(words)
	if err != nil {
		return out.String(), &usageError{err.Error()}
	}
	err = k.Run(env)
	return out.String(), err
}

func text(t *testing.T, words ...string) string {
	t.Helper()
	got, err := command(t, words...)
	if err != nil {
		t.Fatalf("%v: %v", words, err)
	}
	return got
}

func TestProcedureCheck_PrintsTheCounts(t *testing.T) {
	got := text(t, "procedure", "check")
	for _, want := range []string{"6 machines", "169 transitions", "137 recorded events", "221 guards", "93 clocks", "88 documents", "161 forms", "1 not built",
		"no problems"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

func TestProcedureCheck_FailsOnADanglingReference(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, policies.FS()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "procedure", "2004-11-01", "transitions.csv")
	raw, err := fs.ReadFile(os.DirFS(dir), "procedure/2004-11-01/transitions.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, bytes.ReplaceAll(raw, []byte("approver_is_principal_head"), []byte("approver_is_king")), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := command(t, "procedure", "check", "--tables", dir)
	if exitCode(err) != exitFailed || !strings.Contains(got, "REF-T03: unknown guard approver_is_king") {
		t.Errorf("%v %s", err, got)
	}
	if !strings.Contains(say(t.Context(), nil, err), "problems in the legal tables") {
		t.Error(say(t.Context(), nil, err))
	}
}

func TestProcedureShow(t *testing.T) {
	var acts []shownAct
	if err := json.Unmarshal([]byte(text(t, "procedure", "show", "referral.approved", "--json")), &acts); err != nil {
		t.Fatal(err)
	}
	a := acts[0]
	if len(acts) != 1 || a.ID != "REF-T03" || a.To != "APPROVED" || a.Built ||
		!slices.ContainsFunc(a.Guards, func(g shownGuard) bool { return g.ID == "approver_is_principal_head" && g.ZH != "" }) {
		t.Errorf("%+v", acts)
	}
	if got := text(t, "procedure", "show", "referral.approved"); !strings.Contains(got, "只有正职负责人") || !strings.Contains(got, "REF-010") ||
		!strings.Contains(got, "not built") {
		t.Error(got)
	}
	if err := json.Unmarshal([]byte(text(t, "procedure", "show", "referral.filing_decided[outcome=file]", "--json")), &acts); err != nil || len(acts) != 3 {
		t.Errorf("%d rows (%v)", len(acts), err)
	}
	if _, err := command(t, "procedure", "show", "referral.flown"); exitCode(err) != exitFailed {
		t.Error(err)
	}
}

func TestClock_JSON(t *testing.T) {
	var r map[string]any
	if err := json.Unmarshal([]byte(text(t, "clock", "ADM-060", "--start", "2026-12-30T09:00:00+08:00", "--json")), &r); err != nil {
		t.Fatal(err)
	}
	for k, want := range map[string]any{"code": "ADM-060", "start": "2026-12-30T09:00:00+08:00", "due": "2027-01-08T23:59:59+08:00", "due_on": "2027-01-08",
		"unit":   "working_days",
		"amount": 7.0, "provisional": true, "basis": "APL Art.61 + Art.85"} {
		if r[k] != want {
			t.Errorf("%s: %v", k, r[k])
		}
	}
	if s, ok := r["days_skipped"].([]any); !ok || len(s) != 2 {
		t.Errorf("days_skipped %v", r["days_skipped"])
	}
	if !strings.Contains(text(t, "clock", "REF-020", "--start", "2026-05-01T17:30:00+08:00", "--json"), `"days_skipped": []`) {
		t.Error("days_skipped is not an empty list")
	}
	if got := text(t, "clock", "ADM-051", "--start", "2026-05-11T09:00:00+08:00"); !strings.Contains(got, "not before 2026-05-21T00:00:00+08:00") {
		t.Error(got)
	}
}

func TestPenalty_JSON(t *testing.T) {
	for _, c := range []struct {
		words            []string
		state, low, high any
	}{
		{[]string{"ECL-34-1", "--turnover", "600000"}, "RANGE", "3000000.00", "6000000.00"},
		{[]string{"ECL-34-1", "--turnover", "499999.99"}, "RANGE", "500000.00", "5000000.00"},
		{[]string{"ECL-34-1", "--turnover-none"}, "RANGE", "500000.00", "5000000.00"},
		{[]string{"ECL-34-1", "--turnover-unknown"}, "NEEDS_LEGAL_DETERMINATION", nil, nil},
		{[]string{"DUR-41", "--income", "100000"}, "RANGE", "300000.00", "500000.00"},
		{[]string{"DUR-41", "--turnover-unknown"}, "NEEDS_LEGAL_DETERMINATION", nil, nil},
		{[]string{"DUR-40-1-ORD"}, "NO_FINE", nil, nil},
		{[]string{"ECL-38"}, "RANGE", "100000.00", "300000.00"},
	} {
		var r map[string]any
		if err := json.Unmarshal([]byte(text(t, append([]string{"penalty", "--act-date", "2025-03-01", "--json"}, c.words...)...)), &r); err != nil {
			t.Fatal(err)
		}
		if r["state"] != c.state || r["min"] != c.low || r["max"] != c.high || r["also"] == nil || r["basis"] == "" {
			t.Errorf("%v: %v", c.words, r)
		}
	}
	if got := text(t, "penalty", "ECL-34-1", "--act-date", "２０２５年3月1日", "--turnover", "1"); !strings.Contains(got, "in force since") {
		t.Error(got)
	}
	for day, why := range map[string]string{"20266-05-11": "2200", "2026-02-30": "no such day", "soon": "valid date"} { // as the form says it
		if _, err := command(t, "penalty", "ECL-34-1", "--act-date", day, "--turnover", "1"); exitCode(err) != exitWrongUse || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", day, err)
		}
	}
	if _, err := command(t, "penalty", "ECL-34-1", "--act-date", "0225-03-01", "--turnover", "1"); exitCode(err) != exitWrongUse {
		t.Errorf("a year before all law: %v", err)
	}
	if got := text(t, "penalty", "DUR-42", "--act-date", "2024-11-30", "--turnover", "1", "--json"); !strings.Contains(got, "NOT_IN_FORCE") {
		t.Error(got)
	}
	if got := text(t, "penalty", "ECL-34-1", "--act-date", "2025-03-01", "--turnover", "1", "--income", "12.5", "--json"); !strings.Contains(got,
		"confiscate illegal income: 12.50") {
		t.Error(got)
	}
}

func TestExitCodes(t *testing.T) {
	for want, all := range map[int][][]string{
		exitWrongUse: {
			{"clock", "REF-010"}, {"clock", "REF-010", "--start", "yesterday"}, {"penalty", "ECL-34-1", "--act-date", "2025-03-01"},
			{"penalty", "ECL-34-1", "--act-date", "2025-03-01", "--turnover", "1", "--turnover-none"},
			{"penalty", "ECL-34-1", "--act-date", "1.3.2025", "--turnover", "1"},
			{"penalty", "ECL-34-1", "--act-date", "2025-03-01", "--turnover", "1.001"}, {"penalty", "ECL-34-1", "--act-date", "2025-03-01", "--turnover", "-1"},
			{"penalty", "ECL-34-1", "--act-date", "2025-03-01", "--turnover", "1", "--party", "cat"},
			{"penalty", "DUR-41", "--act-date", "2025-03-01", "--turnover", "1"},
			{"procedure"}, {"nothing"},
		},
		exitFailed: {
			{"clock", "REF-999", "--start", "2026-05-11T09:00:00+08:00"}, {"penalty", "ECL-99", "--act-date", "2025-03-01", "--turnover", "1"},
			{"penalty", "CEL-54-1", "--act-date", "2025-03-01", "--income", "1", "--party", "entity"},
		},
		exitOK: {{"clock", "REF-010", "--start", "2026-05-11T09:00:00Z"}},
	} {
		for _, words := range all {
			if _, err := command(t, words...); exitCode(err) != want {
				t.Errorf("%v: %v, exit %d instead of %d", words, err, exitCode(err), want)
			}
		}
	}
	if exitCode(&differenceError{"x"}) != exitDifference {
		t.Error("a difference is exit 3")
	}
}

// TestSay_NamesFieldsByTheirLabel: who works at a terminal reads what a field is called, not its code.
func TestSay_NamesFieldsByTheirLabel(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	got := say(t.Context(), book, errs.Invalid(errs.Field{Name: "new_due_on", Key: "form.required"}))
	if !strings.Contains(got, "New due date: ") || strings.Contains(got, "new_due_on") {
		t.Error(got)
	}
}
