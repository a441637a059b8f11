package me

import (
	"context"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

func form(ctx context.Context, p Settings) ui.ActForm {
	on := "no"
	if p.Shortcuts {
		on = "yes"
	}
	return ui.ActForm{
		Action: "/me", Key: p.Key, Problems: p.Problems,
		Fields: []ui.Field{
			{Name: "lang", Type: "radios", Label: i18n.T(ctx, "me.lang"), Value: p.Lang, Options: languages(ctx)},
			{Name: "theme", Type: "radios", Label: i18n.T(ctx, "me.theme"), Value: p.Theme, Options: []ui.Option{
				{Value: "auto", Label: i18n.T(ctx, "me.theme.auto")}, {Value: "light", Label: i18n.T(ctx, "me.theme.light")},
				{Value: "dark", Label: i18n.T(ctx, "me.theme.dark")},
			}},
			{Name: "density", Type: "radios", Label: i18n.T(ctx, "me.density"), Value: p.Density, Options: []ui.Option{
				{Value: "compact", Label: i18n.T(ctx, "me.density.compact")}, {Value: "comfortable", Label: i18n.T(ctx, "me.density.comfortable")},
			}},
			{Name: "shortcuts", Type: "radios", Label: i18n.T(ctx, "me.shortcuts"), Value: on, Options: []ui.Option{
				{Value: "yes", Label: i18n.T(ctx, "ui.form.yes")}, {Value: "no", Label: i18n.T(ctx, "ui.form.no")},
			}},
		},
	}
}

func languages(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, lang := range i18n.Languages(ctx) {
		out = append(out, ui.Option{Value: lang, Label: i18n.CalledHere(ctx, lang)})
	}
	return out
}

func sessions(ctx context.Context, p Settings) ui.Table {
	t := ui.Table{
		Caption: i18n.T(ctx, "me.sessions"),
		Columns: []ui.Column{
			{Label: i18n.T(ctx, "me.session.agent"), Title: true}, {Label: i18n.T(ctx, "me.session.address")},
			{Label: i18n.T(ctx, "me.session.opened")}, {Label: i18n.T(ctx, "me.session.seen")}, {Label: i18n.T(ctx, "me.session.ends")},
			{Label: i18n.T(ctx, "me.session.do")},
		},
	}
	for _, s := range p.Sessions {
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{
			ui.Text(s.Agent), ui.Mono(s.Address), ui.Moment(s.Opened), ui.Moment(s.Seen), ui.Moment(s.Ends), endButton(s),
		}})
	}
	return t
}
