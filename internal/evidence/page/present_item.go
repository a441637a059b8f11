package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/cases"
	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

func (h *HTTP) itemPage(rd web.Reading, v *view) views.ItemPage {
	p, d := v.words, v.Item
	files := keptFiles(d.Content, v.Who.AgencyID)
	page := views.ItemPage{Frame: rd.Frame("P13", p.t("evidence.item.title", "ref", d.Ref)), Identity: p.identity(v, h), Facts: p.facts(v), Chain: p.chain(v),
		Clocks: p.clocks(v)}
	page.Files = p.files(v, files)
	page.Hash, page.HashDetail = p.hash(d.Files, d.Bad, v.Checks)
	if len(files) > 0 {
		page.Digest = bare(files[0].Digest)
	}
	if d.Bad > 0 {
		page.Notices = append(page.Notices, ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.item.mismatch")})
	}
	page.Notices = append(page.Notices, p.readings(files)...)
	if e := v.File.Item(v.Item.ID); e != nil && p.book.Is(law.Evidence, e.State, law.Stored) && e.Kind == evidence.Physical && !evidence.Titled(v.File, e) &&
		!evidence.Delivered(v.File, e) {
		g := h.Acts.Engine.Book().Guard("storage_has_title")
		page.Notices = append(page.Notices, ui.Notice{Tone: "warn", Text: g.Refusal.In(p.ctx)})
	}
	page.Notices = append(page.Notices, p.differences(d)...)
	if n := p.done(rd.Query.Get("done"), d); n != nil {
		page.Notices = append(page.Notices, *n)
	}
	if v.Waiting != "" {
		page.Notices = append(page.Notices, ui.Notice{Tone: "info", Text: p.t("evidence.item.in_transit", "to", p.organ(d.ToAgency)),
			Action: &ui.Action{Label: p.t("evidence.item.open_list"), Href: "/handovers/" + v.Waiting}})
	}
	page.Steps, page.Further, page.Others = p.steps(v, h)
	if s := primary(page.Steps, v); s != nil {
		page.Identity.Actions = []ui.Action{{Label: s.Label, Href: s.Href, Event: s.Event, Primary: true}}
	}
	if d.Files > 0 {
		action := "/evidence/" + d.Ref + "/verify"
		page.Verify = &ui.ActForm{Action: action, Key: rd.Key(action), Submit: p.t("evidence.item.verify")}
	}
	page.Finding = findingState(d.Finding)
	if v.mayNote() {
		action, next := "/evidence/"+d.Ref+"/finding", evidence.Verified
		if d.Finding == evidence.Verified {
			next = evidence.Unverified
		}
		page.Note = &ui.ActForm{Action: action, Key: rd.Key(action), Hidden: []ui.Pair{{Name: "finding", Value: next}},
			Submit: p.t("evidence.item.note." + next)}
	}
	if d.Finding == evidence.Excluded {
		page.Excluded = p.t("evidence.item.excluded", "reason", procedure.Written(d.ExclusionReason))
	}
	for _, s := range d.Samples {
		page.Samples.Rows = append(page.Samples.Rows, ui.Row{Ref: s.Ref,
			Cells: []templ.Component{sampleName(v, s), ui.StateTag(p.state(s.State)), ui.Text(cases.Kilograms(s.Gross)), ui.Mono(s.SealNo)}})
	}
	page.Samples.Caption, page.Samples.Columns = p.t("evidence.item.samples"),
		[]ui.Column{{Label: p.t("evidence.col.name"), Title: true}, {Label: p.t("evidence.col.state")},
			{Label: p.t("evidence.col.weight"), Num: true}, {Label: p.t("evidence.col.seal")}}
	return page
}

// sampleName names a sample, with the way to it for who may open it.
func sampleName(v *view, s evidence.Row) templ.Component {
	if !v.File.Offers(s.Ref) {
		return ui.Text(s.Name)
	}
	return ui.LinkTo("/evidence/"+s.Ref, s.Name)
}

// done says what the act before this page did; after a registration that is the server's own digest.
func (p words) done(event string, d *evidence.Detail) *ui.Notice {
	switch event {
	case "":
		return nil
	case "verified":
		if d.Bad > 0 {
			return nil
		}
		return &ui.Notice{Tone: "ok", Text: p.t("evidence.item.verified_now")}
	case "verifying":
		return &ui.Notice{Tone: "info", Text: p.t("evidence.item.verifying")}
	case "noted":
		return &ui.Notice{Tone: "ok", Text: p.t("evidence.item.noted")}
	}
	said := p.book.EventLabel(law.Evidence, event)
	if said.ZH == "" {
		return nil
	}
	text := p.t("evidence.item.done", "event", said.In(p.ctx))
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
	if d.Measure != evidence.MeasureNone {
		id.Tags = append(id.Tags, ui.Tag{Label: p.t("evidence.measure." + d.Measure), Tone: "warn"})
	}
	if ks := p.clocks(v); len(ks) > 0 && live(ks[0].State) {
		id.Clock = &ks[0]
	}
	if of := v.of(); of != nil {
		fact := ui.Fact{Label: p.t("evidence.fact.case"), Value: of.Ref, Mono: true}
		if v.File.Opens(of.ID) {
			fact = ui.Fact{Label: p.t("evidence.fact.case"), Value: procedure.Written(of.Title), Href: "/cases/" + of.Ref + "/evidence"}
		}
		id.Facts = append(id.Facts, fact)
	}
	id.Facts = append(id.Facts, []ui.Fact{{Label: p.t("evidence.fact.no"), Value: fmt.Sprintf("%03d", d.No)},
		{Label: p.t("evidence.fact.kind"), Value: p.enum("evidence_kind", d.Kind)},
		{Label: p.t("evidence.fact.holder"), Value: ui.Joined(main, sub)}}...)
	if q := p.quantity(d.Row); q != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.quantity"), Value: q})
	}
	if d.SealNo != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.seal"), Value: d.SealNo, Mono: true})
	}
	return id
}

