package page

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/admincase"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/internal/web"
	views "touchstone/views/referral"
	"touchstone/views/ui"
)

func (h *HTTP) detailPage(c echo.Context, v *view) views.Page {
	ctx, now := web.Context(c), web.Now(c)
	p := views.Page{Frame: web.Frame(c, "P18", h.title(ctx, v)), Identity: h.identity(ctx, v, now), Package: h.items(ctx, v), Facts: h.facts(ctx, v),
		Clocks: h.clocks(ctx, v, now), History: h.history(ctx, v)}
	if ev := c.QueryParam("done"); ev != "" {
		zh, en := h.Book.EventLabel(law.Referral, ev)
		p.Notice = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "referral.done", "event", i18n.Pick(ctx, zh, en))}
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
	zh, en := h.Book.EnumLabel("offence", v.R.Offence)
	return i18n.Pick(ctx, zh, en)
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
		Tags: []ui.Tag{cases.StateTag(ctx, h.Book, law.Referral, r.State)}, Text: procedure.Written(r.Facts)}
	cs := v.File.Case(r.FromCaseID)
	if v.File.Opens(cs.ID) {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.case"), Value: procedure.Written(cs.Title), Href: "/cases/" + cs.Ref})
	}
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.from"), Node: ui.Agency(id.Lead)})
	if to, ok := v.File.Agencies[r.ToAgencyID]; ok {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.to"),
			Node: ui.Agency(ui.AgencyMark{Kind: to.Kind, Name: i18n.Pick(ctx, to.NameZH, to.NameEN)})})
	}
	zh, en := h.Book.EnumLabel("offence", r.Offence)
	id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.offence"), Value: i18n.Pick(ctx, zh, en)})
	if cs.Quantity != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: i18n.T(ctx, "referral.fact.stake"), Value: cases.Kilograms(cs.Quantity) + " · " + cases.Yuan(cs.Value)})
	}
	id.Clock = h.pressing(ctx, v, now)
	return id
}

// pressing is the next end of a period that the reader's own agency owes.
func (h *HTTP) pressing(ctx context.Context, v *view, now time.Time) *ui.Clock {
	var best *procedure.Clock
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
	out := acts.PackageItems(ctx, h.Book, v.File, v.R)
	for i := range out {
		no := i + 1
		if v.own() && madeAfterApproval(v.File, v.R, no) {
			out[i].Reason = i18n.T(ctx, "referral.item.after_approval")
		}
		if v.R.State == "DRAFT" && v.own() && h.inTeam(v) {
			out[i].Fix = &ui.Action{Label: i18n.T(ctx, "referral.item.change"), Href: "/referrals/" + v.R.Ref + "/package/" + strconv.Itoa(no)}
		}
	}
	return out
}

