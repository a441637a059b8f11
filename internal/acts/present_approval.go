package acts

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// waiting finds the approval on which an event is decided.
func (a *Asking) waiting() (string, bool) {
	decides := func(p procedure.OpenProposal) bool {
		return p.Event == a.Event || slices.ContainsFunc(a.Rows, func(row *law.Act) bool {
			return row.ProposalAct != "" && (row.ProposalAct == p.Event || p.ByAct && row.ProposalAct == p.RowID)
		})
	}
	if i := slices.IndexFunc(a.open, decides); i >= 0 {
		return a.open[i].Ref, true
	}
	return "", false
}

// decisionView is a proposal with what it shows. Of one that is decided the file is not read: it shows what was stored
// with it then.
type decisionView struct {
	P       *procedure.Approval
	Seen    procedure.Seen
	File    *matter.File    // empty where nothing is to be decided or proposed anew
	Links   map[string]bool // the references that the reader may open now
	Options []*law.Act      // the way on first
	Who     actor.Actor
	Earlier []*procedure.Approval
	Named   []procedure.OfficeHolder // the people whose accounts stand in the proposal
	Now     time.Time
}

// targetRef is the reference of the object, as the list has it.
func (d *decisionView) targetRef() string { return d.Seen.Find("proposal").At(8) }

func (h *HTTP) approvalPage(rd web.Reading, d *decisionView, in url.Values, bad *errs.E) act.ApprovalPage {
	ctx, e, p := rd.Ctx, h.Engine, d.P
	title := i18n.T(ctx, "act.approval.title", "act", e.Sought(ctx, p.RowID))
	t := e.teller(ctx, d)
	page := act.ApprovalPage{Frame: rd.Frame("P20", title), Back: ui.Action{Label: i18n.T(ctx, "act.approval.inbox"), Href: "/inbox"},
		Identity: e.approvalIdentity(t, d, title), Flow: e.flow(t, d), Signed: e.signed(t, d), Duties: e.duties(ctx, d), First: p.Revision <= 1}
	page.Identity.Actions = []ui.Action{{Label: "← " + page.Back.Label, Href: page.Back.Href}} // no line of its own: the whole decision stands on one screen
	e.compare(t, d, &page)
	page.Package, page.PackageBy = t.packageItems(d), i18n.T(ctx, "act.package.basis")
	page.Papers, page.Rest = e.papers(t, d)
	page.Outcomes = e.outcomes(t, d, d.Options...)
	page.Record = t.record("effect:")
	if p.State != "OPEN" {
		page.Outcome = e.decidedNotice(ctx, d)
		if again := e.again(ctx, d); again != nil {
			page.Identity.Actions = append([]ui.Action{*again}, page.Identity.Actions...)
		}
		return page
	}
	h.decisionBox(rd, d, in, bad, &page)
	return page
}

// decisionBox is the form of the decision, or why the reader does not decide and who does.
func (h *HTTP) decisionBox(rd web.Reading, d *decisionView, in url.Values, bad *errs.E, page *act.ApprovalPage) {
	ctx, p := rd.Ctx, d.P
	if why, ok := h.Engine.whyNot(ctx, d); !ok {
		page.WhyNot, page.WhoCan = why, []string{h.Engine.RoleNames(ctx, procedure.RolesFrom(p.DeciderRoles))}
		if p.ProposerID == d.Who.UserID && p.OpeningActID == 0 {
			page.Withdraw = &ui.ActForm{Action: "/approvals/" + p.Ref + "/decide", Key: rd.Key("/approvals/" + p.Ref + "/decide"),
				Hidden: []ui.Pair{{Name: "decision", Value: "withdraw"}}, Submit: i18n.T(ctx, "act.approval.withdraw")}
		}
		return
	}
	f := h.decisionForm(rd, d, in, bad)
	page.Decision = &f
	page.Frame.Error = bad != nil
}

