package page

import (
	"context"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/cases"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/internal/web"
	views "touchstone/views/referral"
	"touchstone/views/ui"
)

func (h *HTTP) detailPage(rd web.Reading, v *view) views.Page {
	ctx, now := rd.Ctx, rd.Now
	p := views.Page{Frame: rd.Frame("P18", h.title(ctx, v)), Identity: h.identity(ctx, v, now), Package: h.items(ctx, v), Facts: h.facts(ctx, v),
		Clocks: h.clocks(ctx, v, now), History: h.history(ctx, v)}
	if ev := rd.Query.Get("done"); ev != "" {
		p.Notice = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "referral.done", "event", h.Book().EventLabel(law.Referral, ev).In(ctx))}
	}
	p.Steps = h.steps(ctx, v)
	p.Identity.Actions = h.primary(ctx, v, p.Steps)
	if roles := h.Acts.Engine.NextFor(referral.Target(v.R.ID), v.File); len(p.Steps) == 0 && len(roles) > 0 {
		p.Others = i18n.T(ctx, "referral.others", "roles", h.Acts.Engine.RoleNames(ctx, roles))
	}
	p.Versions = h.versions(ctx, v)
	return p
}

// versions are the frozen packages with their digests, and what each changed of the one before: what the head decided
// on, what was sent and what a supplement made of it can be compared. The receiver's first is the one that was sent.
func (h *HTTP) versions(ctx context.Context, v *view) []ui.Fact {
	var out []ui.Fact
	var before *Frozen
	for i := range v.Packages {
		p := &v.Packages[i]
		if !v.shared(p.FrozenAt) {
			continue
		}
		label := i18n.T(ctx, "referral.version", "n", p.Version, "at", i18n.DateTime(p.FrozenAt))
		out = append(out, ui.Fact{Label: label, Value: p.Digest, Mono: true})
		if before != nil {
			out = append(out, ui.Fact{Label: i18n.T(ctx, "referral.version_change", "n", before.Version),
				Value: changed(ctx, referral.Compare(before.Content, p.Content))})
		}
		before = p
	}
	return out
}

func changed(ctx context.Context, d referral.Difference) string {
	var out []string
	if d.Facts {
		out = append(out, i18n.T(ctx, "referral.changed.facts"))
	}
	for _, no := range d.Items {
		out = append(out, i18n.T(ctx, "act.package."+strconv.Itoa(no)))
	}
	if len(out) == 0 {
		return i18n.T(ctx, "referral.changed.nothing")
	}
	return strings.Join(out, i18n.T(ctx, "act.list"))
}

func (h *HTTP) title(ctx context.Context, v *view) string {
	return i18n.T(ctx, "referral.title", "case", h.matter(ctx, v))
}

// matter names what is referred: the file by its title for who may open it, else the crime that is suspected.
func (h *HTTP) matter(ctx context.Context, v *view) string {
	if cs := v.File.Case(v.R.FromCaseID); v.File.Opens(cs.ID) {
		return procedure.Written(cs.Title)
	}
	return h.Book().EnumLabel("offence", v.R.Offence).In(ctx)
}

// own tells whether the reader is on the sending side.
func (v *view) own() bool { return v.Who.AgencyID == v.R.FromAgencyID }

// shared tells whether something of that time is the reader's business: how the sending agency came to refer is its
// own; the receiving organ sees what happened from the sending on.
func (v *view) shared(at time.Time) bool {
	return v.own() || v.R.SentAt != nil && !at.Before(*v.R.SentAt)
}

func (h *HTTP) identity(ctx context.Context, v *view, now time.Time) ui.Identity {
	r, from := v.R, v.File.Agencies[v.R.FromAgencyID]
	id := ui.Identity{Ref: r.Ref, Title: h.title(ctx, v), Lead: ui.AgencyMark{Kind: from.Kind, Name: i18n.Pick(ctx, from.NameZH, from.NameEN)},
		Tags: []ui.Tag{cases.StateTag(ctx, h.Book(), law.Referral, r.State)}, Text: procedure.Written(r.Facts)}
	cs := v.File.Case(r.FromCaseID)
	if v.File.Opens(cs.ID) {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.case"), Value: procedure.Written(cs.Title), Href: "/cases/" + cs.Ref})
	}
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.from"), Node: ui.Agency(id.Lead)})
	if to, ok := v.File.Agencies[r.ToAgencyID]; ok {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.to"),
			Node: ui.Agency(ui.AgencyMark{Kind: to.Kind, Name: i18n.Pick(ctx, to.NameZH, to.NameEN)})})
	}
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.offence"), Value: h.Book().EnumLabel("offence", r.Offence).In(ctx)})
	if cs.Quantity != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.stake"), Value: cases.Kilograms(cs.Quantity) + " · " + cases.Yuan(cs.Value)})
	}
	id.Clock = h.pressing(ctx, v, now)
	return id
}

