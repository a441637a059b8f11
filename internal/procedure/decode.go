package procedure

import (
	"bytes"
	"encoding/binary"
	"net/url"
	"slices"
	"strings"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Decode reads the form of an act: the table's field rules, what the file knows already, what is missing.
func (e *Engine) Decode(row *law.Act, in url.Values, a *Question, now time.Time) (law.Values, []errs.Field) {
	if row.Form == nil {
		return law.Values{}, nil
	}
	f := a.File
	probe := &Act{Row: row, Target: a.Target, Parent: a.Parent, Who: a.Who, Now: now, From: f.State(a.Target)}
	cond := func(id string) bool {
		if kind, ok := strings.CutPrefix(id, "evidence_kind="); ok { // a fact of the item where the form has no such field
			item := f.Item(a.Target.ID)
			return item != nil && item.Kind == kind
		}
		if unit, ok := strings.CutPrefix(id, "evidence_unit="); ok {
			item := f.Item(a.Target.ID)
			return item != nil && item.Unit == unit
		}
		return e.reg.Cond(id, probe, f)
	}
	probe.Input, _ = row.Form.Decode(in, time.Time{}, nil, probe.From, row.Variant)
	v, bad := row.Form.Decode(in, now, cond, probe.From, row.Variant)
	row.Form.Fill(v, e.Known(a), a.Who.Username, now)
	probe.Input = v
	named := map[string]bool{}
	for _, b := range bad {
		named[b.Name] = true
	}
	for _, m := range row.Form.Missing(v, cond, probe.From, row.Variant) {
		if !named[m.Name] {
			bad = append(bad, m)
		}
	}
	bad = slices.DeleteFunc(bad, func(x errs.Field) bool { return x.Key == "form.required" && probe.Spared(f, x.Name) })
	return v, bad
}

// DecodeDecision: a decider fills the deciding row's own form; of a stored proposal only an opinion is added, by a form of the engine's own.
func (e *Engine) DecodeDecision(p *Approval, row *law.Act, in url.Values, v *Question, now time.Time) (law.Values, []errs.Field) {
	if p.OpeningActID == 0 {
		out := law.Values{}
		s := in.Get("opinion")
		if strings.TrimSpace(s) == "" {
			return out, nil
		}
		if e, ok := errs.As(e.book().Form("decision_opinion").Typed("opinion", &s)); ok {
			return nil, e.Fields
		}
		out["opinion"] = s
		return out, nil
	}
	return e.Decode(row, in, v, now)
}

// WideText tells text in UTF-16 without a mark at its beginning by its first bytes, and in which order they are: there is a
// zero, as no other text has, and read in that order nearly all of it is letters that texts here are written in, and none
// of it a control character.
func WideText(head []byte) (name string) {
	if bytes.IndexByte(head, 0) < 0 {
		return ""
	}
	most := len(head) / 2 * 8 / 10
	for _, order := range []struct {
		name string
		unit func([]byte) uint16
	}{{"utf-16le", binary.LittleEndian.Uint16}, {"utf-16be", binary.BigEndian.Uint16}} {
		usual := 0
		for at := 0; at+1 < len(head) && usual >= 0; at += 2 {
			switch c := order.unit(head[at:]); {
			case c < 0x20 && c != '\t' && c != '\n' && c != '\r', c >= 0xe000 && c < 0xf900, c == 0xffff:
				usual = -1
			case c < 0x7f, c >= 0x3000 && c < 0x3040, c >= 0x4e00 && c < 0xa000, c >= 0xff00:
				usual++
			}
		}
		if usual > most {
			name, most = order.name, usual
		}
	}
	return name
}
