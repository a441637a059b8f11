package app

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// input fills in an act's form as a careful officer would: what the step says, then what the table's defaults know,
// then a word for each field that is still asked for. known is what the pages know beyond the form: a tip, the legs of a route.
func (p *demoPlayer) input(s demoStep, row *law.Act, q *procedure.Question) (in url.Values, known law.Values, err error) {
	in, known = url.Values{"variant": {row.Variant}}, law.Values{}
	for _, x := range s.fields {
		v, err := p.value(x[1], q.File, q.Target, q.Who)
		switch {
		case err != nil:
			return nil, nil, err
		case v == "":
		case row.Form == nil || row.Form.Field(x[0]) == nil:
			known[x[0]] = v
		default:
			in.Add(x[0], v)
		}
	}
	if row.Form == nil {
		return in, known, nil
	}
	_, bad := p.engine.Decode(row, in, q, p.clock)
	for _, b := range bad {
		x := row.Form.Field(b.Name)
		if x == nil || in.Has(b.Name) {
			return nil, nil, errs.Invalid(bad...)
		}
		if in[b.Name], err = p.word(x, q.File, q.Target, q.Who); err != nil {
			return nil, nil, err
		}
	}
	return in, known, nil
}

// value writes out what stands in braces (a column of the story) and after "@" (something on file, a day).
func (p *demoPlayer) value(text string, f *matter.File, t matter.Target, who actor.Actor) (string, error) {
	for name, v := range p.story {
		text = strings.ReplaceAll(text, "{"+name+"}", v)
	}
	name, ok := strings.CutPrefix(text, "@")
	if !ok {
		return text, nil
	}
	day := func(n int) string { return p.clock.In(law.Zone()).AddDate(0, 0, n).Format(time.DateOnly) }
	if n, err := strconv.Atoi(name); err == nil && (name[0] == '+' || name[0] == '-') {
		return day(n), nil
	}
	if ago, ok := strings.CutPrefix(name, "ago:"); ok { // so many days before now, wherever the clock stands
		n, err := strconv.Atoi(ago)
		return p.now.In(law.Zone()).AddDate(0, 0, -n).Format(time.DateOnly), err
	}
	if code, ok := strings.CutPrefix(name, "due:"); ok {
		return dueDay(f, code), nil
	}
	if nth, ok := strings.CutPrefix(name, "item:"); ok {
		i, err := strconv.Atoi(nth)
		if err != nil || i > len(f.Evidence) {
			return "", fmt.Errorf("no item %s", nth)
		}
		return f.Evidence[i-1].Ref, nil
	}
	switch name {
	case "now":
		return p.clock.In(law.Zone()).Format(time.RFC3339), nil
	case "today":
		return day(0), nil
	case "tip":
		return p.tip, nil
	case "referral":
		return f.Ref(newest(objects(f, law.Referral))), nil
	case "criminal":
		return f.Ref(newest(objects(f, law.CriminalCase))), nil
	case "quantity", "seal", "weight":
		return measured(f.Item(t.ID), name), nil
	}
	person, err := p.who(name)
	return person.Username, err
}

func newest(all []demoObject) matter.Target {
	if len(all) == 0 {
		return matter.Target{}
	}
	return all[len(all)-1].target
}

// dueDay is the day on which a clock of the file ends, or with "+10" so many days after it.
func dueDay(f *matter.File, code string) string {
	code, plus, _ := strings.Cut(code, "+")
	days := 0
	if plus != "" {
		days, _ = strconv.Atoi(plus) // a story with a bad number meets the form's own check
	}
	for _, k := range slices.Backward(f.Clocks) {
		if k.Code == code {
			return k.DueAt.In(law.Zone()).AddDate(0, 0, days).Format(time.DateOnly)
		}
	}
	return ""
}

// measured is what a list says of an item.
func measured(e *matter.Evidence, what string) string {
	switch {
	case e == nil:
		return ""
	case what == "quantity":
		return evidence.Count(e).String()
	case what == "seal":
		return e.SealNo
	case e.Gross != nil:
		return e.Gross.Kg()
	}
	return ""
}

// word is what is written into a field that the step leaves open.
func (p *demoPlayer) word(x *law.Field, f *matter.File, t matter.Target, who actor.Actor) ([]string, error) {
	pick := func(text string) ([]string, error) {
		v, err := p.value(text, f, t, who)
		return []string{v}, err
	}
	if text, ok := p.script.words[x.Name]; ok {
		return pick(text)
	}
	if x.Enum != "" {
		return []string{x.Options[0].Code}, nil
	}
	switch x.Type {
	case "datetime":
		return pick("@now")
	case "date":
		return pick("@today")
	case "yesno":
		return []string{"yes"}, nil
	case "officer":
		return p.pair(who)[1:], nil
	case "officers2":
		return p.pair(who), nil
	case "evidence_items":
		var out []string
		for _, e := range f.Evidence {
			if e.State != "EXCLUDED" && e.ParentID == 0 {
				out = append(out, e.Ref)
			}
		}
		return out, nil
	}
	return pick(p.script.words[x.Type])
}

// pair are the person and a colleague of the same duty.
func (p *demoPlayer) pair(who actor.Actor) []string {
	for _, role := range []actor.Role{actor.CaseHandler, actor.PSInvestigator} {
		all := p.people[who.AgencyCode+"/"+string(role)]
		if len(all) < 2 {
			continue
		}
		if all[1].UserID == who.UserID {
			return []string{all[1].Username, all[0].Username}
		}
		return []string{all[0].Username, all[1].Username}
	}
	return []string{who.Username, who.Username}
}
