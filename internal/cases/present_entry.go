package cases

import (
	"encoding/json"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/entity"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/names"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// entry is one line of a timeline.
func (p presenter) entry(e Entry) ui.Entry {
	out := ui.Entry{At: e.At, Who: i18n.Name(p.ctx, e.Actor, e.ActorEN)}
	if out.Who == "" { // of another agency: its part is named, not its people (security K19)
		out.Who = p.t("cases.entry.partner")
		if r := p.book().Role(actor.Role(e.Role)); r != nil {
			out.Who += " · " + r.Label.In(p.ctx)
		}
	}
	if e.AgencyCode != "" {
		out.Agency = &ui.AgencyMark{Kind: e.AgencyCode, Bare: true}
	}
	if !e.Act {
		out.What, out.Text, out.Kind = p.ledgerWords(e), p.ledgerText(e), "note"
		return out
	}
	book := p.book().Under(e.Edition)
	out.What = book.EventLabel(law.Machine(e.Entity), e.Event).In(p.ctx)
	if row := book.Act(e.RowID); row != nil {
		out.What = row.Label.In(p.ctx)
		if row.VariantLabel.ZH != "" {
			out.What += p.t("cases.colon") + row.VariantLabel.In(p.ctx)
		}
	}
	if e.TargetRef != "" {
		out.What += " · " + e.TargetRef
		out.Href = entity.Of(law.Machine(e.Entity)).Address(e.TargetRef)
	}
	if e.Proposer != "" && e.Proposer != e.Actor {
		out.Who = p.t("cases.entry.proposed", "actor", out.Who, "proposer", i18n.Name(p.ctx, e.Proposer, e.ProposerEN))
	}
	if e.Twin {
		out.Who = p.t("cases.entry.automatic")
	}
	out.Kind = kindOfEntry(e)
	out.Text = p.actText(e)
	for _, f := range e.Files {
		out.Files = append(out.Files, ui.Link{Href: "/cases/" + f.Case + "/files/" + f.Ref, Text: names.Shown(f.Name)})
	}
	return out
}

func kindOfEntry(e Entry) string {
	switch {
	case strings.Contains(e.Event, "return") || strings.Contains(e.Event, "refus") || strings.Contains(e.Event, "not_approved"):
		return "warn"
	case e.Entity == string(law.Evidence):
		return "ok"
	case e.From == e.To:
		return "note"
	}
	return ""
}

// actText is what an act says besides its name: the change of state, and the words that were written.
func (p presenter) actText(e Entry) string {
	var parts []string
	if e.From != e.To && e.To != "" {
		book := p.book().Under(e.Edition)
		to := StateTag(p.ctx, book, law.Machine(e.Entity), e.To).Label
		if e.From == "" || e.From == law.New {
			parts = append(parts, to)
		} else {
			parts = append(parts, StateTag(p.ctx, book, law.Machine(e.Entity), e.From).Label+" → "+to)
		}
	}
	var in map[string]any
	if json.Unmarshal(e.Input, &in) == nil {
		for _, name := range []string{"reason", "opinion", "note", "summary", "result", "facts"} {
			if s, ok := in[name].(string); ok && s != "" {
				parts = append(parts, clip(procedure.Written(clip(s, 400)), 160))
				break
			}
		}
	}
	if e.Paper {
		parts = append(parts, p.t("cases.entry.paper"))
	}
	return strings.Join(parts, "\n")
}

// clip keeps a text short where only its beginning is shown.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// ledgerWords names an event of the ledger that is no act of the tables.
func (p presenter) ledgerWords(e Entry) string {
	if key := "cases.event." + e.Event; i18n.Has(key) {
		return p.t(key)
	}
	return joinedNonEmpty(p.t("cases.event.other"), e.TargetRef)
}

func (p presenter) ledgerText(e Entry) string {
	var d map[string]any
	if json.Unmarshal(e.Details, &d) != nil {
		return ""
	}
	var parts []string
	for _, name := range []string{"name", "text", "purpose", "reason"} {
		if s, ok := d[name].(string); ok && s != "" {
			parts = append(parts, procedure.Written(s))
		}
	}
	if event, ok := d["event"].(string); ok && event != "" {
		parts = append([]string{p.book().EventLabel(law.AdminCase, event).In(p.ctx)}, parts...)
	}
	return strings.Join(parts, " · ")
}