// madeAfterApproval: the head approved before this paper was there. The letter is made by the sending itself.
func madeAfterApproval(f *procedure.File, r *procedure.Referral, no int) bool {
	approved, d := f.LastOn(referral.Target(r.ID), "referral.approved"), referral.DocumentOf(f, r, referral.IssuedFor(no))
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

func (h *HTTP) facts(ctx context.Context, v *view) []ui.Fact {
	r := v.R
	zh, en := h.Book.EnumLabel("offence", r.Offence)
	dzh, den := h.Book.EnumLabel("destination", r.Destination)
	out := []ui.Fact{{Label: i18n.T(ctx, "referral.fact.offence"), Value: i18n.Pick(ctx, zh, en)},
		{Label: i18n.T(ctx, "referral.fact.destination"), Value: i18n.Pick(ctx, dzh, den)},
		{Label: i18n.T(ctx, "referral.fact.facts"), Value: procedure.Written(r.Facts)}, {Label: i18n.T(ctx, "referral.fact.team"), Value: h.team(ctx, v)}}
	if p := v.File.LastOn(referral.Target(r.ID), "referral.opened"); p != nil && p.Input.Has("new_facts") {
		label := h.Book.Act(p.RowID).Form.Field("new_facts")
		out = append(out, ui.Fact{Label: i18n.Pick(ctx, label.LabelZH, label.LabelEN), Value: procedure.Written(p.Input.Str("new_facts"))})
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
		zh, en := h.Book.EventLabel(law.Referral, p.Event)
		a := v.File.Agencies[p.AgencyID]
		who := p.By(ctx)
		if p.AgencyID != v.Who.AgencyID {
			who = h.Acts.Engine.RoleNames(ctx, []actor.Role{p.ActorRole})
		}
		out = append(out, ui.Entry{What: i18n.Pick(ctx, zh, en), Who: who, At: p.At,
			Agency: &ui.AgencyMark{Kind: a.Kind, Name: i18n.Pick(ctx, a.NameZH, a.NameEN), Bare: true}})
	}
	return out
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
		if !v.own() && v.R.State != "SENT" {
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
		if info := h.Book.Role(r); info != nil && v.Who.Has(r) {
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

func (h *HTTP) newPage(c echo.Context, a *acts.Asking, head *cases.Head, in url.Values, bad *errs.E) (views.NewPage, error) {
	ctx := web.Context(c)
	form, row, err := h.Acts.Ask(c, a, in, bad)
	if err != nil {
		return views.NewPage{}, err
	}
	title := i18n.Pick(ctx, row.LabelZH, row.LabelEN)
	p := views.NewPage{Frame: web.Frame(c, "P18", title), Identity: h.Headers.Bar(ctx, head, cases.TabDecisions, web.Now(c)), Head: ui.Heading{Title: title},
		Form: form}
	p.Frame.Error = bad != nil
	for _, i := range admincase.Screen(a.File, a.File.Case(a.Parent.ID)) {
		p.Screen = append(p.Screen, ui.Fact{Label: i18n.T(ctx, "referral.indicator."+i.Code), Value: i18n.Pick(ctx, h.Book.Cite(i.Basis), h.Book.CiteEN(i.Basis))})
	}
	if len(p.Screen) == 0 {
		p.Screen = []ui.Fact{{Label: i18n.T(ctx, "referral.screen.none"), Value: i18n.Pick(ctx, h.Book.Cite("D310 3"), h.Book.CiteEN("D310 3"))}}
	}
	return p, nil
}

// itemInput is what the form of an item says, the way it is kept.
func (h *HTTP) itemInput(c echo.Context, no int, raw url.Values) referral.ItemInput {
	in, bad := h.Book.Form("referral_item").Clean(raw, web.Now(c))
	return referral.ItemInput{No: no, Document: in.Get("document"), Evidence: in["evidence"], Note: in.Get("note"), NotApplicable: in.Get("not_applicable"),
		Wrong: bad, Key: audit.Key(web.AuditKey(c))}
}

func (h *HTTP) itemPage(c echo.Context, v *view, no int, in url.Values, bad *errs.E) views.ItemPage {
	ctx := web.Context(c)
	title := i18n.T(ctx, "act.package."+strconv.Itoa(no))
	action := fmt.Sprintf("/referrals/%s/package/%d", v.R.Ref, no)
	p := views.ItemPage{Frame: web.Frame(c, "P18", title), Head: ui.Heading{Title: title, Sub: "D310 6",
		Back: &ui.Action{Label: v.R.Ref, Href: "/referrals/" + v.R.Ref}}}
	f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Submit: i18n.T(ctx, "referral.item.save"),
		Cancel: &ui.Action{Label: i18n.T(ctx, "act.form.cancel"), Href: "/referrals/" + v.R.Ref}}
	if bad != nil {
		f.Problems, f.Guards = acts.Problems(ctx, bad)
		p.Frame.Error = true
	}
	field := func(name string) ui.Field {
		x := acts.PageField(ctx, h.Book.Form("referral_item"), name)
		x.Value = in.Get(name)
		return x
	}
	doc, items := field("document"), field("evidence")
	doc.Type, items.Values, items.Multiple = "select", in["evidence"], true
	for i := len(v.File.Docs) - 1; i >= 0; i-- {
		if d := v.File.Docs[i]; d.CaseID == v.R.FromCaseID && v.File.Offers(d.Ref) {
			doc.Options = append(doc.Options, ui.Option{Value: d.Ref, Label: d.Name(ctx, h.Book) + " " + d.Number})
		}
	}
	for _, e := range v.File.ItemsOf(v.R.FromCaseID) {
		if e.Finding != "excluded" && v.File.Offers(e.Ref) {
			items.Options = append(items.Options, ui.Option{Value: e.Ref, Label: fmt.Sprintf("%03d %s", e.No, e.Name)})
		}
	}
	f.Fields = []ui.Field{doc, items, field("note")}
	if slices.Contains(referral.MayBeAbsent, no) {
		f.Fields = append(f.Fields, field("not_applicable"))
	}
	p.Form = f
	if referral.Chosen(v.R, no) != nil {
		p.Clear = &ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Hidden: []ui.Pair{{Name: "clear", Value: "yes"}},
			Submit: i18n.T(ctx, "referral.item.clear")}
	}
	return p
}

func (h *HTTP) checkPage(c echo.Context, v *view) (views.CheckPage, error) {
	ctx := web.Context(c)
	a, err := h.Acts.AskOn(v.Who, v.File, referral.Target(v.R.ID), "referral.report_submitted")
	if err != nil {
		return views.CheckPage{}, err
	}
	form, row, err := h.Acts.Ask(c, a, nil, nil)
	if err != nil {
		return views.CheckPage{}, err
	}
	title := i18n.T(ctx, "referral.check.title")
	p := views.CheckPage{Frame: web.Frame(c, "P19", title), Identity: h.identity(ctx, v, web.Now(c)), Head: ui.Heading{Title: title}, Facts: h.facts(ctx, v),
		Package: h.items(ctx, v), Form: form, Effects: h.Acts.Engine.Effects(ctx, row)}
	p.Checks = h.checks(ctx, v)
	return p, nil
}

// checks says in words what will be asked when the report is submitted.
func (h *HTTP) checks(ctx context.Context, v *view) []ui.Duty {
	bad := 0
	for _, e := range v.File.ItemsOf(v.R.FromCaseID) {
		bad += e.BadFiles
	}
	fined := referral.NoFineSubstituted(&procedure.Act{Target: referral.Target(v.R.ID)}, v.File).Failed
	return []ui.Duty{
		{OK: len(referral.Absent(v.File, v.R)) == 0, Text: i18n.T(ctx, "referral.check.package", "n", referral.Items-len(referral.Absent(v.File, v.R)))},
		{OK: bad == 0, Text: i18n.T(ctx, "referral.check.hashes", "n", bad)},
		{OK: len(v.R.Team) >= 2, Text: i18n.T(ctx, "referral.check.team", "who", h.team(ctx, v))},
		{OK: !fined, Text: i18n.T(ctx, "referral.check.fine")},
	}
}

func (h *HTTP) receiptPage(c echo.Context, v *view) (views.ReceiptPage, error) {
	ctx := web.Context(c)
	title := i18n.T(ctx, "referral.receipt.title")
	p := views.ReceiptPage{Frame: web.Frame(c, "P23", title), Identity: h.identity(ctx, v, web.Now(c)), Head: ui.Heading{Title: title}, Package: h.items(ctx, v),
		Files: h.fileTable(ctx, v)}
	a, err := h.Acts.AskOn(v.Who, v.File, referral.Target(v.R.ID), "referral.received")
	if errs.Is(err, errs.Conflict) {
		p.Notice = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "referral.receipt.signed"),
			Action: &ui.Action{Label: i18n.T(ctx, "referral.receipt.on"), Href: "/referrals/" + v.R.Ref + "/decide"}}
		return p, nil
	}
	if err != nil {
		return p, err
	}
	form, row, err := h.Acts.Ask(c, a, nil, nil)
	if err != nil {
		return p, err
	}
	form.Submit = i18n.T(ctx, "referral.receipt.submit")
	p.Form, p.Effects = &form, h.Acts.Engine.Effects(ctx, row)
	return p, nil
}

