package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// cells writes a grid: each count, and x where it is withheld.
func (g *grid) String() string {
	var out []string
	for i, c := range g.Cells {
		out = append(out, map[bool]string{true: fmt.Sprint(c.Value), false: "x"}[g.shown(i)])
	}
	return strings.Join(out, " ")
}

func kg(n int64) quantity.Mg { return quantity.Milligrams(n * 1_000_000) }

// reading is one of a whole year's: two minerals, two agencies, and what the month's page says of each.
func reading() figures {
	return figures{
		Totals: totals{Least: 5, Open: 20, Referrals: 14, Filed: 9, Overdue: 13, Seizures: 15, OpenNow: 41, Seized: kg(30),
			Pipeline: [6]int64{40, 30, 25, 14, 12, 9}},
		Minerals: []mineralRow{{"Gallium", 12, 8, 9, kg(20), 8}, {"Germanium", 8, 6, 0, kg(10), 7}},
		Agencies: []agencyRow{{"a", "commerce", "甲", "A", 9, 8, 7, 23, 6}, {"b", "customs", "乙", "B", 6, 5, 6, 4, 0}},
		Months:   []monthRow{{0, 1, "", 40}, {1, 1, "", 30}, {2, 1, "", 25}, {3, 1, "Gallium", 8}, {3, 1, "Germanium", 6}, {4, 1, "", 12}, {5, 1, "Gallium", 9}},
	}
}

// TestSummarise_EveryCountHasItsCell: in the order of the totals, the pipeline, the minerals and the agencies; small ones and what
// gives them away are withheld, and counted.
func TestSummarise_EveryCountHasItsCell(t *testing.T) {
	for _, x := range []struct {
		what   string
		change func(*figures)
		want   string
	}{
		{"nothing is small", func(*figures) {}, "20 14 9 13 15 41 40 30 25 14 12 9 12 8 9 8 8 6 0 7 9 8 7 20 5 6 5 6 x 0"},
		{"an open case is few: another one goes", func(f *figures) { f.Minerals[1].Open, f.Totals.Open = 4, 16 },
			"16 14 9 13 15 41 40 30 25 14 12 9 x 8 9 8 x 6 0 7 9 8 7 20 5 6 5 6 x 0"},
		{"of today, as the month runs", func(f *figures) { f.Totals.OpenNow, f.Totals.Open, f.Minerals[0].Open = 41, 41, 33 },
			"41 14 9 13 15 40 30 25 14 12 9 33 8 9 8 8 6 0 7 9 8 7 20 5 6 5 6 x 0"},
		{"an agency's late cases: one more of each sum, and one that both would give away",
			func(f *figures) { f.Agencies[0].Over, f.Totals.Overdue, f.Totals.OpenNow = 3, 9, 37 },
			"20 14 9 9 15 37 40 30 25 14 12 9 12 8 9 8 8 6 0 7 9 8 x 20 5 x x x x 0"},
		{"a year of which a month was not shown", func(f *figures) {
			f.Months = append(f.Months, monthRow{4, 2, "", 3}, monthRow{3, 2, "Gallium", 1})
			f.Totals.Pipeline[3], f.Totals.Pipeline[4] = 15, 15
		}, "20 14 9 13 15 41 40 30 25 x x 9 12 8 9 8 8 6 0 7 9 8 7 20 5 6 5 6 x 0"},
	} {
		f := reading()
		x.change(&f)
		s := summarise(f, 2)
		if got := s.String(); got != x.want {
			t.Errorf("%s:\n%s, want\n%s", x.what, got, x.want)
		}
		if n := strings.Count(x.want, "x"); s.Withheld != n {
			t.Errorf("%s: %d withheld, want %d", x.what, s.Withheld, n)
		}
		for stage, i := range s.Pipeline {
			if s.Cells[i].Value != f.Totals.Pipeline[stage] || !s.other(i) || s.other(s.Open) {
				t.Errorf("%s: stage %d stands at %d", x.what, stage, i)
			}
		}
	}
}

