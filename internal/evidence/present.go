package evidence

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
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

// words is how this package's pages speak.
type words struct {
	ctx  context.Context
	book *law.Book
	acts *procedure.HTTP
	now  time.Time
	en   map[string]string // English names of organs; nil in Chinese
}

// words begins a page; what it has to look up goes into the page's batch with ask.
func (h *HTTP) words(c echo.Context) words {
	p := words{ctx: web.Context(c), book: h.Book, acts: h.Acts, now: web.Now(c)}
	if i18n.Lang(p.ctx) != i18n.ZH {
		p.en = map[string]string{}
	}
	return p
}

func (p words) ask(b *database.Pipe) {
	if p.en != nil {
		organNames(b, p.en)
	}
}

// organ says a holder in the reader's language as far as it names an organ; places stay as they were written.
func (p words) organ(holder string) string {
	first, rest, more := strings.Cut(holder, " · ")
	if en := p.en[first]; en != "" {
		first = en
	}
	if more {
		return first + " · " + rest
	}
	return first
}

func (p words) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }

func (p words) enum(list, code string) string {
	if code == "" {
		return ""
	}
	zh, en := p.book.EnumLabel(list, code)
	if zh == "" {
		return code
	}
	return i18n.Pick(p.ctx, zh, en)
}

func (p words) state(code string) ui.Tag { return cases.StateTag(p.ctx, p.book, law.Evidence, code) }

// bare is a digest without the name of its algorithm.
func bare(digest string) string { return strings.TrimPrefix(digest, "sha256:") }

// sizeWords writes bytes as people read them.
func sizeWords(n int64) string {
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= u.size {
			return strconv.FormatFloat(float64(n*10/u.size)/10, 'f', -1, 64) + " " + u.name
		}
	}
	return strconv.FormatInt(n, 10) + " B"
}

// hash says what the last reading of an item's bytes found.
func (p words) hash(files, bad int, c checks) (state, detail string) {
	switch {
	case files == 0:
		return "", ""
	case bad > 0:
		return "mismatch", ""
	case c.Unchecked > 0 || c.Oldest == nil:
		return "pending", ""
	}
	return "verified", i18n.DateTime(*c.Oldest)
}

// quantity is how much of it there is: what was counted, and what it weighs.
func (p words) quantity(r Row) string {
	var parts []string
	if r.Quantity != "" {
		parts = append(parts, ui.Thousands(trimZeros(r.Quantity))+" "+p.unit(r.Unit))
	}
	if r.GrossG != nil {
		parts = append(parts, p.t("evidence.gross", "kg", cases.Kilograms(r.GrossG)))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " · ")
}

