package procedure

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/web"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// waiting finds the approval on which an event is decided.
func (a *Asking) waiting() (string, bool) {
	decides := func(p openProposal) bool {
		return p.Event == a.Event || slices.ContainsFunc(a.Rows, func(row *law.Act) bool {
			return row.ProposalAct != "" && (row.ProposalAct == p.Event || p.ByAct && row.ProposalAct == p.RowID)
		})
	}
	if i := slices.IndexFunc(a.open, decides); i >= 0 {
		return a.open[i].Ref, true
	}
	return "", false
}

// decisionView is a proposal with the matter it is about.
type decisionView struct {
	P       *Approval
	File    *File
	Options []*law.Act // the way on first
	Who     actor.Actor
	Earlier []*Approval
	Named   []officeHolder // the people whose accounts stand in the proposal
	Now     time.Time
}

func (h *HTTP) decisionView(c echo.Context) (*decisionView, error) {
	ctx, who, now := web.Context(c), web.Actor(c), web.Now(c)
	var x *decided
	var people []officeHolder
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		x = h.Engine.queueDecision(b, who, c.Param("aid"), now)
		h.Engine.queueNamed(b, c.Param("aid"), &people)
	})
	if err != nil {
		return nil, err
	}
	f, _, err := h.Engine.Opened(ctx, h.DB.Read(), x.Opening)
	if err != nil {
		return nil, err
	}
	if len(x.found) == 0 {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	d := &decisionView{P: x.found[0], File: f, Who: who, Now: now, Earlier: x.earlier, Named: people}
	d.Options = h.Engine.onward(d.P, f)
	return d, nil
}

// Approval shows one proposal on one screen (P20).
func (h *HTTP) Approval(c echo.Context) error {
	d, err := h.decisionView(c)
	if err != nil {
		return err
	}
	if err := h.viewed(web.Context(c), d.Who, d.P.Target(), d.File); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, act.Approval(h.approvalPage(c, d, web.Kept(c), nil)))
}

// BackToApproval leads a reloaded signature page back to its proposal: the choice is made again.
func (h *HTTP) BackToApproval(c echo.Context) error {
	return web.See(c, "/approvals/"+url.PathEscape(c.Param("aid")))
}

func (h *HTTP) approvalPage(c echo.Context, d *decisionView, in url.Values, bad *errs.E) act.ApprovalPage {
	ctx, e, p := web.Context(c), h.Engine, d.P
	title := i18n.T(ctx, "act.approval.title", "act", e.Sought(ctx, p.RowID))
	page := act.ApprovalPage{Frame: frameOf(c, "P20", title), Back: ui.Action{Label: i18n.T(ctx, "act.approval.inbox"), Href: "/inbox"},
		Identity: e.approvalIdentity(ctx, d, title), Flow: e.flow(ctx, d), Signed: e.signed(ctx, d), Duties: e.duties(ctx, d), First: len(d.Earlier) == 0}
	page.Identity.Actions = []ui.Action{{Label: "← " + page.Back.Label, Href: page.Back.Href}} // no line of its own: the whole decision stands on one screen
	if len(d.Earlier) > 0 {
		last := d.Earlier[0]
		page.Before, page.After = revisionName(ctx, last.Revision), revisionName(ctx, p.Revision)
		page.Changes = e.changes(ctx, d, last)
		page.Earlier = last.Opinion
	}
	page.Package, page.PackageBy = e.packageItems(ctx, d), i18n.T(ctx, "act.package.basis")
	page.Papers, page.Rest = e.papers(ctx, d)
	if p.State == "OPEN" {
		page.Outcomes = e.outcomes(ctx, d, d.Options...)
	} else {
		page.Outcome = e.decidedNotice(ctx, d)
		if again := e.again(ctx, d); again != nil {
			page.Identity.Actions = append([]ui.Action{*again}, page.Identity.Actions...)
		}
		return page
	}
	if why, ok := e.whyNot(ctx, d); !ok {
		page.WhyNot, page.WhoCan = why, []string{e.RoleNames(ctx, rolesFrom(p.DeciderRoles))}
		if p.ProposerID == d.Who.UserID && p.OpeningActID == 0 {
			page.Withdraw = &ui.ActForm{Action: "/approvals/" + p.Ref + "/decide", Key: web.FormKeyFor(c, "/approvals/"+p.Ref+"/decide"), Hidden: []ui.Pair{{Name: "decision", Value: "withdraw"}}, Submit: i18n.T(ctx, "act.approval.withdraw")}
		}
		return page
	}
	f := h.decisionForm(c, d, in, bad)
	page.Decision = &f
	page.Frame.Error = bad != nil
	return page
}

// decidedNotice says what became of a proposal, with the words of who sent it back or refused it.
func (e *Engine) decidedNotice(ctx context.Context, d *decisionView) *ui.Notice {
	p, tone := d.P, map[string]string{"DECIDED": "ok", "RETURNED": "warn", "REFUSED": "warn"}[d.P.State]
	text := i18n.T(ctx, "act.approval.decided."+strings.ToLower(p.State), "who", d.name(ctx, p.DecidedBy, p.DecidedName), "at", when(p.DecidedAt))
	if p.Opinion != "" && tone == "warn" {
		text = i18n.T(ctx, "act.approval.decided.why", "what", text, "opinion", p.Opinion)
	}
	return &ui.Notice{Tone: tone, Text: text}
}