// TestReleases_EachStageByItsOwnRule: months of a stage with figures of its own are shown each; of another one, when enough came.
func TestReleases_EachStageByItsOwnRule(t *testing.T) {
	rows := []monthRow{{3, 1, "a", 4}, {3, 2, "a", 4}, {5, 1, "a", 4}, {5, 2, "a", 4}, {0, 1, "", 4}, {0, 2, "", 4}, {1, 1, "", 9}, {1, 2, "", 4}, {4, 2, "", 5}}
	for month, want := range map[int][6]bool{1: {false, true, true, false, true, false}, 2: {true, false, true, false, true, false}} {
		if got := releases(rows, month, 5); got != want {
			t.Errorf("month %d: %v, want %v", month, got, want)
		}
	}
}

// TestSuppress_ByHand: what is withheld beside a small count, worked out with the rules of the comment.
func TestSuppress_ByHand(t *testing.T) {
	for _, x := range []struct {
		what   string
		values []int64
		sums   []sum
		want   string
	}{
		{"the least that is shown", []int64{5, 4}, nil, "5 x"},
		{"the smallest of the others", []int64{3, 9, 8, 20}, []sum{{3, []int{0, 1, 2}}}, "x 9 x 20"},
		{"the first of two that are alike", []int64{3, 8, 8, 19}, []sum{{3, []int{0, 1, 2}}}, "x x 8 19"},
		{"no other part: the total", []int64{4, 0, 4}, []sum{{2, []int{0, 1}}}, "x 0 x"},
		{"no other part of a large total", []int64{3, 0, 8}, []sum{{2, []int{0, 1}}}, "x 0 x"},
		{"two that leave room", []int64{3, 3, 9, 15}, []sum{{3, []int{0, 1, 2}}}, "x x 9 15"},
		{"two that leave none: both are four", []int64{4, 4, 9, 17}, []sum{{3, []int{0, 1, 2}}}, "x x x 17"},
		{"two that leave none: both are one", []int64{1, 1, 9, 11}, []sum{{3, []int{0, 1, 2}}}, "x x x 11"},
		{"two that leave none: one and two", []int64{1, 2, 9, 12}, []sum{{3, []int{0, 1, 2}}}, "x x x 12"},
		{"two and three leave four each", []int64{2, 3, 9, 14}, []sum{{3, []int{0, 1, 2}}}, "x x 9 14"},
		{"of which one is no small count", []int64{4, 5, 9, 18}, []sum{{3, []int{0, 1, 2}}}, "x x 9 18"},
		{"three and four leave two each", []int64{3, 4, 9, 16}, []sum{{3, []int{0, 1, 2}}}, "x x x 16"},
		{"a total that is small itself", []int64{2, 1, 3}, []sum{{2, []int{0, 1}}}, "x x x"},
		{"a total of nothing", []int64{0, 0, 0}, []sum{{2, []int{0, 1}}}, "0 0 0"},
		{"parts that are shown give away a total", []int64{6, 7, 13, 2, 15}, []sum{{2, []int{0, 1}}, {4, []int{2, 3}}}, "x 7 x x 15"},
		{"two sums that give one away together", []int64{3, 6, 7, 8, 9, 14}, []sum{{4, []int{0, 1}}, {5, []int{1, 3}}}, "x x 7 x 9 14"},
	} {
		g := &grid{Sums: x.sums}
		for _, v := range x.values {
			g.add(v)
		}
		g.suppress(5)
		if got := g.String(); got != x.want {
			t.Errorf("%s: %s, want %s", x.what, got, x.want)
		}
	}
}

