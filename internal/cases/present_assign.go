package cases

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// bulk is the bar under a list that has rows, for those who name handlers. It approves nothing, refers nothing and closes nothing.
func (h *HTTP) bulk(p presenter, f Filter, rows int) *ui.Bulk {
	if rows == 0 || !h.Access.Can(p.who, access.Case, access.Assign) {
		return nil
	}
	return &ui.Bulk{Action: assignPath, Get: true, Hidden: []ui.Pair{{Name: "back", Value: f.Query().Encode()}},
		Buttons: []ui.BulkButton{{Label: p.t("cases.bulk.assign")}}, Note: p.t("cases.bulk.note")}
}

// pickedTable shows each ticked case with what will be done to it, or what came of it.
func (p presenter) pickedTable(h *HTTP, picked *selection) ui.Table {
	t := ui.Table{Caption: p.t("cases.bulk.caption"), Columns: []ui.Column{{Label: p.t("cases.col.title"), Title: true}, {Label: p.t("cases.col.ref")},
		{Label: p.t("cases.col.stage")}, {Label: p.t("cases.bulk.col.owners")}, {Label: p.t("cases.bulk.col.what")}}}
	for i := range picked.list {
		x := &picked.list[i]
		if x.ID != 0 {
			actor.Opened(p.ctx, x.Marking)
		}
		row := ui.Row{Ref: x.Ref, Bad: x.Err != nil}
		switch {
		case x.ID == 0:
			row.Cells = []templ.Component{ui.Text(""), ui.Mono(x.Ref), ui.Text(""), ui.Text(""), p.pickedOutcome(h, x)}
		case !x.Open:
			row.Cells = []templ.Component{ui.Text(p.t("cases.bulk.closed")), ui.Mono(x.Ref), ui.Text(""), ui.Text(p.names(x.Owners)), p.pickedOutcome(h, x)}
		default:
			row.Cells = []templ.Component{ui.LinkTo("/cases/"+x.Ref, procedure.Written(x.Title)), ui.Mono(x.Ref),
				ui.StateTag(StateTag(p.ctx, p.book(), x.Machine, x.State)), ui.Text(p.names(x.Owners)), p.pickedOutcome(h, x)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p presenter) names(people []Person) string {
	var out []string
	for _, x := range people {
		out = append(out, i18n.Name(p.ctx, x.NameZH, x.NameEN))
	}
	return strings.Join(out, p.t("cases.list_separator"))
}

// pickedOutcome is the last column: what came of it, else what will be done, else why nothing can be.
func (p presenter) pickedOutcome(h *HTTP, x *pickedCase) templ.Component {
	switch {
	case x.Tried && x.Err == nil:
		return ui.StateTag(ui.Tag{Tone: "ok", Label: p.t("cases.bulk.done")})
	case x.Err != nil:
		return ui.Text(p.whyNot(x.Err))
	case x.ID == 0:
		return ui.Text(p.t("cases.bulk.absent"))
	case !x.May:
		return ui.Text(p.t("cases.bulk.not_this"))
	}
	if row := h.firstAssignment(x, p.who); row != nil {
		return ui.Text(p.book().EventLabel(x.Machine, row.Event).In(p.ctx))
	}
	return ui.Text(p.t("cases.access.assign"))
}

// whyNot is the sentence of a refusal, with what exactly is wrong.
func (p presenter) whyNot(err error) string {
	var e *errs.E
	switch ok := errors.As(err, &e); {
	case !ok:
		return p.t("errors.text.internal")
	case e.Kind == errs.NotFound:
		return p.t("cases.bulk.absent")
	case e.Kind != errs.InvalidInput:
		if i18n.Has(e.Key) {
			return p.t(e.Key, e.Args...)
		}
		return p.t("errors.text." + e.Kind.String())
	}
	problems, guards := acts.Problems(p.ctx, e)
	var out []string
	for _, x := range problems {
		out = append(out, x.Text)
	}
	for _, g := range guards {
		out = append(out, g.Sentence)
	}
	return strings.Join(out, " ")
}

// assignForm asks once for all cases that can be assigned; the page's own versions go back with their references.
func (p presenter) assignForm(picked *selection, in url.Values, key string, bad *errs.E) *ui.ActForm {
	f := &ui.ActForm{Action: assignPath, Key: key, Hidden: []ui.Pair{{Name: "back", Value: in.Get("back")}}}
	n := 0
	for _, x := range picked.list {
		if x.May {
			n++
			f.Hidden = append(f.Hidden, ui.Pair{Name: "ref", Value: x.Ref + "~" + strconv.Itoa(x.shown())})
		}
	}
	if bad != nil {
		f.Problems, f.Guards = acts.Problems(p.ctx, bad)
	}
	if n == 0 {
		return nil
	}
	chosen := in["handlers"]
	if n == 1 && bad == nil {
		chosen = picked.present()
	}
	f.Submit = p.t("cases.bulk.submit", "n", n)
	f.Fields = []ui.Field{p.handlersField(picked.offered(), chosen),
		p.field(p.book().Form("case_access"), "reason"), acts.CredentialField(p.ctx, "cases.access.credential_hint", nil)}
	f.Fields[1].Rows, f.Fields[1].Value = 2, in.Get("reason")
	return f
}

// handlersField asks who handles: who does so now stands first, so that the lead stays the lead, and is ticked. It says
// where there are not enough people to choose from.
func (p presenter) handlersField(offered []Person, chosen []string) ui.Field {
	slices.SortStableFunc(offered, func(a, b Person) int { return rank(chosen, a) - rank(chosen, b) })
	f := p.field(p.book().Form("case_access"), "handlers")
	f.Type, f.Values, f.Optional = "checkboxes", chosen, false
	if len(offered) < fewestHandlers {
		f.Hint = p.t("cases.access.handlers_too_few", "n", len(offered))
	}
	for _, x := range offered {
		f.Options = append(f.Options, p.colleague(x))
	}
	return f
}

// colleague is a person to choose.
func (p presenter) colleague(x Person) ui.Option {
	return ui.Option{Value: x.Username, Label: i18n.Name(p.ctx, x.NameZH, x.NameEN) + " · " + p.pick(x.AgencyZH, x.AgencyEN)}
}

// rank is where a person stands among the chosen; behind them all, who is not.
func rank(chosen []string, x Person) int {
	if i := slices.Index(chosen, x.Username); i >= 0 {
		return i
	}
	return len(chosen)
}

// shown is the version that goes back with the form: what the page showed first, also where it is shown once more.
func (x pickedCase) shown() int {
	if x.Seen > 0 {
		return x.Seen
	}
	return x.Version
}

// assignedNotice sums up, and leads to a new try where something was left.
func (p presenter) assignedNotice(done int, failed []string, back string) *ui.Notice {
	n := &ui.Notice{Tone: "ok", Text: p.t("cases.bulk.result", "n", done)}
	if len(failed) > 0 {
		n.Tone, n.Text = "warn", p.t("cases.bulk.result_some", "n", done, "failed", len(failed))
		if done > 0 {
			n.Action = &ui.Action{Label: p.t("cases.bulk.again"), Href: assignPath + "?" + url.Values{"ref": failed, "back": {back}}.Encode()}
		}
	}
	return n
}
