package page

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/mss"
	"touchstone/views/ui"
)

func (h *HTTP) page(ctx context.Context, v *view, done string) mss.Page {
	book := h.Acts.Engine.Book()
	tag := cases.StateTag(ctx, book, law.MSSHandover, v.Detail.State)
	p := mss.Page{Head: ui.Heading{Title: i18n.T(ctx, "mss.title", "ref", v.Detail.Ref), Tags: []ui.Tag{tag}}, Facts: h.facts(ctx, v), History: h.history(ctx, v)}
	if v.File.Opens(v.Detail.CaseID) {
		p.Head.Back = &ui.Action{Label: v.Detail.CaseRef, Href: "/cases/" + v.Detail.CaseRef + "/decisions"}
	}
	if done != "" {
		p.Notice = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "mss.done", "event", book.EventLabel(law.MSSHandover, done).In(ctx))}
	}
	p.Steps = h.Acts.Engine.WaitingOn(ctx, v.Who, v.target(), v.File, v.Waiting, true)
	p.Steps = append(p.Steps, h.Acts.Engine.Links(ctx, v.Who, v.target(), v.File, h.side(v))...)
	if len(p.Steps) == 0 {
		p.Others = h.others(ctx, v)
	}
	return p
}

// side: what is done before the pointer is sent is the sender's, what follows the receiver's.
func (h *HTTP) side(v *view) func(*law.Act) bool {
	return func(row *law.Act) bool {
		there := slices.ContainsFunc(row.DeciderRoles, func(r actor.Role) bool { return r == "mss_liaison" || r == "mss_unit_head" })
		return there != v.Home
	}
}

func (h *HTTP) others(ctx context.Context, v *view) string {
	roles := h.Acts.Engine.NextFor(v.target(), v.File)
	if len(roles) == 0 {
		return i18n.T(ctx, "mss.ended")
	}
	return i18n.T(ctx, "mss.others", "roles", h.Acts.Engine.RoleNames(ctx, roles))
}

// facts are the pointer: where the content lies and by which way it went. Neither title nor party of the case is said:
// the other side does not have the case.
func (h *HTTP) facts(ctx context.Context, v *view) []ui.Fact {
	d, book := v.Detail, h.Acts.Engine.Book()
	label := func(list, code string) string {
		return book.EnumLabel(list, code).In(ctx)
	}
	from, to := v.File.Agencies[v.File.MSS(d.ID).FromAgencyID], v.File.Agencies[v.File.MSS(d.ID).ToAgencyID]
	out := []ui.Fact{{Label: i18n.T(ctx, "mss.fact.register"), Value: d.RegisterNo, Mono: true},
		{Label: i18n.T(ctx, "mss.fact.from"), Value: i18n.Pick(ctx, from.NameZH, from.NameEN)},
		{Label: i18n.T(ctx, "mss.fact.to"), Value: i18n.Pick(ctx, to.NameZH, to.NameEN)}}
	if d.Channel != "" {
		out = append(out, ui.Fact{Label: i18n.T(ctx, "mss.fact.channel"), Value: label("channel", d.Channel)})
	}
	out = append(out, ui.Fact{Label: i18n.T(ctx, "mss.fact.opened"), Value: i18n.DateTime(d.OpenedAt)})
	if d.SentAt != nil {
		out = append(out, ui.Fact{Label: i18n.T(ctx, "mss.fact.sent"), Value: i18n.DateTime(*d.SentAt)})
	}
	if d.ExternalRef != "" {
		out = append(out, ui.Fact{Label: i18n.T(ctx, "mss.fact.external"), Value: d.ExternalRef, Mono: true})
	}
	if v.Home {
		var marks []string
		for _, i := range d.Indicators {
			marks = append(marks, label("mss_indicator", i))
		}
		out = append(out, ui.Fact{Label: i18n.T(ctx, "mss.fact.holder"), Value: d.Holder},
			ui.Fact{Label: i18n.T(ctx, "mss.fact.indicators"), Value: strings.Join(marks, i18n.T(ctx, "act.list"))})
	}
	return out
}

func (h *HTTP) history(ctx context.Context, v *view) []ui.Entry {
	var out []ui.Entry
	for i := len(v.File.Acts) - 1; i >= 0; i-- {
		p := v.File.Acts[i]
		if p.Entity != law.MSSHandover || p.TargetID != v.Detail.ID {
			continue
		}
		a := v.File.Agencies[p.AgencyID]
		e := ui.Entry{What: h.Acts.Engine.Book().EventLabel(law.MSSHandover, p.Event).In(ctx), At: p.At,
			Agency: &ui.AgencyMark{Kind: a.Kind, Name: i18n.Pick(ctx, a.NameZH, a.NameEN), Bare: true}}
		if p.AgencyID == v.Who.AgencyID { // who acted on the other side is its own business
			e.Who = p.By(ctx)
		}
		out = append(out, e)
	}
	return out
}
