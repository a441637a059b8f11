package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

// csv is the same as the page, with the marking in its first line. It begins with a byte order mark, because office
// suites take a file without one for another encoding.
func (v *view) csv(ctx context.Context, demo bool) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	line := func(cells ...string) {
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	marking := i18n.T(ctx, "report.csv.marking")
	if demo {
		marking = i18n.T(ctx, "report.csv.demo")
	}
	line(marking)
	line(i18n.T(ctx, "report.title", "year", v.period.Year, "month", i18n.MonthName(ctx, v.period.Month)),
		i18n.T(ctx, "report.cutoff", "at", i18n.DateTime(v.now), "version", definitions))
	for _, f := range v.headline(ctx) {
		line(f.Label, v.or(f.Withheld && f.Why == "", f.Text+f.Why))
	}
	line()
	for i, key := range stages() {
		line(i18n.T(ctx, key), v.words(ctx, v.s.Pipeline[i]))
	}
	line()
	line(i18n.T(ctx, "report.col.mineral"), i18n.T(ctx, "report.col.open"), i18n.T(ctx, "report.col.referrals"), i18n.T(ctx, "report.col.filed"),
		i18n.T(ctx, "report.col.seized", "unit", "kg"))
	for _, m := range v.s.ByMineral {
		seized := v.mass(ctx, "", m.Seized, unitOf(m.Seized), m.Seizures)
		line(v.mineral(ctx, m.Mineral), v.words(ctx, m.Open), v.words(ctx, m.Referrals), v.words(ctx, m.Filed), massCell(seized))
	}
	line()
	line(i18n.T(ctx, "report.col.agency"), i18n.T(ctx, "report.col.ok"), i18n.T(ctx, "report.col.near"), i18n.T(ctx, "report.col.over"),
		i18n.T(ctx, "report.col.met"), i18n.T(ctx, "report.col.late"))
	for _, a := range v.s.ByAgency {
		line(i18n.Pick(ctx, a.ZH, a.EN), v.words(ctx, a.OK), v.words(ctx, a.Near), v.words(ctx, a.Over), v.words(ctx, a.Met), v.words(ctx, a.Late))
	}
	line()
	for _, n := range v.notes(ctx) {
		line(n)
	}
	w.Flush()
	return b.Bytes()
}

// massCell is a mass in kilograms, or why it is not there.
func massCell(f ui.Fig) string {
	if f.Withheld {
		return f.Text + f.Why
	}
	return f.Value
}

func (v *view) or(withheld bool, text string) string {
	if withheld {
		return v.withheld()
	}
	return text
}

// inert keeps an office suite from taking a cell for a formula. The wide forms of the signs count too: suites of this
// country take them for the narrow ones.
func inert(s string) string {
	if strings.IndexAny(s, "=+-@\t\r\n\x00＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}