// unit is the sign of a unit of mass, which is the same in both languages, else its word.
func (p words) unit(code string) string {
	if slices.Contains([]string{"kg", "g", "t"}, code) {
		return code
	}
	return p.enum("unit", code)
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// holder says who has it: the organ, then the person or the words where neither keeps it.
func (p words) holder(r Row) (main, sub string) {
	if r.HolderAt != "" {
		return r.HolderAt, p.organ(r.HolderAgency)
	}
	return p.organ(r.HolderAgency), joined(r.Holder, r.Place)
}

func joined(parts ...string) string {
	var said []string
	for _, s := range parts {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " · ")
}

func (p words) clock(r Row) *ui.Clock {
	if r.NextDue == nil {
		return nil
	}
	k := p.acts.Engine.Clock(p.ctx, procedure.Clock{Code: r.NextClock, State: "RUNNING", DueAt: *r.NextDue}, p.now)
	return &k
}

// row is an item in a list.
func (p words) row(r Row, c checks, tick bool) ui.Row {
	state, detail := p.hash(r.Files, r.Bad, c)
	main, sub := p.holder(r)
	last := templ.Component(ui.Text(""))
	if r.LastAt != nil {
		last = views.Step(p.enum("custody_action", r.LastAction), *r.LastAt)
	}
	cells := []templ.Component{views.Item("/evidence/"+r.Ref, r.Name, joined(p.enum("evidence_kind", r.Kind), p.quantity(r))), ui.Text(fmt.Sprintf("%03d", r.No)),
		ui.StateTag(p.state(r.State)), views.Bytes(state, detail, bare(r.Digest), r.Files), ui.Sub(main, sub), last, ui.ClockOrNone(p.clock(r)), ui.Finding(findingState(r.Finding))}
	if tick {
		box := templ.Component(templ.NopComponent)
		if offerable(r) {
			box = views.Tick(r.Ref, r.Name)
		}
		cells = append([]templ.Component{box}, cells...)
	}
	return ui.Row{Ref: r.Ref, Cells: cells, Bad: r.Bad > 0, Attrs: templ.Attributes{"data-evidence": r.Ref, "data-sha256": bare(r.Digest)}}
}

func (p words) columns(tick bool) []ui.Column {
	out := []ui.Column{{Label: p.t("evidence.col.name"), Title: true}, {Label: p.t("evidence.col.no"), NoWrap: true}, {Label: p.t("evidence.col.state")}, {Label: p.t("evidence.col.hash")},
		{Label: p.t("evidence.col.holder")}, {Label: p.t("evidence.col.step")}, {Label: p.t("evidence.col.clock"), Clock: true}, {Label: p.t("evidence.col.finding")}}
	if tick {
		out = append([]ui.Column{{Label: p.t("evidence.col.tick"), Unlisted: true}}, out...)
	}
	return out
}

// findingState is a finding in the words of the component.
func findingState(s string) string {
	if s == Unverified || s == "" {
		return "pending"
	}
	return s
}

func (h *HTTP) listPage(c echo.Context) (views.ListPage, error) {
	who := web.Actor(c)
	p, ref := h.words(c), cases.Normal(c.Param("ref"))
	var rows []kept
	id, head, err := h.Headers.Header(p.ctx, h.DB.Read(), who, ref, cases.TabEvidence, p.now, p.ask, func(b *database.Pipe) { h.queueList(b, who, ref, &rows) })
	if err != nil {
		return views.ListPage{}, err
	}
	base := "/cases/" + head.Ref
	page := views.ListPage{Frame: web.Frame(c, "P11", p.t("evidence.list.title", "ref", head.Ref)), Identity: id, Counts: p.counts(rows)}
	page.Frame.Marking = head.MarkingCode()
	bad := 0
	for _, r := range rows {
		bad += min(r.Bad, 1)
		page.Ticks = page.Ticks || offerable(r.Row) && who.Has(actor.EvidenceCustodian)
	}
	if bad > 0 {
		page.Alarm = &ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.list.mismatch", "n", bad)}
	}
	page.Table = ui.Table{Caption: p.t("evidence.list.caption"), Columns: p.columns(page.Ticks), Empty: ui.EmptyState{Text: p.t("evidence.list.empty")}}
	for _, r := range rows {
		page.Table.Rows = append(page.Table.Rows, p.row(r.Row, r.checks, page.Ticks))
	}
	page.Handover = base + "/handovers/new"
	if h.mayCollect(who, head) {
		add := ui.Action{Label: p.t("evidence.list.add"), Href: base + "/evidence/new", Event: "evidence.collected", Primary: true, Key: "new"}
		page.Identity.Actions = append(page.Identity.Actions, add)
		page.Table.Empty.Action = &ui.Action{Label: add.Label, Href: add.Href}
	}
	return page, nil
}

func (h *HTTP) mayCollect(who actor.Actor, head *cases.Head) bool {
	for _, row := range h.Book.Variants(law.Evidence, "evidence.collected", law.New) {
		if row.Variant == trackOf(head.Machine) {
			return head.MayAct && who.HasAny(row.DeciderRoles...)
		}
	}
	return false
}

// counts are how many items are in each state, in the order of the list.
func (p words) counts(rows []kept) []views.Count {
	var out []views.Count
	for _, r := range rows {
		i := slices.IndexFunc(out, func(c views.Count) bool { return c.State.Code == r.State })
		if i < 0 {
			out = append(out, views.Count{State: p.state(r.State)})
			i = len(out) - 1
		}
		out[i].N++
	}
	return out
}

// mainFields are what J1 asks for; the rest is there for those who need it.
func mainFields() []string {
	return []string{"name", "evidence_kind", "collected_at", "place", "collection_method", "co_collector"}
}

func (h *HTTP) newPage(c echo.Context, a *procedure.Asking, head *cases.Head, in url.Values, bad *errs.E) (views.NewPage, error) {
	p := h.words(c)
	form, row, err := h.Acts.Ask(c, a, in, bad)
	if err != nil {
		return views.NewPage{}, err
	}
	title := p.t("evidence.new.title")
	page := views.NewPage{Frame: web.Frame(c, "P12", title), Identity: h.Headers.Bar(p.ctx, head, cases.TabEvidence, p.now), Title: title, Rules: h.Acts.Engine.Rules(p.ctx, row)}
	page.Frame.Error, page.Frame.Marking = bad != nil, head.MarkingCode()
	form.Submit, form.Upload = p.t("evidence.new.submit"), true
	all := form.Fields
	form.Fields = nil
	for _, f := range all {
		p.mend(&f, a)
		switch {
		case f.Name == "hash_algorithm": // the server's own; nobody chooses it
		case f.Type == "file":
			page.Files = append(page.Files, f)
		case slices.Contains(mainFields(), f.Name):
			form.Fields = append(form.Fields, f)
		case f.Name == "quantity" || f.Name == "unit":
			page.Amount = append(page.Amount, f)
		default:
			page.More = append(page.More, f)
			page.Opened = page.Opened || f.Error != "" || in != nil && in.Get(f.Name) != "" && f.Name != "original_or_copy"
		}
	}
	if h.wrongKind(bad) {
		page.Opened = true
	}
	page.Form = form
	return page, nil
}

// wrongKind: a refusal about original or copy opens the part of the form where that stands.
func (h *HTTP) wrongKind(bad *errs.E) bool {
	return bad != nil && slices.ContainsFunc(bad.Guards, func(g errs.Guard) bool { return g.ID == "original_or_copy_stated" })
}

// mend fits a field of the table's form to this page: no choice that the act cannot take, limits said before choosing.
func (p words) mend(f *ui.Field, a *procedure.Asking) {
	drop := func(no func(string) bool) {
		f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(o ui.Option) bool { return no(o.Value) })
	}
	switch f.Name {
	case "evidence_kind":
		if a.Rows[0].Variant == "track=administrative" {
			drop(func(v string) bool { return slices.Contains(statementKinds, v) })
		}
	case "collection_method":
		if a.Rows[0].Variant == "track=administrative" {
			drop(func(v string) bool { return slices.Contains(criminalMethods, v) })
		}
	case "co_collector":
		drop(func(v string) bool { return v == a.Who.Username })
		if f.Value == "" && len(f.Options) > 0 { // the other handler of the case, where there is one
			for _, m := range a.File.Handlers(a.Parent.ID) {
				if m.UserID != a.Who.UserID && f.Error == "" {
					f.Value = m.Username
					break
				}
			}
		}
	case "collected_at":
		if f.Value == "" && f.Error == "" {
			f.Value = p.now.In(law.Zone()).Format("2006-01-02T15:04")
		}
	case "collector":
		if f.Value == "" {
			f.Value = a.Who.Username
		}
	case "files":
		f.Multiple, f.Optional, f.Limit = true, true, p.t("evidence.new.limit", "max", sizeWords(Largest))
		f.Hint = p.t("evidence.new.files_hint")
	case "photos":
		f.Multiple, f.Accept = true, "image/*"
	case "quantity", "unit":
		f.Optional, f.Hint = true, p.t("evidence.new.amount_hint")
	}
}