// TestReduce_LeavesOneUnknownInARow: by elimination, with rows that must change places, be divided, and of which one says nothing.
func TestReduce_LeavesOneUnknownInARow(t *testing.T) {
	got := reduce([][]float64{{0, 2, 2}, {2, 2, 0}, {0, 0, 4}, {2, 4, 2}})
	if want := [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 0}}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v", got)
	}
	if i := single([][]float64{{1, -1, 0}, {0, 0, 0}, {0, -1, 0}}, []int{7, 8, 9}); i != 8 {
		t.Errorf("%d", i)
	}
	if i := single([][]float64{{1, -1}}, []int{7, 8}); i != -1 {
		t.Errorf("%d", i)
	}
	if len(reduce(nil)) != 0 {
		t.Error("nothing has rows")
	}
}

// TestRoutes_RareOnesAreOneLine: and where they are too few together, the rarest that is named joins them.
func TestRoutes_RareOnesAreOneLine(t *testing.T) {
	many := make([]routeRow, 12)
	for i := range many {
		many[i] = routeRow{fmt.Sprint("r", i), 9, kg(1)}
	}
	for _, x := range []struct {
		what string
		rows []routeRow
		want string
	}{
		{"none", nil, "[] false"},
		{"named", []routeRow{{"a", 7, kg(1)}, {"b", 6, kg(2)}}, "[a 7 1 b 6 2] false"},
		{"enough rare ones", []routeRow{{"a", 7, kg(1)}, {"", 5, kg(2)}}, "[a 7 1  5 2] false"},
		{"too few rare ones", []routeRow{{"a", 7, kg(1)}, {"b", 6, kg(2)}, {"", 1, kg(4)}}, "[a 7 1  7 6] false"},
		{"nothing but rare ones", []routeRow{{"", 4, kg(2)}}, "[] true"},
		{"more than are shown", many, "[" + strings.Repeat("r 9 1 ", 10) + " 18 2] false"},
	} {
		s := &summary{figures: figures{Totals: totals{Least: 5}, Routes: x.rows}}
		s.routes()
		var got []string
		for _, r := range s.Routes {
			got = append(got, fmt.Sprint(strings.TrimRight(r.Route, "0123456789"), " ", r.Cases, " ", r.Mass.Kg()))
		}
		if got := fmt.Sprint(got, s.RoutesHidden); got != x.want {
			t.Errorf("%s: %s, want %s", x.what, got, x.want)
		}
	}
}

