package main

import (
	"fmt"
	"strings"
	"time"

	"touchstone/internal/law"
)

// ClockCmd says when a period ends.
type ClockCmd struct {
	Code  string `arg:"" help:"Code of the clock, such as REF-010."`
	Start string `required:"" help:"When it starts, RFC 3339, such as 2026-05-11T09:00:00+08:00." placeholder:"RFC3339"`
	JSON  bool   `name:"json" help:"Print JSON."`
}

type clockResult struct {
	Code        string     `json:"code"`
	Start       string     `json:"start"`
	Due         string     `json:"due"`
	DueOn       string     `json:"due_on"`
	Unit        string     `json:"unit"`
	Amount      int        `json:"amount"`
	Skipped     []string   `json:"days_skipped"`
	Provisional bool       `json:"provisional"`
	Basis       string     `json:"basis"`
	Minimum     bool       `json:"minimum_interval"`
	NameZH      string     `json:"name_zh"`
	NameEN      string     `json:"name_en"`
	DayRule     string     `json:"day_rule"`
	Steps       []law.Step `json:"steps"`
}

// Run computes the end and shows how.
func (c *ClockCmd) Run(env *Env) error {
	start, err := time.Parse(time.RFC3339, c.Start)
	if err != nil {
		return wrongUse("--start: %q is not RFC 3339 (2026-05-11T09:00:00+08:00)", c.Start)
	}
	book, err := env.book()
	if err != nil {
		return err
	}
	d, err := book.Due(c.Code, start, nil)
	if err != nil {
		return err
	}
	k := book.Clock(c.Code)
	r := clockResult{Code: d.Code, Start: start.In(law.Zone()).Format(time.RFC3339), Due: d.Due.Format(time.RFC3339), DueOn: d.DueOn, Unit: d.Unit,
		Amount: d.Amount, Skipped: orEmpty(d.Skipped), Provisional: d.Provisional, Basis: d.Basis, Minimum: d.Minimum, NameZH: k.Name.ZH, NameEN: k.Name.Of(terminal),
		DayRule: k.DayRule, Steps: d.Steps}
	if c.JSON {
		return env.printJSON(r)
	}
	return env.printf("%s", r.text(k))
}

func (r clockResult) text(k *law.Clock) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s / %s\n  basis: %s (%s)\n  %d %s: %s\n", r.Code, r.NameZH, r.NameEN, r.Basis, k.SourceStatus, r.Amount, r.Unit, k.RuleText.Of(terminal))
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "  %-6s %s", s.Kind, s.On)
		if s.N != 0 {
			fmt.Fprintf(&b, "  +%d %s", s.N, s.Unit)
		}
		if s.Note != "" {
			fmt.Fprintf(&b, "  %s", s.Note)
		}
		b.WriteByte('\n')
	}
	word := "due"
	if r.Minimum {
		word = "not before"
	}
	fmt.Fprintf(&b, "  %s %s\n", word, r.Due)
	if r.Provisional {
		b.WriteString("  provisional: the holidays of a year concerned are not published; Monday to Friday was counted\n")
	}
	return b.String()
}