// fileTable lists the items that the package carries, with the digest each had when it was sent.
func (h *HTTP) fileTable(ctx context.Context, v *view) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "referral.files"), ShowCaption: true, Empty: ui.EmptyState{Text: i18n.T(ctx, "referral.files.none")}, Columns: []ui.Column{
		{Label: i18n.T(ctx, "referral.col.item"), Title: true}, {Label: i18n.T(ctx, "referral.col.state")}, {Label: i18n.T(ctx, "referral.col.files"), Num: true}}}
	for _, it := range v.R.Items {
		for _, id := range it.EvidenceIDs {
			if e := v.File.Item(id); e != nil {
				t.Rows = append(t.Rows, ui.Row{Ref: e.Ref, Cells: []templ.Component{linked(v.File, e), ui.StateTag(cases.StateTag(ctx, h.Book, law.Evidence, e.State)),
					ui.Text(strconv.Itoa(e.Files))}})
			}
		}
	}
	return t
}

func (h *HTTP) decidePage(c echo.Context, v *view) views.DecidePage {
	ctx, now := web.Context(c), web.Now(c)
	title := i18n.T(ctx, "referral.decide.title")
	p := views.DecidePage{Frame: web.Frame(c, "P24", title), Identity: h.identity(ctx, v, now), Head: ui.Heading{Title: title}, Clocks: h.clocks(ctx, v, now),
		Package: h.items(ctx, v)}
	p.Waits = h.waits(ctx, v)
	onward := false
	for _, s := range h.Acts.Engine.Steps(v.Who, referral.Target(v.R.ID), v.File) {
		if !s.Built || !h.sideFits(v, s.Row) {
			continue
		}
		onward = onward || s.Required
		if l := h.Acts.Engine.Link(ctx, v.Who, referral.Target(v.R.ID), v.File, s); l.Form() == "" { // it came back: what was said to it comes first
			p.Waits = append(p.Waits, l)
			continue
		}
		for _, row := range s.Variants {
			label, href := i18n.Pick(ctx, row.LabelZH, row.LabelEN), "/referrals/"+v.R.Ref+"/acts/"+row.Event
			if row.Variant != "" {
				label += i18n.T(ctx, "referral.decide.variant", "variant", i18n.Pick(ctx, row.VariantLabelZH, row.VariantLabelEN))
				href += "?variant=" + url.QueryEscape(row.Variant)
			}
			hint := ""
			if es := h.Acts.Engine.Effects(ctx, row); len(es) > 0 {
				hint = strings.Join(es, i18n.T(ctx, "act.list"))
			}
			p.Choices = append(p.Choices, views.Choice{Label: label, Hint: hint, Href: href, Event: row.Event})
		}
	}
	if roles := h.Acts.Engine.NextFor(referral.Target(v.R.ID), v.File); !onward && len(roles) > 0 {
		p.Waiting = &ui.Notice{Tone: "info", Text: i18n.T(ctx, "referral.others", "roles", h.Acts.Engine.RoleNames(ctx, roles))}
	}
	return p
}

