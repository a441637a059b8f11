package procedure

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
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
	Options []*law.Act
	Who     actor.Actor
	Earlier []*Approval
	Now     time.Time
}

func (h *HTTP) decisionView(c echo.Context) (*decisionView, error) {
	ctx, who, now := web.Context(c), web.Actor(c), web.Now(c)
	var x *decided
	if err := h.DB.Batch(ctx, func(b *database.Pipe) { x = h.Engine.queueDecision(b, who, c.Param("aid"), now) }); err != nil {
		return nil, err
	}
	f, _, err := h.Engine.Opened(ctx, h.DB.Read(), x.Opening)
	if err != nil {
		return nil, err
	}
	if len(x.found) == 0 {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	d := &decisionView{P: x.found[0], File: f, Who: who, Now: now, Earlier: x.earlier}
	d.Options = h.Engine.Options(d.P, f)
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
	return web.Render(c, http.StatusOK, act.Approval(h.approvalPage(c, d, nil, nil)))
}

// BackToApproval leads a reloaded signature page back to its proposal: the choice is made again.
func (h *HTTP) BackToApproval(c echo.Context) error {
	return web.See(c, "/approvals/"+url.PathEscape(c.Param("aid")))
}

func (h *HTTP) approvalPage(c echo.Context, d *decisionView, in url.Values, bad *errs.E) act.ApprovalPage {
	ctx, e, p := web.Context(c), h.Engine, d.P
	title := i18n.T(ctx, "act.approval.title", "act", e.subjectOf(ctx, d))
	page := act.ApprovalPage{Frame: frameOf(c, "P20", title), Back: ui.Action{Label: i18n.T(ctx, "act.approval.inbox"), Href: "/inbox"},
		Identity: e.approvalIdentity(ctx, d, title), Flow: e.flow(ctx, d), Proposed: e.proposedFacts(ctx, p, d.File), Duties: e.duties(ctx, d), First: len(d.Earlier) == 0}
	page.Identity.Actions = []ui.Action{{Label: "← " + page.Back.Label, Href: page.Back.Href}} // no line of its own: the whole decision stands on one screen
	if len(d.Earlier) > 0 {
		last := d.Earlier[0]
		page.Before, page.After = revisionName(ctx, last.Revision), revisionName(ctx, p.Revision)
		page.Changes = e.changes(ctx, last, p)
		page.Earlier = last.Opinion
	}
	page.Package, page.PackageBy = e.packageItems(ctx, d), i18n.T(ctx, "act.package.basis")
	page.Documents, page.Evidence = e.fileFacts(ctx, d)
	if p.State != "OPEN" {
		page.Outcome = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "act.approval.decided."+strings.ToLower(p.State), "who", p.DecidedName, "at", when(p.DecidedAt))}
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

// subjectOf names what is decided: the event itself or, where one event decides what another act proposed, that one. Of
// several outcomes none is named before it is chosen: the title is what was asked for.
func (e *Engine) subjectOf(ctx context.Context, d *decisionView) string {
	event := d.P.Event
	if d.P.OpeningActID != 0 {
		rows := decidedBy(e.book, d.P.RowID)
		if same := len(rows) > 0 && !slices.ContainsFunc(rows, func(r *law.Act) bool { return r.Event != rows[0].Event }); same {
			event = rows[0].Event
		}
	}
	zh, en := e.book.EventLabel(d.P.Entity, event)
	return i18n.Pick(ctx, zh, en)
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

func rolesFrom(ss []string) []actor.Role {
	out := make([]actor.Role, len(ss))
	for i, s := range ss {
		out[i] = actor.Role(s)
	}
	return out
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

func (e *Engine) explain(ctx context.Context, err error) string {
	x, ok := asE(e.named(ctx, err))
	if !ok {
		return ""
	}
	return i18n.T(ctx, x.Key, x.Args...)
}

// named says roles in a refusal by their names: whoever reads it knows no codes.
func (e *Engine) named(ctx context.Context, err error) error {
	x, ok := asE(err)
	if !ok || x.Key != "procedure.duty_clash" && x.Key != "procedure.role_missing" {
		return err
	}
	y := *x
	y.Args = slices.Clone(x.Args)
	for i := 1; i < len(y.Args); i += 2 {
		if s, ok := y.Args[i].(string); ok {
			y.Args[i] = e.RoleNames(ctx, rolesFrom(strings.Split(s, "|")))
		}
	}
	return &y
}

// decisionForm offers the deciding events of the tables; for a stored proposal also return and refusal.
func (h *HTTP) decisionForm(c echo.Context, d *decisionView, in url.Values, bad *errs.E) ui.ActForm {
	ctx, e, p := web.Context(c), h.Engine, d.P
	action := "/approvals/" + p.Ref + "/sign"
	f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Submit: i18n.T(ctx, "act.approval.continue"), Hidden: []ui.Pair{{Name: "digest", Value: e.DigestNow(p, d.File)}}}
	var fields []errs.Field
	if bad != nil {
		fields = bad.Fields
		f.Problems, f.Guards = Problems(ctx, bad)
	}
	choice := ui.Field{Name: "decision", Type: "radios", Quiet: true, Label: i18n.T(ctx, "act.approval.choose"), Value: in.Get("decision"), Error: fieldError(ctx, fields, "decision")}
	for _, row := range d.Options {
		choice.Options = append(choice.Options, ui.Option{Value: row.Event, Label: e.decisionLabel(ctx, p, row)}) // what each brings about stands in the flow and on the page that signs it
	}
	if p.OpeningActID == 0 {
		choice.Options = append(choice.Options, ui.Option{Value: "return", Label: i18n.T(ctx, "act.approval.return"), Hint: i18n.T(ctx, "act.approval.return_hint")},
			ui.Option{Value: "refuse", Label: i18n.T(ctx, "act.approval.refuse"), Hint: i18n.T(ctx, "act.approval.refuse_hint")})
	}
	f.Fields = append(f.Fields, choice)
	f.Fields = append(f.Fields, h.deciderFields(ctx, d, in, fields)...)
	f.Fields = append(f.Fields, ui.Field{Name: "read", Type: "check", Label: i18n.T(ctx, "act.approval.read"), Value: in.Get("read"), Error: fieldError(ctx, fields, "read")})
	f.Problems = labelled(ctx, f)
	return f
}

func (e *Engine) decisionLabel(ctx context.Context, p *Approval, row *law.Act) string {
	label := i18n.Pick(ctx, row.LabelZH, row.LabelEN)
	if p.OpeningActID == 0 {
		return i18n.T(ctx, "act.approval.approve", "act", label)
	}
	return label
}

// deciderFields are what the deciding rows ask for; for a stored proposal an opinion, with a reason code for return.
func (h *HTTP) deciderFields(ctx context.Context, d *decisionView, in url.Values, bad []errs.Field) []ui.Field {
	if in == nil {
		in = url.Values{}
	}
	if d.P.OpeningActID != 0 {
		return oneVoice(ctx, optional(unionFields(ctx, d.Options, in, law.Values{}, d.P.OpenedAt, Choices{}, bad)))
	}
	codes := ui.Field{Name: "reason_code", Type: "enum:return_code", Label: i18n.T(ctx, "act.approval.reason_code"), Value: in.Get("reason_code"), Optional: true, Error: fieldError(ctx, bad, "reason_code")}
	for _, v := range h.Engine.book.Enum("return_code") {
		codes.Options = append(codes.Options, ui.Option{Value: v.Code, Label: i18n.Pick(ctx, v.LabelZH, v.LabelEN)})
	}
	return []ui.Field{codes, {Name: "opinion", Type: "longtext", Rows: 2, Label: i18n.T(ctx, "act.approval.opinion"), Hint: i18n.T(ctx, "act.approval.opinion_hint"),
		Value: in.Get("opinion"), Optional: true, Error: fieldError(ctx, bad, "opinion")}}
}

// optional: which field a decision needs depends on which decision is chosen; the server says so afterwards.
func optional(fs []ui.Field) []ui.Field {
	for i := range fs {
		fs[i].Optional = true
		if fs[i].Rows == 0 {
			fs[i].Rows = 2
		}
	}
	return fs
}

// oneVoice: where some decisions ask for a reason and others for an opinion, the decider has one box; voice puts
// what was said where the chosen decision wants it.
func oneVoice(ctx context.Context, fs []ui.Field) []ui.Field {
	reason := slices.IndexFunc(fs, func(f ui.Field) bool { return f.Name == "reason" })
	opinion := slices.IndexFunc(fs, func(f ui.Field) bool { return f.Name == "opinion" })
	if reason < 0 || opinion < 0 {
		return fs
	}
	fs[reason].Label, fs[reason].Hint = i18n.T(ctx, "act.approval.opinion"), i18n.T(ctx, "act.approval.opinion_hint")
	if fs[reason].Value == "" {
		fs[reason].Value = fs[opinion].Value
	}
	return slices.Delete(fs, opinion, opinion+1)
}

// voice: an opinion counts as the reason and the other way round.
func voice(in url.Values) url.Values {
	for _, pair := range [][2]string{{"opinion", "reason"}, {"reason", "opinion"}} {
		if strings.TrimSpace(in.Get(pair[0])) == "" && in.Get(pair[1]) != "" {
			in.Set(pair[0], in.Get(pair[1]))
		}
	}
	return in
}

func (e *Engine) approvalIdentity(ctx context.Context, d *decisionView, title string) ui.Identity {
	p, c := d.P, d.File.Case(d.P.CaseID)
	id := ui.Identity{Ref: p.Ref, Title: title}
	if c == nil {
		return id
	}
	id.Lead = ui.AgencyMark{Kind: d.File.Agencies[c.AgencyID].Kind, Name: i18n.Pick(ctx, d.File.Agencies[c.AgencyID].NameZH, d.File.Agencies[c.AgencyID].NameEN)}
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "act.approval.case"), Value: c.Title, Href: "/cases/" + c.Ref})
	if r := d.File.Referral(p.TargetID); p.Entity == law.Referral && r != nil {
		zh, en := e.book.EnumLabel("destination", r.Destination)
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "act.approval.to"), Value: i18n.Pick(ctx, zh, en), Href: "/referrals/" + r.Ref})
		id.Text = r.Facts
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