// decidedNotice says what became of a proposal, with the words of who sent it back or refused it.
func (e *Desk) decidedNotice(ctx context.Context, d *decisionView) *ui.Notice {
	p, tone := d.P, map[string]string{"DECIDED": "ok", "RETURNED": "warn", "REFUSED": "warn"}[d.P.State]
	if p.ReasonCode == procedure.Outdated {
		return &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "act.approval.decided.outdated", "at", when(p.DecidedAt)), Key: "outcome"}
	}
	if p.ReasonCode == procedure.OutdatedLaw {
		return &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "act.approval.decided.outdated_law", "at", when(p.DecidedAt)), Key: "outcome"}
	}
	text := i18n.T(ctx, "act.approval.decided."+strings.ToLower(p.State), "who", d.name(ctx, p.DecidedBy, p.DecidedName), "at", when(p.DecidedAt))
	if p.Opinion != "" && tone == "warn" {
		text = i18n.T(ctx, "act.approval.decided.why", "what", text, "opinion", procedure.Written(p.Opinion))
	}
	return &ui.Notice{Tone: tone, Text: text, Key: "outcome"}
}

// again is the way from a proposal that came back to proposing anew, for who proposed it, while the state admits it.
func (e *Desk) again(ctx context.Context, d *decisionView) *ui.Action {
	p := d.P
	if p.State != "RETURNED" || p.ProposerID != d.Who.UserID || p.OpeningActID != 0 || !d.Links[d.targetRef()] {
		return nil
	}
	for _, s := range e.Steps(d.Who, p.Target(), d.File) {
		if s.Built && s.Row.Event == p.Event {
			return &ui.Action{Label: i18n.T(ctx, "act.approval.again"), Href: entity.Of(p.Entity).Address(d.File.Ref(p.Target())) + "/acts/" + p.Event, Event: p.Event,
				Primary: true}
		}
	}
	return nil
}

// Sought names what the proposal of a row asks for: the question where several acts may answer it, else the one act that
// does, with the outcome where its event has some; "" for a row that the tables no longer have.
func (e *Desk) Sought(ctx context.Context, rowID string) string {
	row := e.Book().ActEver(rowID)
	if row == nil {
		return ""
	}
	if row.Question.ZH != "" {
		return row.Question.In(ctx)
	}
	if rows := procedure.DecidedBy(e.Book(), rowID); len(rows) > 0 {
		row = rows[0]
	}
	return e.actLabel(ctx, row)
}

// actLabel names an act with its outcome.
func (e *Desk) actLabel(ctx context.Context, row *law.Act) string {
	label := row.Label.In(ctx)
	if row.Variant == "" {
		return label
	}
	return i18n.T(ctx, "act.variant", "act", label, "variant", row.VariantLabel.In(ctx))
}

func when(t *time.Time) string {
	if t == nil {
		return ""
	}
	return i18n.DateTime(*t)
}

func revisionName(ctx context.Context, n int) string {
	return i18n.T(ctx, "act.approval.revision", "n", n)
}

// whyNot is the reason why the reader does not decide, in words; the engine would give the same answer.
func (e *Desk) whyNot(ctx context.Context, d *decisionView) (string, bool) {
	if d.P.ProposerID == d.Who.UserID {
		return i18n.T(ctx, "procedure.own_proposal"), false
	}
	if len(d.Options) == 0 {
		return i18n.T(ctx, "procedure.not_an_option"), false
	}
	var why string
	for _, row := range d.Options {
		_, err := e.Registry().PlayRole(d.Who, row.DeciderRoles, d.File, true)
		if err != nil {
			why = e.explain(ctx, err)
		} else if why = e.barred(ctx, d, row); why == "" {
			return "", true
		}
	}
	return why, false
}

// barred is the sentence of the guard by which a row is not the reader's to decide.
func (e *Desk) barred(ctx context.Context, d *decisionView, row *law.Act) string {
	if x, ok := errs.As(e.BarsPerson(procedure.Deciding(d.P, row, d.Who, d.File), d.File)); ok {
		return x.Guards[0].Sentence.In(ctx)
	}
	return ""
}