// of is the file whose reference an item's page may say: one that the reader may open, else one of his own organ. Whoever
// holds, is sent or is shown an item learns of the other organ's file nothing, not even its reference.
func (v *view) of() *matter.Case {
	origin := v.File.Case(v.Item.CaseID)
	for _, c := range []*matter.Case{v.Case, origin} {
		if c != nil && v.File.Opens(c.ID) {
			return c
		}
	}
	for _, c := range []*matter.Case{v.Case, origin} {
		if c != nil && c.AgencyID == v.Who.AgencyID {
			return c
		}
	}
	return nil
}

func (p words) facts(v *view) []ui.Fact {
	d := v.Item
	out := []ui.Fact{{Label: p.t("evidence.fact.collected_at"), Node: ui.Moment(d.CollectedAt)}, {Label: p.t("evidence.fact.place"), Value: d.CollectedPlace},
		{Label: p.t("evidence.fact.method"), Value: p.enum("collection_method", d.Method)},
		{Label: p.t("evidence.fact.collectors"), Value: i18n.Name(p.ctx, d.Collector, d.CollectorEN) + p.t("evidence.and") + i18n.Name(p.ctx, d.CoCollector,
			d.CoCollectorEN)},
		{Label: p.t("evidence.fact.original"), Value: ui.Joined(p.enum("original_or_copy", d.OriginalOrCopy), d.OriginalAt)}}
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
		parent := ui.Fact{Label: p.t("evidence.fact.parent"), Value: d.ParentRef, Mono: true}
		if v.File.Offers(d.ParentRef) {
			parent.Href = "/evidence/" + d.ParentRef
		}
		out = append(out, parent)
	}
	if d.CustodyCaseRef != "" && d.CustodyCaseRef != d.CaseRef && v.May.Case {
		out = append(out, ui.Fact{Label: p.t("evidence.fact.custody_case"), Value: d.CustodyCaseRef, Mono: true})
	}
	return out
}

// files lists what can be opened, each with its digest. What other people declared stands beside ours and never counts.
func (p words) files(v *view, files []evidence.File) ui.Table {
	t := ui.Table{Caption: p.t("evidence.item.files"), Empty: ui.EmptyState{Text: p.t("evidence.item.no_files")},
		Columns: []ui.Column{{Label: p.t("evidence.col.file"), Title: true},
			{Label: p.t("evidence.col.size"), Num: true}, {Label: p.t("evidence.col.hash")}, {Label: p.t("evidence.col.sha256")}, {Label: p.t("evidence.col.uploaded")}}}
	for _, f := range files {
		href := ""
		if v.May.Content && !f.Bad {
			href = "/evidence/" + v.Item.Ref + "/files/" + f.Ref
		}
		name := views.File(href, names.Shown(f.Name), f.Media, p.danger(f))
		state, detail := f.HashState(), ""
		if state == "verified" {
			detail = i18n.DateTime(*f.VerifiedAt)
		}
		t.Rows = append(t.Rows, ui.Row{Ref: f.Ref, Bad: f.Bad, Cells: []templ.Component{name, ui.Text(sizeWords(f.Size)), ui.HashState(state, detail),
			views.Digests(bare(f.Digest), f.SM3, f.Declared), views.Step(i18n.Name(p.ctx, f.UploadedBy, f.UploadedByEN), f.UploadedAt)}})
	}
	return t
}

// readings says of files that are not where they are kept, and what that does not mean, and of those that were frozen when
// other bytes were found and when they were found to be right again.
func (p words) readings(files []evidence.File) (out []ui.Notice) {
	for _, f := range files {
		if !f.Bad && f.Missing {
			out = append(out, ui.Notice{Tone: "warn", Text: p.t("evidence.item.missing", "file", names.Shown(f.Name))})
		}
		if !f.Bad && f.AlteredAt != nil && f.VerifiedAt != nil {
			out = append(out, ui.Notice{Tone: "info", Text: p.t("evidence.item.thawed", "file", names.Shown(f.Name), "altered", i18n.DateTime(*f.AlteredAt), "verified",
				i18n.DateTime(*f.VerifiedAt))})
		}
	}
	return out
}

// danger says why a file is handed out as an attachment only: to everybody who sees the item, whether or not he may open it.
func (p words) danger(f evidence.File) (why []string) {
	if f.Flagged {
		why = append(why, p.t("evidence.file.flagged"))
	}
	switch said := evidence.Claimed(f.Name); {
	case !f.Disguised():
	case said == "":
		why = append(why, p.t("evidence.file.undeclared", "media", f.Media))
	case f.Unrecognised():
		why = append(why, p.t("evidence.file.unrecognised", "claimed", said))
	default:
		why = append(why, p.t("evidence.file.disguised", "claimed", said, "media", f.Media))
	}
	return why
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