func kilos(g int64) string { return strconv.FormatFloat(float64(g)/1000, 'f', 3, 64) }

func money(fen *int64) string {
	if fen == nil {
		return ""
	}
	return " · " + ui.Money(fmt.Sprintf("%d.%02d", *fen/100, *fen%100))
}

// flow is the way of the matter: proposal, decision, what follows.
func (e *Engine) flow(ctx context.Context, d *decisionView) []ui.FlowStep {
	p := d.P
	steps := []ui.FlowStep{{Label: i18n.T(ctx, "act.flow.proposed"), Who: p.ProposerName, Text: i18n.DateTime(p.OpenedAt), State: "done"}}
	now := ui.FlowStep{Label: i18n.T(ctx, "act.flow.decision"), Who: e.RoleNames(ctx, rolesFrom(p.DeciderRoles)), State: "current"}
	if p.State != "OPEN" {
		now.State, now.Who = map[string]string{"DECIDED": "done", "RETURNED": "returned", "REFUSED": "refused", "WITHDRAWN": "returned"}[p.State], p.DecidedName
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
	out := []ui.Duty{{OK: !own, Text: i18n.T(ctx, pick(own, "act.duty.proposer_you", "act.duty.proposer_other"), "who", p.ProposerName)}}
	for _, m := range d.File.Handlers(p.CaseID) {
		if m.UserID == d.Who.UserID {
			out = append(out, ui.Duty{OK: false, Text: i18n.T(ctx, "act.duty.handler_you")})
		}
	}
	if d.Who.Principal {
		out = append(out, ui.Duty{OK: true, Text: i18n.T(ctx, "act.duty.principal", "who", d.Who.Name)})
	}
	if p.State != "OPEN" {
		return out
	}
	why, ok := e.whyNot(ctx, d)
	if ok {
		why = i18n.T(ctx, "act.duty.may", "who", d.Who.Name)
	}
	return append(out, ui.Duty{OK: ok, Text: why})
}

func pick(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// proposedFacts prints the proposal by the labels of its form.
func (e *Engine) proposedFacts(ctx context.Context, p *Approval, f *File) []ui.Fact {
	out := FactsOf(ctx, formOf(e.book, p.RowID), p.Input)
	var names []string // of what a form names by reference
	for _, x := range f.Docs {
		names = append(names, x.Ref, strings.TrimSpace(x.Title+" "+x.Number))
	}
	for _, x := range f.Evidence {
		names = append(names, x.Ref, fmt.Sprintf("%03d %s", x.No, x.Name))
	}
	for _, x := range f.Members {
		for i := range out { // user names are whole words of a list
			out[i].Value = wholeWord(ctx, out[i].Value, x.Username, x.Name)
		}
	}
	r := strings.NewReplacer(names...)
	for i := range out {
		out[i].Value = r.Replace(out[i].Value)
	}
	if row := e.book.Act(p.RowID); row != nil {
		out = append(out, e.figures(ctx, row, p.Target(), p.Input, f)...)
	}
	return out
}

// wholeWord replaces one entry of a list.
func wholeWord(ctx context.Context, list, old, now string) string {
	sep := i18n.T(ctx, "act.list")
	parts := strings.Split(list, sep)
	for i := range parts {
		if parts[i] == old {
			parts[i] = now
		}
	}
	return strings.Join(parts, sep)
}

// FactsOf prints decoded values by the labels of their form.
func FactsOf(ctx context.Context, form *law.Form, v law.Values) []ui.Fact {
	if form == nil {
		return nil
	}
	var out []ui.Fact
	encoded := form.Encode(v)
	for _, x := range form.Fields {
		if vs := encoded[x.Name]; len(vs) > 0 && x.Type != "password" {
			out = append(out, ui.Fact{Label: i18n.Pick(ctx, x.LabelZH, x.LabelEN), Value: shownValue(ctx, x, vs)})
		}
	}
	return out
}

func shownValue(ctx context.Context, x *law.Field, vs []string) string {
	out := make([]string, len(vs))
	for i, s := range vs {
		out[i] = s
		for _, o := range x.Options {
			if o.Code == s {
				out[i] = i18n.Pick(ctx, o.LabelZH, o.LabelEN)
			}
		}
		switch {
		case x.Type == "yesno":
			out[i] = i18n.T(ctx, "act.value."+s)
		case x.Type == "datetime":
			out[i] = strings.Replace(local(x, s), "T", " ", 1)
		case x.Type == "money":
			out[i] = ui.Money(s)
		}
	}
	return strings.Join(out, i18n.T(ctx, "act.list"))
}

// changes compares two revisions of a proposal field by field, then its papers and items.
func (e *Engine) changes(ctx context.Context, old, now *Approval) []ui.Change {
	form := formOf(e.book, now.RowID)
	var out []ui.Change
	before, after := FactsOf(ctx, form, old.Input), FactsOf(ctx, form, now.Input)
	at := map[string]string{}
	for _, f := range before {
		at[f.Label] = f.Value
	}
	for _, f := range after {
		if at[f.Label] != f.Value {
			out = append(out, ui.Change{Label: f.Label, Old: at[f.Label], New: f.Value})
		}
		delete(at, f.Label)
	}
	for _, f := range before {
		if _, gone := at[f.Label]; gone {
			out = append(out, ui.Change{Label: f.Label, Old: f.Value})
		}
	}
	for _, part := range []string{"documents", "evidence"} {
		out = append(out, e.changedParts(ctx, part, old.Shown, now.Shown)...)
	}
	return out
}

func (e *Engine) changedParts(ctx context.Context, part string, old, now map[string]any) []ui.Change {
	a, _ := old[part].(map[string]any)
	b, _ := now[part].(map[string]any)
	var keys []string
	for k := range b {
		if a[k] != b[k] {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	var out []ui.Change
	for _, k := range keys {
		out = append(out, ui.Change{Label: i18n.T(ctx, "act.part."+part), Old: firstWords(a[k]), New: k + " " + firstWords(b[k])})
	}
	return out
}

func firstWords(v any) string {
	s, _ := v.(string)
	head, _, _ := strings.Cut(s, " sha256:")
	return head
}

// packageItems presents the five items of D310 art. 6 of a referral.
func (e *Engine) packageItems(ctx context.Context, d *decisionView) []ui.PackageItem {
	r := d.File.Referral(d.P.TargetID)
	if d.P.Entity != law.Referral || r == nil {
		return nil
	}
	return PackageItems(ctx, d.File, r)
}

// PackageItems presents the five items of D310 art. 6: what is there, in which version, with which digest. The
// transfer letter is made of the referral's own facts when it is sent.
func PackageItems(ctx context.Context, f *File, r *Referral) []ui.PackageItem {
	out := make([]ui.PackageItem, 5)
	for i := range out {
		out[i] = ui.PackageItem{Label: i18n.T(ctx, "act.package."+strconv.Itoa(i+1)), Basis: i18n.T(ctx, "act.package.basis"), State: "missing"}
		for _, d := range f.Docs {
			if d.Code == PackagePapers()[i] && d.TargetID == r.ID {
				show(&out[i], d)
			}
		}
	}
	if out[0].State == "missing" && r.Offence != "" && r.Facts != "" {
		out[0].State, out[0].Reason = "present", i18n.T(ctx, "act.package.letter")
	}
	for _, it := range r.Items {
		p := &out[it.No-1]
		switch {
		case it.NotApplicable != "":
			p.State, p.Reason = "not_applicable", it.NotApplicable
		case it.DocumentID != 0:
			for _, d := range f.Docs {
				if d.ID == it.DocumentID {
					show(p, d)
				}
			}
		case len(it.EvidenceIDs) > 0:
			p.State, p.Document = "present", i18n.T(ctx, "act.package.items", "n", len(it.EvidenceIDs))
		case it.Note != "":
			p.State, p.Reason = "present", it.Note
		}
	}
	return out
}

func show(p *ui.PackageItem, d Doc) {
	p.State, p.Document, p.Href, p.Hash = "present", d.Title+" "+d.Number, "/documents/"+d.Ref, d.Digest
}

// fileFacts lists the papers and items of the file, as links.
func (e *Engine) fileFacts(ctx context.Context, d *decisionView) (docs, items []ui.Fact) {
	for i := len(d.File.Docs) - 1; i >= 0 && len(docs) < 8; i-- {
		if x := d.File.Docs[i]; x.CaseID == d.P.CaseID {
			docs = append(docs, ui.Fact{Label: x.Title, Value: x.Number, Href: "/documents/" + x.Ref})
		}
	}
	for _, x := range d.File.ItemsOf(d.P.CaseID) {
		s := e.book.State(law.Evidence, x.State)
		items = append(items, ui.Fact{Label: fmt.Sprintf("%03d %s", x.No, x.Name), Value: i18n.Pick(ctx, s.LabelZH, s.LabelEN), Href: "/evidence/" + x.Ref})
	}
	return docs, items
}

// Sign checks the choice and shows what is about to be signed (P21). Nothing is written.
func (h *HTTP) Sign(c echo.Context) error {
	d, err := h.decisionView(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if d.P.State != "OPEN" {
		return errs.New(errs.Conflict, "procedure.already_decided")
	}
	in = voice(in)
	row, bad := h.checkDecision(c, d, in)
	if bad != nil {
		return web.Render(c, http.StatusUnprocessableEntity, act.Approval(h.approvalPage(c, d, in, bad)))
	}
	return web.Render(c, http.StatusOK, act.Sign(h.signPage(c, d, row, in, nil)))
}

// checkDecision refuses an empty or incomplete choice with words at its fields.
func (h *HTTP) checkDecision(c echo.Context, d *decisionView, in url.Values) (*law.Act, *errs.E) {
	var bad []errs.Field
	decision := in.Get("decision")
	var row *law.Act
	for _, o := range d.Options {
		if o.Event == decision {
			row = o
		}
	}
	turn := d.P.OpeningActID == 0 && (decision == "return" || decision == "refuse")
	back := decision == "return" || row != nil && row.Form != nil && row.Form.ID == "return_for_correction"
	if in.Get("read") != "yes" && !back { // who sends papers back for correction need not vouch for all of them
		bad = append(bad, errs.Field{Name: "read", Key: "act.approval.must_read"})
	}
	switch {
	case row == nil && !turn:
		bad = append(bad, errs.Field{Name: "decision", Key: "act.approval.must_choose"})
	case turn && len([]rune(strings.TrimSpace(in.Get("opinion")))) < 10:
		bad = append(bad, errs.Field{Name: "opinion", Key: "procedure.field.reason_short"})
	case row != nil && d.P.OpeningActID != 0:
		_, missing := h.Engine.Decode(row, in, &Asking{Target: d.P.Target(), File: d.File, Who: d.Who}, web.Now(c))
		bad = append(bad, missing...)
	}
	if len(bad) > 0 {
		return nil, errs.Invalid(bad...)
	}
	return row, nil
}

// signPage carries the decision and its text to the credential; row nil is a return or refusal.
func (h *HTTP) signPage(c echo.Context, d *decisionView, row *law.Act, in url.Values, bad *errs.E) act.SignPage {
	ctx, e, p := web.Context(c), h.Engine, d.P
	decision := in.Get("decision")
	action, label := "/approvals/"+p.Ref+"/decide", i18n.T(ctx, "act.approval."+decision)
	if row != nil {
		action = "/" + urlKind(p.Entity) + "/" + d.File.Ref(p.Target()) + "/acts/" + row.Event
		label = e.decisionLabel(ctx, p, row)
	}
	f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Version: strconv.Itoa(d.File.version(p.Target())), Submit: i18n.T(ctx, "act.sign.submit", "act", label),
		Cancel: &ui.Action{Label: i18n.T(ctx, "act.sign.back"), Href: "/approvals/" + p.Ref}}
	page := act.SignPage{Frame: frameOf(c, "P21", label), Head: ui.Heading{Title: i18n.T(ctx, "act.sign.title"), Sub: p.Ref}, Effect: label,
		Told: i18n.T(ctx, "act.sign.told", "who", p.ProposerName)}
	f.Hidden = carried(in, p.Ref)
	var fields []errs.Field
	if bad != nil {
		fields = bad.Fields
		f.Problems, f.Guards = Problems(ctx, bad)
		page.Frame.Error = true
	}
	if row != nil {
		f.Event, f.Variant = row.Event, row.Variant
		f.Hidden = append(f.Hidden, ui.Pair{Name: "variant", Value: row.Variant})
		page.Effects = e.Effects(ctx, row)
		if row.Binding {
			f.Fields = append(f.Fields, credentialField(ctx, fields))
		}
		if p.OpeningActID == 0 {
			page.Summary = e.proposedFacts(ctx, p, d.File)
		} else if row.Form != nil {
			v, _ := row.Form.Decode(in, nil, "", row.Variant)
			page.Summary = FactsOf(ctx, row.Form, v)
		}
	}
	if s := in.Get("opinion"); s != "" {
		page.Summary = append(page.Summary, ui.Fact{Label: i18n.T(ctx, "act.approval.opinion"), Value: s})
	}
	page.Form = f
	return page
}

// carried are the fields of the decision, hidden on the page that signs it.
func carried(in url.Values, ref string) []ui.Pair {
	out := []ui.Pair{{Name: "proposal", Value: ref}}
	var names []string
	for k := range in {
		if k != "key" && k != "version" && k != "credential" && k != "proposal" && k != "variant" {
			names = append(names, k)
		}
	}
	sort.Strings(names)
	for _, k := range names {
		for _, v := range in[k] {
			out = append(out, ui.Pair{Name: k, Value: v})
		}
	}
	return out
}

// signAgain shows the signature page once more: a wrong credential keeps the text.
func (h *HTTP) signAgain(c echo.Context, v *Asking, ref string, in url.Values, bad *errs.E) error {
	ctx, q := web.Context(c), h.DB.Read()
	p, err := h.Engine.visibleApproval(ctx, q, v.Who, ref)
	if err != nil {
		return err
	}
	d := &decisionView{P: p, File: v.File, Who: v.Who, Now: web.Now(c), Options: h.Engine.Options(p, v.File)}
	for _, row := range d.Options {
		if row.Event == v.Event {
			return web.Render(c, http.StatusUnprocessableEntity, act.Sign(h.signPage(c, d, row, in, bad)))
		}
	}
	return bad
}

// Turn returns, refuses or withdraws a stored proposal.
func (h *HTTP) Turn(c echo.Context) error {
	d, err := h.decisionView(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	decision := in.Get("decision")
	if !slices.Contains([]string{"return", "refuse", "withdraw"}, decision) {
		return errs.New(errs.BadRequest, "procedure.not_an_option")
	}
	r, err := h.Engine.Turn(web.Context(c), d.Who, Turn{Approval: d.P.ID, Decision: decision, ReasonCode: in.Get("reason_code"), Reason: strings.TrimSpace(in.Get("opinion")),
		Digest: in.Get("digest"), Key: audit.Key(web.AuditKey(c))})
	if err != nil {
		return err
	}
	return web.See(c, r.Location)
}