// twin is the JSON of a referral: what its page shows, no more.
func (h *HTTP) twin(ctx context.Context, v *view) map[string]any {
	out := map[string]any{"ref": v.R.Ref, "state": v.R.State, "destination": v.R.Destination, "offence": v.R.Offence, "facts": v.R.Facts, "version": v.R.Version,
		"from_agency": v.File.Agencies[v.R.FromAgencyID].Code, "to_agency": v.File.Agencies[v.R.ToAgencyID].Code, "package_digest": v.R.PackageDigest,
		"reservation": v.R.Reservation,
		"marking":     v.File.Case(v.R.FromCaseID).Marking.String()}
	if v.File.Opens(v.R.FromCaseID) {
		out["case_ref"] = v.File.Case(v.R.FromCaseID).Ref
	}
	var clocks []map[string]any
	for _, k := range v.File.Clocks {
		if k.TargetKind == "referral" && k.TargetID == v.R.ID && v.shared(k.StartedAt) {
			clocks = append(clocks, map[string]any{"code": k.Code, "state": strings.ToLower(k.State), "start": k.StartedAt, "due": i18n.Machine(k.DueAt)})
		}
	}
	out["clocks"] = clocks
	var items []map[string]any
	for i, p := range h.items(ctx, v) {
		items = append(items, map[string]any{"no": i + 1, "state": p.State, "document": p.Document, "digest": p.Hash, "reason": p.Reason})
	}
	out["package"] = items
	return out
}

// linked names an item, with the way to it for who may open it.
func linked(f *procedure.File, e *procedure.Evidence) templ.Component {
	if !f.Offers(e.Ref) {
		return ui.Text(e.Name)
	}
	return ui.LinkTo("/evidence/"+e.Ref, e.Name)
}