// TestFolded_WhatTheListDoesNotKnowIsOne: a mineral is its code, whichever language names it.
func TestFolded_WhatTheListDoesNotKnowIsOne(t *testing.T) {
	code := codeOf(&law.Edition{Goods: []*law.Item{{ElementEN: "Gallium", ElementZH: "镓"}, {ElementEN: "Tin", ElementZH: "锡"}}})
	for in, want := range map[string]string{"Gallium": "Gallium", "镓": "Gallium", "锡": "Tin", "": "", "张三的货": "other"} {
		if got := code(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	got := folded([]mineralRow{{"x", 1, 2, 3, kg(4), 5}, {"镓", 1, 1, 1, kg(1), 1}, {"y", 10, 20, 30, kg(40), 50}}, code)
	sums := ""
	for _, r := range got {
		sums += fmt.Sprintln(r.Mineral, r.Open, r.Referrals, r.Filed, r.Seized.Kg(), r.Seizures)
	}
	if want := "other 11 22 33 44 55\nGallium 1 1 1 1 1\n"; sums != want {
		t.Errorf("%s", sums)
	}
	months := foldedMonths([]monthRow{{3, 1, "x", 2}, {3, 2, "x", 4}, {3, 1, "镓", 8}, {3, 1, "y", 16}, {5, 1, "y", 32}}, code)
	if want := []monthRow{{3, 1, "other", 18}, {3, 2, "other", 4}, {3, 1, "Gallium", 8}, {5, 1, "other", 32}}; !slices.Equal(months, want) {
		t.Errorf("%v", months)
	}
}

// TestPeriod_IsAMonthOfTheLegalZone: the month changes at midnight in Beijing; none before 2000 can be asked for.
func TestPeriod_IsAMonthOfTheLegalZone(t *testing.T) {
	if p := PeriodOf(time.Date(2026, 1, 31, 16, 0, 0, 0, time.UTC)); p.String() != "2026-02" {
		t.Errorf("%s", p)
	}
	for in, want := range map[string]bool{"2026-05": true, "2000-01": true, "1999-12": false, "2026-5": false, "2026-13": false, "": false} {
		if p, ok := ParsePeriod(in); ok != want || ok && p.String() != in {
			t.Errorf("%s: %v %v", in, p, ok)
		}
	}
	may := Period{2026, time.May}
	if may.Before(5).String() != "2025-12" || !may.After(may.Before(1)) || may.After(may) {
		t.Error("months are counted over the year")
	}
}

// TestCSV_IsThePage: every figure in its line, withheld ones as the page withholds them, and what is no figure as the page says it.
func TestCSV_IsThePage(t *testing.T) {
	ctx := i18n.With(context.Background(), "en")
	f := reading()
	f.Minerals[1].Seizures, f.Totals.Seizures, f.Totals.Overdue, f.Agencies[1].EN = 1, 9, 4, "=B"
	f.Totals.Pipeline[1], f.Months[1].N = 3, 3
	v := &view{period: Period{2026, time.February}, now: time.Date(2026, 2, 3, 4, 5, 0, 0, time.UTC), agency: "A",
		book: &law.Edition{Goods: []*law.Item{{ElementEN: "Gallium", ElementZH: "镓"}}}}
	say := func(key string, args ...any) string { return i18n.T(ctx, key, args...) }
	why := say("report.mass_not_shown") + say("report.mass_not_shown_why", "least", int64(5))
	for _, x := range []struct {
		demo             bool
		seizures         int64
		marking, seizure string
	}{{false, 9, "report.csv.marking", "30.0 kg"}, {true, 1, "report.csv.demo", why}} {
		f.Totals.Seizures = x.seizures
		v.s = summarise(f, 2)
		text, marked := strings.CutPrefix(string(v.csv(ctx, x.demo)), "\ufeff")
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil || !marked || strings.Count(text, "\n\n") != 4 {
			t.Fatalf("%v\n%s", err, text)
		}
		got := ""
		for _, row := range rows[2:19] {
			got += strings.Join(row[1:], "|") + "\n"
		}
		head := func(names ...string) (out string) {
			for _, n := range names {
				out += "|" + say("report.col."+n, "unit", "kg")
			}
			return out[1:]
		}
		want := "20\n14\n9\n<5\n" + x.seizure + "\n40\n" + say("report.not_shown") + "\n25\n14\n12\n9\n" + head("open", "referrals", "filed",
			"seized") + "\n12|8|9|" +
			map[bool]string{false: why, true: "20"}[x.demo] + "\n8|6|0|" + why + "\n" + head("ok", "near", "over", "met", "late") + "\n9|8|7|20|5\n6|<5|<5|<5|0\n"
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		names := []string{rows[0][0], rows[1][0], rows[1][1], rows[2][0], rows[7][0], rows[13][0], rows[14][0], rows[15][0], rows[16][0], rows[18][0],
			rows[len(rows)-1][0]}
		for i, want := range []string{say(x.marking), say("report.title", "year", 2026, "month", "February"),
			say("report.cutoff", "at", "2026-02-03 12:05", "version", definitions), say("report.fig.open"),
			say("report.stage.registered"), say("report.col.mineral"), "Gallium", say("report.mineral.other"), say("report.col.agency"), "'=B",
			say("report.def.own", "agency", "A")} {
			if names[i] != want {
				t.Errorf("name %d: %q, want %q", i, names[i], want)
			}
		}
		if len(rows) != 19+len(v.notes(ctx)) {
			t.Errorf("%d lines", len(rows))
		}
	}
}
