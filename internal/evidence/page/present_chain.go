package page

import (
	"slices"
	"strings"

	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// chain draws every hand the item passed through, oldest first; what does not join is a break.
func (p words) chain(v *view) []ui.Handover {
	out := make([]ui.Handover, 0, len(v.Item.Chain))
	for i, s := range v.Item.Chain {
		x := ui.Handover{Action: p.enum("custody_action", s.Action), From: p.organ(s.From), To: p.organ(s.To), Place: s.Place, At: s.At, Method: p.method(s.Method)}
		if x.Place != "" && strings.Contains(x.To, x.Place) {
			x.Place = ""
		}
		if s.SealNo != "" {
			x.Seal = p.t("evidence.chain.seal", "no", s.SealNo)
		}
		if s.HashState != "" {
			x.Check = p.t("evidence.chain.hash." + s.HashState)
		}
		if s.Note != "" {
			x.Check = ui.Joined(x.Check, remark(s))
		}
		names := []string{i18n.Name(p.ctx, s.Giver, s.GiverEN), i18n.Name(p.ctx, s.Receiver, s.ReceiverEN)}
		if s.Action == "collected" { // both collectors stand for the first entry (APL 42)
			names = []string{i18n.Name(p.ctx, v.Item.Collector, v.Item.CollectorEN), i18n.Name(p.ctx, v.Item.CoCollector, v.Item.CoCollectorEN)}
		}
		for _, name := range names {
			if name != "" && !slices.Contains(x.Signed, name) {
				x.Signed = append(x.Signed, name)
			}
		}
		if i > 0 {
			x.Gap = p.gap(v.Item.Chain[i-1], s, v.Item.Chain[:i])
		} else if s.N != 1 {
			x.Gap = p.t("evidence.chain.gap.missing", "n", s.N-1)
		}
		out = append(out, x)
	}
	return out
}

// remark is what was written at a handover, as others read it. Of a sample and of what was disposed of it is the number of a paper
// or of the thing, which tells two apart.
func remark(s evidence.Step) string {
	if s.Action == "sampled" || s.Action == "disposed" {
		return s.Note
	}
	return procedure.Written(s.Note)
}

// method is a code of the tables, or what was written.
func (p words) method(code string) string {
	for _, list := range []string{"collection_method", "measure", "disposal_kind"} {
		if p.book.EnumLabel(list, code).ZH != code {
			return p.enum(list, code)
		}
	}
	if i18n.Has("evidence.chain.method." + code) {
		return p.t("evidence.chain.method." + code)
	}
	return code
}

// gap is what is wrong between two entries, in words, or "".
func (p words) gap(prev, next evidence.Step, before []evidence.Step) string {
	switch {
	case next.N != prev.N+1:
		return p.t("evidence.chain.gap.missing", "n", next.N-prev.N-1)
	case next.At.Before(prev.At):
		return p.t("evidence.chain.gap.overlap")
	}
	held := prev.To
	if prev.Action == "offered" && (next.Action == "accepted" || next.Action == "refused") {
		return "" // the giver keeps it until the other side signs
	}
	if prev.Action == "sampled" && len(before) > 1 {
		held = before[len(before)-2].To
	}
	if next.From == "" || held == "" || organ(next.From) == organ(held) {
		return ""
	}
	return p.t("evidence.chain.gap.holder", "held", p.organ(held), "from", p.organ(next.From))
}

// organ is the first part of a holder in words.
func organ(holder string) string {
	first, _, _ := strings.Cut(holder, " · ")
	return first
}
