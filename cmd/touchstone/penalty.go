package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// PenaltyCmd asks the calculator. It advises; a person decides.
type PenaltyCmd struct {
	Code            string  `arg:"" help:"Code of the violation, such as ECL-34-1."`
	ActDate         string  `required:"" help:"Date of the act." placeholder:"YYYY-MM-DD"`
	Turnover        *string `xor:"turnover" help:"Established illegal turnover (or value of the goods) in yuan." placeholder:"N"`
	TurnoverNone    bool    `xor:"turnover" help:"There was no turnover."`
	TurnoverUnknown bool    `xor:"turnover" help:"The turnover has not been established."`
	Income          *string `help:"Illegal income in yuan: confiscated, and the base of the fine where the law says so." placeholder:"N"`
	Party           string  `help:"Who acted: person or entity." placeholder:"KIND"`
	JSON            bool    `name:"json" help:"Print JSON."`
}

type penaltyResult struct {
	Code       string   `json:"code"`
	State      string   `json:"state"`
	Min        *string  `json:"min"`
	Max        *string  `json:"max"`
	Base       string   `json:"base"`
	Limb       string   `json:"limb"`
	Basis      string   `json:"basis"`
	Also       []string `json:"also"`
	Optional   bool     `json:"fine_optional"`
	Threshold  *string  `json:"threshold"`
	Jump       *string  `json:"minimum_at_threshold"`
	Confiscate *string  `json:"confiscate"`
	ValidFrom  string   `json:"valid_from"`
	Version    string   `json:"rule_version"`
}

// Run prints the range that the text of the law allows.
func (c *PenaltyCmd) Run(env *Env) error {
	book, err := env.book()
	if err != nil {
		return err
	}
	in, err := c.input(book)
	if err != nil {
		return err
	}
	r, err := book.Range(in)
	if err != nil {
		return err
	}
	out := penaltyResult{Code: r.Code, State: r.State, Min: yuan(r.Min), Max: yuan(r.Max), Base: r.Base, Limb: r.Limb, Basis: r.Basis, Also: measures(r),
		Optional: r.Optional, Threshold: yuan(r.Threshold), Jump: yuan(r.AtThreshold), Confiscate: yuan(r.Confiscate), ValidFrom: r.ValidFrom.Format(time.DateOnly),
		Version: r.Version}
	if c.JSON {
		return env.printJSON(out)
	}
	return env.printf("%s", out.text(r))
}

// told is what is wrong with a value, as the form says it.
func told(bad *errs.Field) string {
	return i18n.T(i18n.With(context.Background(), terminal), bad.Key, bad.Args...)
}

func (c *PenaltyCmd) input(book *law.Edition) (law.PenaltyInput, error) {
	in := law.PenaltyInput{Code: c.Code, Party: c.Party, Turnover: law.NotEstablished}
	on, bad := quantity.Day(c.ActDate)
	if bad != nil {
		return in, wrongUse("--act-date %q: %s", c.ActDate, told(bad))
	}
	in.ActDate = on
	if c.Party != "" && c.Party != "person" && c.Party != "entity" {
		return in, wrongUse("--party: person or entity, not %q", c.Party)
	}
	if c.Income != nil {
		d, bad := quantity.Yuan(*c.Income)
		if bad != nil {
			return in, wrongUse("--income %q: %s", *c.Income, told(bad))
		}
		in.Income = &d
	}
	switch {
	case c.Turnover != nil:
		d, bad := quantity.Yuan(*c.Turnover)
		if bad != nil {
			return in, wrongUse("--turnover %q: %s", *c.Turnover, told(bad))
		}
		in.Turnover, in.Amount = law.Established, d
	case c.TurnoverNone:
		in.Turnover = law.None
	}
	return in, c.enough(book, in)
}

// enough: the command must say what is known of the base, be it that nothing is.
func (c *PenaltyCmd) enough(book *law.Edition, in law.PenaltyInput) error {
	p, _ := book.Penalty(in.Code, in.ActDate)
	if p == nil {
		return nil // Range says so
	}
	said := c.Turnover != nil || c.TurnoverNone || c.TurnoverUnknown
	switch {
	case p.Base == law.BaseIncome && c.Turnover != nil && c.Income == nil:
		return wrongUse("the fine of %s is measured by illegal income: give --income, --turnover-none or --turnover-unknown", p.Code)
	case p.Base == law.BaseIncome && c.Income == nil && !said:
		return wrongUse("give --income, --turnover-none or --turnover-unknown")
	case p.Base != law.BaseIncome && p.Base != law.BaseNone && !said:
		return wrongUse("give --turnover, --turnover-none or --turnover-unknown")
	}
	return nil
}

func yuan(d *decimal.Decimal) *string {
	if d == nil {
		return nil
	}
	s := d.StringFixed(2)
	return &s
}

func measures(r law.PenaltyRange) []string {
	out := []string{}
	for _, m := range r.Also {
		text := m.Of(terminal)
		if r.Confiscate != nil && law.TakesIncome(m) {
			text += ": " + r.Confiscate.StringFixed(2)
		}
		out = append(out, text)
	}
	return out
}

func (p penaltyResult) text(r law.PenaltyRange) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s / %s\n  basis: %s, in force since %s\n  %s", p.Code, r.Name.ZH, r.Name.Of(terminal), p.Basis, p.ValidFrom, p.State)
	if p.Min != nil {
		fmt.Fprintf(&b, "  %s to %s yuan (%s, base %s)", *p.Min, *p.Max, p.Limb, p.Base)
	}
	b.WriteByte('\n')
	if p.Optional && p.State == law.StateRange {
		b.WriteString("  the fine is optional\n")
	}
	if p.Jump != nil {
		fmt.Fprintf(&b, "  from %s yuan on the minimum is %s\n", *p.Threshold, *p.Jump)
	}
	for _, m := range p.Also {
		fmt.Fprintf(&b, "  also: %s\n", m)
	}
	return b.String()
}
