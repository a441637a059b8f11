package page

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/referral"
	"touchstone/internal/web"
	views "touchstone/views/referral"
	"touchstone/views/ui"
)

func (h *HTTP) receiptPage(rd web.Reading, v *view) (views.ReceiptPage, error) {
	ctx := rd.Ctx
	title := i18n.T(ctx, "referral.receipt.title")
	p := views.ReceiptPage{Frame: rd.Frame("P23", title), Identity: h.identity(ctx, v, rd.Now), Head: ui.Heading{Title: title}, Package: h.items(ctx, v),
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
	form, row, err := h.Acts.Ask(rd, a, nil, nil)
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
				t.Rows = append(t.Rows, ui.Row{Ref: e.Ref, Cells: []templ.Component{linked(v.File, e), ui.StateTag(cases.StateTag(ctx, h.Book(), law.Evidence, e.State)),
					ui.Text(strconv.Itoa(e.Files))}})
			}
		}
	}
	return t
}

func (h *HTTP) decidePage(rd web.Reading, v *view) views.DecidePage {
	ctx, now := rd.Ctx, rd.Now
	title := i18n.T(ctx, "referral.decide.title")
	p := views.DecidePage{Frame: rd.Frame("P24", title), Identity: h.identity(ctx, v, now), Head: ui.Heading{Title: title}, Clocks: h.clocks(ctx, v, now),
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
			label, href := row.Label.In(ctx), "/referrals/"+v.R.Ref+"/acts/"+row.Event
			if row.Variant != "" {
				label += i18n.T(ctx, "referral.decide.variant", "variant", row.VariantLabel.In(ctx))
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
func linked(f *matter.File, e *matter.Evidence) templ.Component {
	if !f.Offers(e.Ref) {
		return ui.Text(e.Name)
	}
	return ui.LinkTo("/evidence/"+e.Ref, e.Name)
}
