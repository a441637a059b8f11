package page

import (
	"context"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/views/ui"
)

func (h *HTTP) facts(ctx context.Context, v *view) []ui.Fact {
	r := v.R
	out := []ui.Fact{{Label: i18n.T(ctx, "referral.fact.offence"), Value: h.Book().EnumLabel("offence", r.Offence).In(ctx)},
		{Label: i18n.T(ctx, "referral.fact.destination"), Value: h.Book().EnumLabel("destination", r.Destination).In(ctx)},
		{Label: i18n.T(ctx, "referral.fact.facts"), Value: procedure.Written(r.Facts)}, {Label: i18n.T(ctx, "referral.fact.team"), Value: h.team(ctx, v)}}
	if p := v.File.LastOn(referral.Target(r.ID), "referral.opened"); p != nil && p.Input.Has("new_facts") {
		label := h.Book().FieldEver(p.RowID, "new_facts")
		out = append(out, ui.Fact{Label: label.Label.In(ctx), Value: procedure.Written(p.Input.Str("new_facts"))})
	}
	if r.Reservation != "" {
		out = append(out, ui.Fact{Label: i18n.T(ctx, "referral.fact.reservation"), Value: procedure.Written(r.Reservation)})
	}
	if k := v.File.CriminalOf(r.ID); k != nil && k.AgencyID == v.Who.AgencyID {
		fact := ui.Fact{Label: i18n.T(ctx, "referral.fact.criminal"), Value: k.Ref, Mono: true}
		if v.File.Opens(k.ID) {
			fact.Href = "/cases/" + k.Ref
		}
		out = append(out, fact)
	}
	return out
}

// team names the team to its own agency; to the other it is so many people of the sender (security K30).
func (h *HTTP) team(ctx context.Context, v *view) string {
	if !v.own() {
		from := v.File.Agencies[v.R.FromAgencyID]
		return i18n.T(ctx, "referral.team_of", "agency", i18n.Pick(ctx, from.NameZH, from.NameEN), "n", len(v.R.Team))
	}
	var names []string
	for _, id := range v.R.Team {
		for _, m := range v.File.Members {
			if m.UserID == id && m.CaseID == v.R.FromCaseID {
				names = append(names, m.Name)
			}
		}
	}
	return strings.Join(names, i18n.T(ctx, "act.list"))
}

// clocks are the periods of this referral, those that still run first.
func (h *HTTP) clocks(ctx context.Context, v *view, now time.Time) []ui.Clock {
	var running, closed []ui.Clock
	for _, k := range v.File.Clocks {
		if k.TargetKind != "referral" || k.TargetID != v.R.ID || !v.shared(k.StartedAt) {
			continue
		}
		c := h.Acts.Engine.Clock(ctx, k, now)
		if live(c.State) {
			running = append(running, c)
		} else {
			closed = append(closed, c)
		}
	}
	sortByDue(running)
	return append(running, closed...)
}

func sortByDue(ks []ui.Clock) {
	for i := range ks {
		for j := i; j > 0 && ks[j].Due < ks[j-1].Due; j-- {
			ks[j], ks[j-1] = ks[j-1], ks[j]
		}
	}
}

// history is what happened to the referral, newest first. Of the other agency the agency and the role are named, not its
// people (security K19, K30).
func (h *HTTP) history(ctx context.Context, v *view) []ui.Entry {
	var out []ui.Entry
	for i := len(v.File.Acts) - 1; i >= 0; i-- {
		p := v.File.Acts[i]
		if p.Entity != law.Referral || p.TargetID != v.R.ID || !v.shared(p.At) {
			continue
		}
		a := v.File.Agencies[p.AgencyID]
		who := p.By(ctx)
		if p.AgencyID != v.Who.AgencyID {
			who = h.Acts.Engine.RoleNames(ctx, []actor.Role{p.ActorRole})
		}
		out = append(out, ui.Entry{What: h.Book().EventLabel(law.Referral, p.Event).In(ctx), Who: who, At: p.At,
			Agency: &ui.AgencyMark{Kind: a.Kind, Name: i18n.Pick(ctx, a.NameZH, a.NameEN), Bare: true}})
	}
	return out
}