func (h *HTTP) itemPage(c echo.Context, v *view) views.ItemPage {
	p, d := v.words, v.Item
	files := keptFiles(d.Content, v.Who.AgencyID)
	page := views.ItemPage{Frame: web.Frame(c, "P13", p.t("evidence.item.title", "ref", d.Ref)), Identity: p.identity(v, h), Facts: p.facts(v), Chain: p.chain(v), Clocks: p.clocks(v)}
	page.Frame.Marking = strings.ToLower(v.Case.Marking.String())
	page.Files = p.files(v, files)
	page.Hash, page.HashDetail = p.hash(d.Files, d.Bad, v.Checks)
	if len(files) > 0 {
		page.Digest = bare(files[0].Digest)
	}
	if d.Bad > 0 {
		page.Notices = append(page.Notices, ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.item.mismatch")})
	}
	if e := v.File.Item(v.Item.ID); e != nil && e.State == "IN_STORAGE" && e.Kind == Physical && !titled(v.File, e) && !delivered(v.File, e) {
		g := h.Acts.Engine.Book().Guard("storage_has_title")
		page.Notices = append(page.Notices, ui.Notice{Tone: "warn", Text: i18n.Pick(p.ctx, g.SentenceZH, g.SentenceEN)})
	}
	page.Notices = append(page.Notices, p.differences(d)...)
	if n := p.done(c.QueryParam("done"), d); n != nil {
		page.Notices = append(page.Notices, *n)
	}
	if v.Waiting != "" {
		page.Notices = append(page.Notices, ui.Notice{Tone: "info", Text: p.t("evidence.item.in_transit", "to", p.organ(d.ToAgency)), Action: &ui.Action{Label: p.t("evidence.item.open_list"), Href: "/handovers/" + v.Waiting}})
	}
	page.Steps, page.Further, page.Others = p.steps(v, h)
	if s := primary(page.Steps, v); s != nil {
		page.Identity.Actions = []ui.Action{{Label: s.Label, Href: s.Href, Event: s.Event, Primary: true}}
	}
	if d.Files > 0 {
		action := "/evidence/" + d.Ref + "/verify"
		page.Verify = &ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Submit: p.t("evidence.item.verify")}
	}
	page.Finding = findingState(d.Finding)
	if v.mayNote() {
		action, next := "/evidence/"+d.Ref+"/finding", Verified
		if d.Finding == Verified {
			next = Unverified
		}
		page.Note = &ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Hidden: []ui.Pair{{Name: "finding", Value: next}}, Submit: p.t("evidence.item.note." + next)}
	}
	if d.Finding == Excluded {
		page.Excluded = p.t("evidence.item.excluded", "reason", d.ExclusionReason)
	}
	for _, s := range d.Samples {
		page.Samples.Rows = append(page.Samples.Rows, ui.Row{Ref: s.Ref, Cells: []templ.Component{ui.LinkTo("/evidence/"+s.Ref, s.Name), ui.StateTag(p.state(s.State)), ui.Text(cases.Kilograms(s.GrossG)), ui.Mono(s.SealNo)}})
	}
	page.Samples.Caption, page.Samples.Columns = p.t("evidence.item.samples"), []ui.Column{{Label: p.t("evidence.col.name"), Title: true}, {Label: p.t("evidence.col.state")},
		{Label: p.t("evidence.col.weight"), Num: true}, {Label: p.t("evidence.col.seal")}}
	return page
}