func (e *Desk) approvalIdentity(t *teller, d *decisionView, title string) ui.Identity {
	p := d.P
	id := ui.Identity{Ref: p.Ref, RefKey: "proposal", Title: title}
	if a := d.File.Case(p.CaseID); a != nil {
		id.Lead.Kind = d.File.Agencies[a.AgencyID].Kind
	}
	of := ui.Fact{Label: t.t("act.approval.case"), Parts: t.parts("case:title")}
	if ref := t.list.Value("case:ref"); d.Links[ref] && len(of.Parts) > 0 {
		of.Parts[0].Href = "/cases/" + ref
	}
	if len(of.Parts) > 0 {
		id.Facts = append(id.Facts, of)
	}
	if f, ok := t.fact("referral:destination"); ok && p.Entity == law.Referral {
		f.Label = t.t("act.approval.to")
		if ref := t.list.Value("referral:ref"); d.Links[ref] {
			f.Href = "/referrals/" + ref
		}
		id.Facts = append(id.Facts, f)
	}
	id.Facts = t.add(id.Facts, "act.approval.stake", "case:quantity_g", "case:value_fen")
	key := func(k *matter.Clock) string {
		return "clock:" + k.Code + ":" + d.File.RefOf(k.TargetKind, k.TargetID)
	}
	// another organ's periods are its own
	if k := procedure.NextClock(d.File, p.Target(), func(k *matter.Clock) bool { return t.list.Find(key(k)) != nil }); k != nil {
		clock := e.Clock(t.ctx, *k, d.Now)
		clock.Key = key(k)
		id.Clock, t.printed[clock.Key] = &clock, true
	}
	return id
}

// flow is the way of the matter: proposal, decision, what follows.
func (e *Desk) flow(t *teller, d *decisionView) []ui.FlowStep {
	p := d.P
	t.printed["proposal"], t.printed["deciders"] = true, true
	steps := []ui.FlowStep{{Label: t.t("act.flow.proposed"), Who: d.name(t.ctx, p.ProposerID, p.ProposerName), Text: i18n.DateTime(p.OpenedAt), State: "done",
		Key: "proposal"}}
	now := ui.FlowStep{Label: t.t("act.flow.decision"), Who: t.value("deciders"), State: "current", Key: "deciders"}
	if p.State != "OPEN" {
		now.State, now.Who = map[string]string{"DECIDED": "done", "RETURNED": "returned", "REFUSED": "refused", "WITHDRAWN": "returned"}[p.State],
			d.name(t.ctx, p.DecidedBy, p.DecidedName)
		now.Key = "outcome"
	}
	steps = append(steps, now)
	if len(d.Options) == 0 {
		return steps
	}
	for _, x := range t.list.Under("effect:" + d.Options[0].ID + ":") {
		if len(steps) < 4 && x.At(0) != "basis" {
			steps = append(steps, ui.FlowStep{Label: t.effect(x), State: "next", Key: x.Key})
		}
	}
	return steps
}

// duties says who did what and why the reader may or may not decide.
func (e *Desk) duties(ctx context.Context, d *decisionView) []ui.Duty {
	p := d.P
	own := p.ProposerID == d.Who.UserID
	out := []ui.Duty{{OK: !own, Text: i18n.T(ctx, pick(own, "act.duty.proposer_you", "act.duty.proposer_other"), "who",
		d.name(ctx, p.ProposerID, p.ProposerName))}}
	if p.State != "OPEN" {
		return out
	}
	for _, m := range d.File.Handlers(p.CaseID) {
		if m.UserID == d.Who.UserID {
			out = append(out, ui.Duty{OK: false, Text: i18n.T(ctx, "act.duty.handler_you")})
		}
	}
	why, ok := e.whyNot(ctx, d)
	if ok {
		why = i18n.T(ctx, pick(d.Who.Principal, "act.duty.principal", "act.duty.may"), "who", d.Who.Name)
	}
	return append(out, ui.Duty{OK: ok, Text: why})
}
