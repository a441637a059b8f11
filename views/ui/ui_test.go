package ui

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
)

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(i18n.With(context.Background(), "en"), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// inOrder fails unless the parts stand in the text one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			t.Fatalf("%q is missing or out of order in\n%s", p, text)
		}
		rest = rest[i+len(p):]
	}
}

func TestForm_PutsTheKeyFirstAndFilesLast(t *testing.T) {
	t.Parallel()
	out := draw(t, Form(ActForm{Action: "/x", Event: "evidence.collected", Variant: "seizure", Key: "k1", Version: "7",
		Hidden: []Pair{{"proposal", "p"}}, Fields: []Field{{Name: "scan", Type: "file", Label: "Scan"},
			{Name: "place", Type: "place", Label: "Place", Value: `"><b>`}},
		Problems: []Problem{{"place", "Too short"}, {"nowhere", "Not shown"}}, Guards: []Guard{{ID: "two_officers_present", Sentence: "Two", Basis: "art. 42"}}}))
	inOrder(t, out, `data-guard="two_officers_present"`, `enctype="multipart/form-data"`, `data-act="evidence.collected"`, `data-variant="seizure"`,
		`name="key" value="k1"`, `name="version" value="7"`, `name="proposal"`, `data-error-for="place"`, `type="file"`, `<button`)
	if !strings.Contains(out, `data-error-for="nowhere"`) || !strings.Contains(out, `href="#f-place"`) {
		t.Error("the summary loses a problem")
	}
	if strings.Contains(out, `"><b>`) {
		t.Error("a value is not escaped")
	}
	if n := strings.Count(out, `data-error-for="place"`); n != 1 {
		t.Errorf("the field's error is marked %d times", n)
	}
}

func TestFormField_DrawsEveryType(t *testing.T) {
	t.Parallel()
	options := []Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}
	for kind, want := range map[string]string{
		"text": `type="text"`, "longtext": "<textarea", "reason": "<textarea", "datetime": `type="datetime-local"`, "date": `type="date"`,
		"money":   `inputmode="decimal"`,
		"integer": `inputmode="decimal"`, "yesno": `type="radio"`, "officers2": `type="checkbox"`, "evidence_items": `type="checkbox"`,
		"documents": `type="checkbox"`,
		"person":    "<datalist", "org": "<datalist", "legal_basis": "<datalist", "place": "<datalist", "officer": "<select", "file": `type="file"`,
		"password": `type="password"`,
		"enum:x":   `type="radio"`, "hidden": `type="hidden"`, "code": "one-time-code",
	} {
		out := draw(t, FormField(Field{Name: "n", Type: kind, Label: "Label", Options: options, Error: "Wrong", Values: []string{"b", "paper 7"}}))
		if !strings.Contains(out, want) || !strings.Contains(out, `name="n"`) {
			t.Errorf("%s: no %s in %s", kind, want, out)
		}
		if kind != "hidden" && (!strings.Contains(out, `id="f-n"`) || !strings.Contains(out, `data-error-for="n"`)) {
			t.Errorf("%s: not reachable from the summary: %s", kind, out)
		}
		if kind == "documents" && !strings.Contains(out, `value="paper 7"`) {
			t.Errorf("a paper outside the file is lost: %s", out)
		}
	}
}

func TestClockBadge_CarriesTheMarks(t *testing.T) {
	t.Parallel()
	out := draw(t, ClockBadge(Clock{Code: "REF-010", Name: "Decision", State: "near", Words: "2 days", Due: "2026-05-12T23:59:59+08:00", Basis: "art. 5"}))
	inOrder(t, out, `data-clock="REF-010"`, `data-due="2026-05-12T23:59:59+08:00"`, `data-state="near"`, "#tri", "2 days", "art. 5")
	if strings.Contains(out, "data-live") {
		t.Error("a day clock is counted down")
	}
}

func TestFigure_WithheldShowsNoValue(t *testing.T) {
	t.Parallel()
	for _, c := range []templ.Component{Figure(Fig{Code: "x", Value: "3", Text: "3 cases", Href: "/cell", Withheld: true}),
		FigureCell(Fig{Code: "x", Value: "3", Text: "3 cases", Href: "/cell", Withheld: true})} {
		out := draw(t, c)
		if !strings.Contains(out, "data-withheld") || strings.Contains(out, "data-value") || strings.Contains(out, "3 cases") || strings.Contains(out, "/cell") {
			t.Errorf("withheld figure leaks: %s", out)
		}
	}
}