// done says what the act before this page did; after a registration that is the server's own digest.
func (p words) done(event string, d *Detail) *ui.Notice {
	switch event {
	case "":
		return nil
	case "verified":
		if d.Bad > 0 {
			return nil
		}
		return &ui.Notice{Tone: "ok", Text: p.t("evidence.item.verified_now")}
	case "noted":
		return &ui.Notice{Tone: "ok", Text: p.t("evidence.item.noted")}
	}
	zh, en := p.book.EventLabel(law.Evidence, event)
	if zh == "" {
		return nil
	}
	text := p.t("evidence.item.done", "event", i18n.Pick(p.ctx, zh, en))
	if event == "evidence.collected" {
		text = p.t("evidence.item.registered", "no", fmt.Sprintf("%03d", d.No), "files", d.Files)
	}
	return &ui.Notice{Tone: "ok", Text: text}
}

func (p words) identity(v *view, h *HTTP) ui.Identity {
	d, cs := v.Item, v.Case
	a := v.File.Agencies[cs.AgencyID]
	main, sub := p.holder(d.Row)
	id := ui.Identity{Ref: d.Ref, Title: d.Name, Lead: ui.AgencyMark{Kind: a.Kind, Name: i18n.Pick(p.ctx, a.NameZH, a.NameEN)}, Tags: []ui.Tag{p.state(d.State)}}
	if d.Measure != MeasureNone {
		id.Tags = append(id.Tags, ui.Tag{Label: p.t("evidence.measure." + d.Measure), Tone: "warn"})
	}
	if ks := p.clocks(v); len(ks) > 0 && live(ks[0].State) {
		id.Clock = &ks[0]
	}
	of := ui.Fact{Label: p.t("evidence.fact.case"), Value: cs.Ref, Mono: true}
	if v.May.Case {
		of = ui.Fact{Label: p.t("evidence.fact.case"), Value: cs.Title, Href: "/cases/" + cs.Ref + "/evidence"}
	}
	id.Facts = []ui.Fact{of, {Label: p.t("evidence.fact.no"), Value: fmt.Sprintf("%03d", d.No)}, {Label: p.t("evidence.fact.kind"), Value: p.enum("evidence_kind", d.Kind)},
		{Label: p.t("evidence.fact.holder"), Value: joined(main, sub)}}
	if q := p.quantity(d.Row); q != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.quantity"), Value: q})
	}
	if d.SealNo != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.seal"), Value: d.SealNo, Mono: true})
	}
	return id
}