// again is the way from a proposal that came back to proposing anew, for who proposed it, while the state admits it.
func (e *Engine) again(ctx context.Context, d *decisionView) *ui.Action {
	p := d.P
	if p.State != "RETURNED" || p.ProposerID != d.Who.UserID || p.OpeningActID != 0 {
		return nil
	}
	for _, s := range e.Steps(d.Who, p.Target(), d.File) {
		if s.Built && s.Row.Event == p.Event {
			return &ui.Action{Label: i18n.T(ctx, "act.approval.again"), Href: PathOf(p.Entity, d.File.Ref(p.Target())) + "/acts/" + p.Event, Event: p.Event, Primary: true}
		}
	}
	return nil
}

// Sought names what the proposal of a row asks for: the question where several acts may answer it, else the one act that
// does, with the outcome where its event has some; "" for a row that the tables no longer have.
func (e *Engine) Sought(ctx context.Context, rowID string) string {
	row := e.book.Act(rowID)
	if row == nil {
		return ""
	}
	if row.QuestionZH != "" {
		return i18n.Pick(ctx, row.QuestionZH, row.QuestionEN)
	}
	if rows := decidedBy(e.book, rowID); len(rows) > 0 {
		row = rows[0]
	}
	return e.actLabel(ctx, row)
}

// actLabel names an act with its outcome.
func (e *Engine) actLabel(ctx context.Context, row *law.Act) string {
	label := i18n.Pick(ctx, row.LabelZH, row.LabelEN)
	if row.Variant == "" {
		return label
	}
	return i18n.T(ctx, "act.variant", "act", label, "variant", i18n.Pick(ctx, row.VariantLabelZH, row.VariantLabelEN))
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
func (e *Engine) whyNot(ctx context.Context, d *decisionView) (string, bool) {
	if d.P.ProposerID == d.Who.UserID {
		return i18n.T(ctx, "procedure.own_proposal"), false
	}
	if len(d.Options) == 0 {
		return i18n.T(ctx, "procedure.not_an_option"), false
	}
	var why string
	for _, row := range d.Options {
		_, err := e.reg.playRole(d.Who, row.DeciderRoles, d.File)
		if err == nil {
			return "", true
		}
		why = e.explain(ctx, err)
	}
	return why, false
}

func (e *Engine) approvalIdentity(ctx context.Context, d *decisionView, title string) ui.Identity {
	p, c := d.P, d.File.Case(d.P.CaseID)
	id := ui.Identity{Ref: p.Ref, Title: title}
	if c == nil {
		return id
	}
	id.Lead = ui.AgencyMark{Kind: d.File.Agencies[c.AgencyID].Kind, Name: i18n.Pick(ctx, d.File.Agencies[c.AgencyID].NameZH, d.File.Agencies[c.AgencyID].NameEN)}
	of := ui.Fact{Label: i18n.T(ctx, "act.approval.case"), Value: c.Title}
	if d.File.Opens(c.ID) {
		of.Href = "/cases/" + c.Ref
	}
	id.Facts = append(id.Facts, of)
	if r := d.File.Referral(p.TargetID); p.Entity == law.Referral && r != nil {
		zh, en := e.book.EnumLabel("destination", r.Destination)
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "act.approval.to"), Value: i18n.Pick(ctx, zh, en), Href: "/referrals/" + r.Ref})
	}
	if c.QuantityG != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "act.approval.stake"), Value: ui.Kg(kilos(*c.QuantityG)) + money(c.ValueFen)})
	}
	if k := nextClock(d.File, p.Target()); k != nil {
		clock := e.Clock(ctx, *k, d.Now)
		id.Clock = &clock
	}
	return id
}

// flow is the way of the matter: proposal, decision, what follows.
func (e *Engine) flow(ctx context.Context, d *decisionView) []ui.FlowStep {
	p := d.P
	steps := []ui.FlowStep{{Label: i18n.T(ctx, "act.flow.proposed"), Who: d.name(ctx, p.ProposerID, p.ProposerName), Text: i18n.DateTime(p.OpenedAt), State: "done"}}
	now := ui.FlowStep{Label: i18n.T(ctx, "act.flow.decision"), Who: e.RoleNames(ctx, rolesFrom(p.DeciderRoles)), State: "current"}
	if p.State != "OPEN" {
		now.State, now.Who = map[string]string{"DECIDED": "done", "RETURNED": "returned", "REFUSED": "refused", "WITHDRAWN": "returned"}[p.State], d.name(ctx, p.DecidedBy, p.DecidedName)
	}
	steps = append(steps, now)
	if len(d.Options) > 0 {
		for i, s := range e.Effects(ctx, d.Options[0]) {
			if i == 2 {
				break
			}
			steps = append(steps, ui.FlowStep{Label: s, State: "next"})
		}
	}
	return steps
}

// duties says who did what and why the reader may or may not decide.
func (e *Engine) duties(ctx context.Context, d *decisionView) []ui.Duty {
	p := d.P
	own := p.ProposerID == d.Who.UserID
	out := []ui.Duty{{OK: !own, Text: i18n.T(ctx, pick(own, "act.duty.proposer_you", "act.duty.proposer_other"), "who", d.name(ctx, p.ProposerID, p.ProposerName))}}
	for _, m := range d.File.Handlers(p.CaseID) {
		if m.UserID == d.Who.UserID {
			out = append(out, ui.Duty{OK: false, Text: i18n.T(ctx, "act.duty.handler_you")})
		}
	}
	if p.State != "OPEN" {
		return out
	}
	why, ok := e.whyNot(ctx, d)
	if ok {
		why = i18n.T(ctx, pick(d.Who.Principal, "act.duty.principal", "act.duty.may"), "who", d.Who.Name)
	}
	return append(out, ui.Duty{OK: ok, Text: why})
}

func pick(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}