func TestStackedBar_WithheldPartHasNoLength(t *testing.T) {
	t.Parallel()
	a := segments(Stack{Parts: []Part{{Tone: "over", Value: 1, Withheld: true}}}, 100)
	b := segments(Stack{Parts: []Part{{Tone: "over", Value: 4, Withheld: true}}}, 100)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("the length tells the value: %v %v", a, b)
	}
}

func TestClockWords(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 6, 19, 18, 0, 0, 0, i18n.Beijing())
	for _, c := range []struct {
		lang, state, unit string
		n                 int
		want              string
	}{
		{"zh", "ok", "day", 19, "剩 19 天"}, {"zh", "near", "workday", 2, "剩 2 个工作日"}, {"zh", "urgent", "day", 0, "今日到期"}, {"zh", "urgent", "hour", 100, "今日 18:00 到期"},
		{"zh", "ok", "hour", 312, "剩 5 小时 12 分"}, {"zh", "over", "day", 1, "超期 1 天"}, {"zh", "held", "day", 1, "已无扣押依据"}, {"zh", "met", "day", 0, "06-19 办结"},
		{"zh", "earliest", "day", 0, "最早 2025-06-19"}, {"zh", "paused", "day", 0, "中止计时"}, {"zh", "lapsed", "day", 0, "已失权"},
		{"en", "ok", "day", 1, "1 day"}, {"en", "near", "workday", 2, "2 working days"}, {"en", "ok", "hour", 40, "40 min left"},
		{"en", "over", "hour", 130, "Overdue 2 h"},
	} {
		if got := ClockWords(i18n.With(context.Background(), c.lang), c.state, c.unit, c.n, at); got != c.want {
			t.Errorf("%v: got %q", c, got)
		}
	}
}