func (p words) facts(v *view) []ui.Fact {
	d := v.Item
	out := []ui.Fact{{Label: p.t("evidence.fact.collected_at"), Node: ui.Moment(d.CollectedAt)}, {Label: p.t("evidence.fact.place"), Value: d.CollectedPlace},
		{Label: p.t("evidence.fact.method"), Value: p.enum("collection_method", d.Method)}, {Label: p.t("evidence.fact.collectors"), Value: d.Collector + p.t("evidence.and") + d.CoCollector},
		{Label: p.t("evidence.fact.original"), Value: joined(p.enum("original_or_copy", d.OriginalOrCopy), d.OriginalAt)}}
	if d.SourcePerson != "" {
		who := d.SourcePerson
		for _, x := range v.File.Parties {
			if x.Ref == who {
				who = x.Name
			}
		}
		out = append(out, ui.Fact{Label: p.t("evidence.fact.source"), Value: who})
	}
	if d.ParentRef != "" {
		out = append(out, ui.Fact{Label: p.t("evidence.fact.parent"), Value: d.ParentRef, Href: "/evidence/" + d.ParentRef, Mono: true})
	}
	if d.CustodyCaseRef != "" && d.CustodyCaseRef != d.CaseRef && v.May.Case {
		out = append(out, ui.Fact{Label: p.t("evidence.fact.custody_case"), Value: d.CustodyCaseRef, Mono: true})
	}
	return out
}

// files lists what can be opened, each with its digest. What other people declared stands beside ours and never counts.
func (p words) files(v *view, files []File) ui.Table {
	t := ui.Table{Caption: p.t("evidence.item.files"), Empty: ui.EmptyState{Text: p.t("evidence.item.no_files")}, Columns: []ui.Column{{Label: p.t("evidence.col.file"), Title: true},
		{Label: p.t("evidence.col.size"), Num: true}, {Label: p.t("evidence.col.hash")}, {Label: p.t("evidence.col.sha256")}, {Label: p.t("evidence.col.uploaded")}}}
	for _, f := range files {
		name := templ.Component(ui.Text(f.Name))
		if v.May.Content && !f.Bad {
			name = views.File("/evidence/"+v.Item.Ref+"/files/"+f.Ref, f.Name, f.Media, p.danger(f))
		}
		state, detail := "pending", ""
		switch {
		case f.Bad:
			state = "mismatch"
		case f.VerifiedAt != nil:
			state, detail = "verified", i18n.DateTime(*f.VerifiedAt)
		}
		t.Rows = append(t.Rows, ui.Row{Ref: f.Ref, Bad: f.Bad, Cells: []templ.Component{name, ui.Text(sizeWords(f.Size)), ui.HashState(state, detail), views.Digests(bare(f.Digest), f.SM3, f.Declared), views.Step(f.UploadedBy, f.UploadedAt)}})
	}
	return t
}

