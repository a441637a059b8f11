package app

import (
	"bytes"
	"context"
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
// then a word for each field that is still asked for. Files are stored on the way.
func (p *demoPlayer) input(ctx context.Context, s demoStep, row *law.Act, cmd procedure.Command, f *matter.File, who actor.Actor) (law.Values,
	[]procedure.Upload, error) {
	in := url.Values{}
	for _, x := range s.fields {
		v, err := p.value(x[1], f, cmd.Target, who)
		if err != nil {
			return nil, nil, err
		}
		if v != "" {
			in.Add(x[0], v)
		}
	}
	if row.Form == nil {
		return law.Values{}, nil, nil
	}
	ask := &procedure.Question{Event: row.Event, Target: cmd.Target, Parent: cmd.Parent, File: f, Rows: []*law.Act{row}, Who: who}
	v, bad := p.app.Engine().Decode(row, in, ask, p.clock)
	for _, b := range bad {
		x := row.Form.Field(b.Name)
		if x == nil || in.Has(b.Name) {
			return nil, nil, errs.Invalid(bad...)
		}
		vs, err := p.word(x, f, cmd, who)
		if err != nil {
			return nil, nil, err
		}
		in[b.Name] = vs
	}
	if len(bad) > 0 {
		if v, bad = p.app.Engine().Decode(row, in, ask, p.clock); len(bad) > 0 {
			return nil, nil, errs.Invalid(bad...)
		}
	}
	for _, x := range s.fields { // what the pages know beyond the form (a tip, the legs of a route)
		if row.Form.Field(x[0]) == nil && in.Has(x[0]) {
			v[x[0]] = in.Get(x[0])
		}
	}
	uploads, err := p.uploads(ctx, row.Form, in, f, cmd)
	return v, uploads, err
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
func (p *demoPlayer) word(x *law.Field, f *matter.File, cmd procedure.Command, who actor.Actor) ([]string, error) {
	pick := func(text string) ([]string, error) {
		v, err := p.value(text, f, cmd.Target, who)
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

// uploads makes and stores a file for every name given in a file field.
func (p *demoPlayer) uploads(ctx context.Context, form *law.Form, in url.Values, f *matter.File, cmd procedure.Command) ([]procedure.Upload, error) {
	var out []procedure.Upload
	for _, x := range form.Fields {
		if x.Type != "file" {
			continue
		}
		for _, name := range in[x.Name] {
			t := cmd.Target
			if t.ID == 0 {
				t = cmd.Parent
			}
			c := f.CaseOf(t)
			if c == nil {
				return nil, fmt.Errorf("a file before there is a case")
			}
			p.items++
			body, media := p.content(name)
			ref, err := p.app.Blobs.Put(ctx, c.AgencyID, c.ID, bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			out = append(out, procedure.Upload{Field: x.Name, Name: name, Digest: ref.Digest, Size: ref.Size, Media: media, AgencyID: c.AgencyID, CaseID: c.ID})
		}
	}
	return out, nil
}