func TestFormat(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Money("2976000"): "CNY 2,976,000.00", Money("0.5"): "CNY 0.50", Money(""): "—", Kg("1240"): "1,240.0 kg", Qty("12.340", 1): "12.34",
		Thousands("-1234567.8"): "-1,234,567.8",
		Thousands("abc"):        "abc", Thousands("999"): "999", Money("12.345"): "CNY 12.345", ShortHash(strings.Repeat("ab", 32)): "abababab…abababab",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNetwork_IsDrawnTheSameEveryTime(t *testing.T) {
	t.Parallel()
	var g Graph
	for i := range 40 {
		g.Nodes = append(g.Nodes, Node{ID: strconv.Itoa(i), Label: "Party " + strconv.Itoa(i), Kind: "organisation", Focus: i == 3})
		if i > 0 {
			g.Edges = append(g.Edges, Edge{From: strconv.Itoa(i), To: strconv.Itoa(i / 3), Label: "pays"})
		}
	}
	first := draw(t, Network(g))
	if first != draw(t, Network(g)) || strings.Contains(first, "NaN") || strings.Contains(first, "style=") {
		t.Error("the drawing changes, breaks or carries a style")
	}
	g.Nodes = append(g.Nodes, Node{ID: "one too many"})
	if out := draw(t, Network(g)); strings.Contains(out, "<svg") {
		t.Error("too big a graph is drawn")
	}
	if out := draw(t, Network(Graph{Nodes: []Node{{ID: "a", Label: "Alone"}}})); strings.Contains(out, "NaN") {
		t.Error("a single node breaks the drawing")
	}
}

// The words of the links cover neither a node, nor a name, nor each other, at the narrowest width of the drawing.
func TestNetwork_WordsCoverNothing(t *testing.T) {
	t.Parallel()
	graphs := map[string]Graph{
		"a case": {Nodes: []Node{{ID: "a", Label: "示例苍岭钨制品有限公司（虚构）", Kind: "organisation", Focus: true}, {ID: "b", Label: "示例远航货运代理有限公司（虚构）", Kind: "organisation"},
			{ID: "c", Label: "Example Trading FZE (fictional)", Kind: "organisation"}, {ID: "d", Label: "韩某某（虚构）", Kind: "person"}},
			Edges: []Edge{{From: "d", To: "a", Label: "controls"}, {From: "b", To: "a", Label: "ships or declares for"},
				{From: "a", To: "c", Label: "supplies", Suspected: true}}},
		"both ways": {Nodes: []Node{{ID: "a", Label: "Sample Jia"}, {ID: "b", Label: "Sample Yi"}},
			Edges: []Edge{{From: "a", To: "b", Label: "pays"}, {From: "b", To: "a", Label: "supplies"}, {From: "a", To: "b", Label: "same address"}}},
	}
	for name, g := range graphs {
		ctx := i18n.With(context.Background(), "en")
		at, _ := layoutGraph(g.Nodes, g.Edges)
		taken := covered(ctx, g.Nodes, at)
		for _, e := range g.Edges {
			half := units(e.Label) * wordUnit / 2
			_, place := wordPlace(at[indexOf(g.Nodes, e.From)], at[indexOf(g.Nodes, e.To)], half, graphWidth(len(g.Nodes)), taken)
			for _, x := range taken {
				if place.over(x) > 0 {
					t.Errorf("%s: %q covers %v of something", name, e.Label, place.over(x))
				}
			}
			taken = append(taken, place)
		}
	}
}

func TestForm_ScopedFieldsHaveTheirOwnIDs(t *testing.T) {
	t.Parallel()
	out := draw(t, Form(ActForm{Scope: "revoke", Plain: true, Fields: []Field{{Name: "reason", Type: "reason", Label: "Reason", Hint: "Say why"}},
		Problems: []Problem{{Name: "reason", Text: "too short"}}}))
	for _, want := range []string{`id="f-revoke-reason"`, `for="f-revoke-reason"`, `name="reason"`, `href="#f-revoke-reason"`,
		`aria-describedby="h-revoke-reason e-revoke-reason"`, `data-error-for="reason"`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	if strings.Contains(out, "btn-1") {
		t.Error("a second first button")
	}
}

func TestNetwork_ClosedNodeHasNoName(t *testing.T) {
	t.Parallel()
	if out := draw(t, Network(Graph{Nodes: []Node{{ID: "a", Label: "Secret Ltd", Kind: "closed"}}})); strings.Contains(out, "Secret") {
		t.Errorf("a closed node says its name: %s", out)
	}
}

func TestRouteFlow_KeepsTheWeights(t *testing.T) {
	t.Parallel()
	m := FlowMap{Columns: []string{"Origin", "Port", "Destination"}, Unit: "kg"}
	total := int64(0)
	for i := range 30 {
		m.Routes = append(m.Routes, Route{Stops: []string{fmt.Sprintf("place %d", i), []string{"P", NoStop, ""}[i%3], "Y"}, Value: fmt.Sprintf("0.%04d", i+1)})
		total += int64(i + 1)
	}
	d := drawFlow(i18n.With(context.Background(), "en"), m)
	columns := map[float64]int{}
	for _, s := range d.Stops {
		columns[s.X]++
		if s.Y+s.Height > d.Height+0.1 {
			t.Errorf("%s stands below the drawing", s.Label)
		}
	}
	if columns[0] != maxStops {
		t.Errorf("%d places in the first column, want %d with \"other\"", columns[0], maxStops)
	}
	last := d.Stops[len(d.Stops)-1]
	if last.Text != fmt.Sprintf("0.%04d", total)+" kg" {
		t.Errorf("destination says %s of %d tenths of a gram", last.Text, total)
	}
	if out := draw(t, RouteFlow(FlowMap{Columns: []string{"A", "B"}})); strings.Contains(out, "NaN") {
		t.Error("an empty flow breaks the drawing")
	}
}

func TestTable_ClosedRowSaysNothingElse(t *testing.T) {
	t.Parallel()
	out := draw(t, DataTable(Table{Caption: "Cases", Columns: []Column{{Label: "Subject"}}, Rows: []Row{
		{Ref: "SM-1", Cells: []templ.Component{Text("seen")}},
		{Ref: "SM-HIDDEN", Cells: []templ.Component{Text("unseen")}, Closed: &Closed{Unit: AgencyMark{Kind: "public_security"}}},
	}}))
	inOrder(t, out, `data-ref="SM-1"`, `data-l="Subject"`, "seen", "Exists, but you may not see it")
	if strings.Contains(out, "SM-HIDDEN") || strings.Contains(out, "unseen") {
		t.Errorf("a closed row leaks: %s", out)
	}
}

func TestLabelLines(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"示例甲贸易": {"示例甲贸易"},
		"示例远航货运代理有限公司（虚构）":                {"示例远航货运代理有", "限公司（虚构）"},
		"Example Trading FZE (fictional)": {"Example Trading ", "FZE (fictional)"},
		"一二三四五六七八九十一二三四五六七八九十":            {"一二三四五六七八九", "十一二三四五六七八…"},
		"": {""},
	} {
		if got := labelLines(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