// danger says why a file is handed out as an attachment only.
func (p words) danger(f File) string {
	switch {
	case f.Flagged:
		return p.t("evidence.file.flagged")
	case f.MediaClaimed != "" && f.MediaClaimed != f.Media:
		return p.t("evidence.file.disguised", "claimed", f.MediaClaimed, "media", f.Media)
	}
	return ""
}

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
			x.Check = joined(x.Check, s.Note)
		}
		names := []string{s.Giver, s.Receiver}
		if s.Action == "collected" { // both collectors stand for the first entry (APL 42)
			names = []string{v.Item.Collector, v.Item.CoCollector}
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

// method is a code of the tables, or what was written.
func (p words) method(code string) string {
	for _, list := range []string{"collection_method", "measure", "disposal_kind"} {
		if zh, _ := p.book.EnumLabel(list, code); zh != code {
			return p.enum(list, code)
		}
	}
	if i18n.Has("evidence.chain.method." + code) {
		return p.t("evidence.chain.method." + code)
	}
	return code
}

// gap is what is wrong between two entries, in words, or "".
func (p words) gap(prev, next Step, before []Step) string {
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

func live(state string) bool {
	return state != law.ClockMet && state != law.ClockLate && state != law.ClockLapsed
}

// clocks are the periods of this item, those that still run first.
func (p words) clocks(v *view) []ui.Clock {
	var running, closed []ui.Clock
	for _, k := range v.File.Clocks {
		if k.TargetKind != "evidence" || k.TargetID != v.Item.ID {
			continue
		}
		if c := p.acts.Engine.Clock(p.ctx, k, p.now); live(c.State) {
			running = append(running, c)
		} else {
			closed = append(closed, c)
		}
	}
	slices.SortStableFunc(running, func(a, b ui.Clock) int { return strings.Compare(a.Due, b.Due) })
	return append(running, closed...)
}

// twin is the JSON of an item: what its page shows, no more.
func (h *HTTP) twin(v *view) map[string]any {
	d := v.Item
	out := map[string]any{"ref": d.Ref, "no": d.No, "name": d.Name, "kind": d.Kind, "state": d.State, "track": d.Track, "measure": d.Measure, "finding": d.Finding, "version": d.Version,
		"collected_at": d.CollectedAt, "place": d.CollectedPlace, "collection_method": d.Method, "collectors": []string{d.Collector, d.CoCollector}, "holder_agency": d.HolderAgency,
		"holder": joined(d.HolderAt, d.Holder, d.Place), "seal_no": d.SealNo, "quantity": d.Quantity, "unit": d.Unit, "net_g": d.NetG, "gross_g": d.GrossG,
		"original_or_copy": d.OriginalOrCopy, "original_location": d.OriginalAt, "parent": d.ParentRef, "case_ref": v.Case.Ref, "handover": v.Waiting}
	files := []map[string]any{}
	for _, f := range keptFiles(d.Content, v.Who.AgencyID) {
		state := "pending"
		switch {
		case f.Bad:
			state = "mismatch"
		case f.VerifiedAt != nil:
			state = "verified"
		}
		files = append(files, map[string]any{"ref": f.Ref, "name": f.Name, "size": f.Size, "media": f.Media, "sha256": bare(f.Digest), "sm3": strings.TrimPrefix(f.SM3, "sm3:"), "declared": f.Declared, "hash_state": state,
			"verified_at": f.VerifiedAt})
	}
	chain := []map[string]any{}
	for _, s := range d.Chain {
		chain = append(chain, map[string]any{"n": s.N, "action": s.Action, "from": s.From, "to": s.To, "place": s.Place, "method": s.Method, "giver": s.Giver, "receiver": s.Receiver,
			"seal_no": s.SealNo, "hash_state": s.HashState, "note": s.Note, "at": s.At})
	}
	clocks := []map[string]any{}
	for _, k := range v.File.Clocks {
		if k.TargetKind == "evidence" && k.TargetID == d.ID {
			clocks = append(clocks, map[string]any{"code": k.Code, "state": strings.ToLower(k.State), "start": k.StartedAt, "due": i18n.Machine(k.DueAt)})
		}
	}
	samples := []string{}
	for _, s := range d.Samples {
		samples = append(samples, s.Ref)
	}
	out["handover_differences"] = differences(d)
	out["files"], out["custody"], out["clocks"], out["samples"] = files, chain, clocks, samples
	return out
}

// differences are the handovers of an item with both measures, for scripts.
func differences(d *Detail) []map[string]any {
	out := []map[string]any{}
	for _, x := range d.Differences {
		out = append(out, map[string]any{"list": x.ListRef, "note": x.Note, "listed": measure(x.Listed), "counted": measure(x.Counted)})
	}
	return out
}

func measure(m Measured) map[string]any {
	return map[string]any{"quantity": m.Quantity, "gross_g": m.GrossG, "seal_no": m.SealNo}
}