// pressing is the next end of a period that the reader's own agency owes.
func (h *HTTP) pressing(ctx context.Context, v *view, now time.Time) *ui.Clock {
	var best *matter.Clock
	for i := range v.File.Clocks {
		k := &v.File.Clocks[i]
		if k.TargetKind == "referral" && k.TargetID == v.R.ID && k.Running() && !k.Minimum && k.OwnerAgencyID == v.Who.AgencyID && (best == nil ||
			k.DueAt.Before(best.DueAt)) {
			best = k
		}
	}
	if best == nil {
		return nil
	}
	c := h.Acts.Engine.Clock(ctx, *best, now)
	return &c
}

func live(state string) bool {
	return state != law.ClockMet && state != law.ClockLate && state != law.ClockLapsed
}

// items is the package with what is still missing and, for the team of a draft, where to mend it.
func (h *HTTP) items(ctx context.Context, v *view) []ui.PackageItem {
	out := packageItems(ctx, h.Book(), v.File, v.R)
	for i := range out {
		no := i + 1
		if v.own() && madeAfterApproval(h.Book(), v.File, v.R, no) {
			out[i].Reason = i18n.T(ctx, "referral.item.after_approval")
		}
		if h.Book().Is(law.Referral, v.R.State, law.Draft) && v.own() && h.inTeam(v) {
			out[i].Fix = &ui.Action{Label: i18n.T(ctx, "referral.item.change"), Href: "/referrals/" + v.R.Ref + "/package/" + strconv.Itoa(no)}
		}
	}
	return out
}

// madeAfterApproval: the head approved before this paper was there. The letter is made by the sending itself.
func madeAfterApproval(book *law.Edition, f *matter.File, r *matter.Referral, no int) bool {
	approved, d := f.LastOn(referral.Target(r.ID), "referral.approved"), referral.DocumentOf(f, r, referral.IssuedFor(book, no))
	return no > 1 && approved != nil && d != nil && d.ActID > approved.ID
}

func (h *HTTP) inTeam(v *view) bool {
	for _, id := range v.R.Team {
		if id == v.Who.UserID {
			return true
		}
	}
	return false
}

// waits are the steps of this referral that wait for a decision.
func (h *HTTP) waits(ctx context.Context, v *view) []ui.Step {
	return h.Acts.Engine.WaitingOn(ctx, v.Who, referral.Target(v.R.ID), v.File, v.Waiting, true)
}

// steps are what waits for a decision, then the acts that the reader may do now, on the page where each is done.
func (h *HTTP) steps(ctx context.Context, v *view) []ui.Step {
	out := h.waits(ctx, v)
	base := "/referrals/" + v.R.Ref
	for _, s := range h.Acts.Engine.Steps(v.Who, referral.Target(v.R.ID), v.File) {
		if !s.Built || !h.sideFits(v, s.Row) {
			continue
		}
		step := h.Acts.Engine.Link(ctx, v.Who, referral.Target(v.R.ID), v.File, s)
		switch s.Row.Event {
		case "referral.report_submitted":
			step.Href = base + "/check"
		case "referral.received":
			step.Href = base + "/receipt"
		}
		out = append(out, step)
	}
	return out
}

// primary is the one thing to do next: for the receiving side the choice between its lawful ways on.
func (h *HTTP) primary(ctx context.Context, v *view, steps []ui.Step) []ui.Action {
	for _, s := range steps {
		if s.State != "todo" {
			continue
		}
		a := s.Button()
		if !v.own() && !h.Book().Is(law.Referral, v.R.State, law.Unsigned) {
			a.Label, a.Href, a.Event = i18n.T(ctx, "referral.decide.title"), "/referrals/"+v.R.Ref+"/decide", ""
		}
		return []ui.Action{a}
	}
	return nil
}

// sideFits: a role may exist on both sides; an act belongs to the side whose role the row names.
func (h *HTTP) sideFits(v *view, row *law.Act) bool {
	roles := row.DeciderRoles
	if len(row.ProposerRoles) > 0 {
		roles = row.ProposerRoles
	}
	for _, r := range roles {
		if info := h.Book().Role(r); info != nil && v.Who.Has(r) {
			for _, kind := range info.AgencyKinds {
				if kind == v.Who.AgencyKind || kind == "*" || kind == "" {
					return true
				}
			}
			if len(info.AgencyKinds) == 0 {
				return true
			}
		}
	}
	return len(roles) == 0
}
