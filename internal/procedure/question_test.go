package procedure

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// missed are the fields that a form is refused for.
func missed(bad []errs.Field) string {
	var out []string
	for _, x := range bad {
		out = append(out, x.Name+":"+strings.TrimPrefix(x.Key, "form."))
	}
	return strings.Join(out, " ")
}

// TestDecode_AsksByTheThing: what a form asks for may hang on the kind of the thing, on a condition and on what was typed beside it; a
// field is named once, and a file is not asked for where none may come.
func TestDecode_AsksByTheThing(t *testing.T) {
	t.Parallel()
	urgent := func(a *Act, _ *matter.File) bool { return a.Input.Bool("urgent") && a.Input.Str("note") != "" }
	e := &Engine{book: law.Fixed(theLaw(t)), reg: &Registry{conds: map[string]Cond{"is_urgent": urgent}}}
	row := &law.Act{Form: &law.Form{Fields: []*law.Field{{Name: "weight", Type: "text", Required: law.Need{Key: "evidence_kind", Value: "physical"}},
		{Name: "urgent", Type: "yesno"}, {Name: "note", Type: "longtext"}, {Name: "why", Type: "text", Required: law.Need{Cond: "is_urgent"}},
		{Name: "day", Type: "date", Required: law.Need{Always: true}}, {Name: "proof", Type: "file", Required: law.Need{Always: true}},
		{Name: "count", Type: "integer", Required: law.Need{Always: true}, Default: "prior"}}}}
	f := &matter.File{Cases: []matter.Case{{ID: 1, Machine: "admin_case"}, {ID: 2, Machine: "admin_case", Marking: actor.PointerOnly}},
		Evidence: []matter.Evidence{{ID: 31, CaseID: 1, Kind: "physical"}, {ID: 32, CaseID: 1, Kind: "documentary"}, {ID: 33, CaseID: 2, Kind: "physical"}}}
	ask := func(id int64, prior law.Values, pairs ...string) string {
		in := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			in.Add(pairs[i], pairs[i+1])
		}
		_, bad := e.Decode(row, in, &Question{Target: thing(law.Evidence, id), File: f, Prior: prior, Rows: []*law.Act{row}}, time.Date(2026, 3, 2, 0, 0, 0, 0,
			time.UTC))
		return missed(bad)
	}
	known := law.Values{"count": int64(3)}
	whole := []string{"day", "2026-03-01", "proof", "a.pdf", "weight", "1"}
	for i, x := range []struct {
		got, want string
	}{
		{ask(31, known, whole...), ""}, {ask(31, known, whole[:4]...), "weight:required"}, {ask(32, known, whole[:4]...), ""}, {ask(39, known, whole[:4]...), ""},
		{ask(31, nil, whole...), "count:required"}, {ask(31, known, append(whole, "urgent", "yes", "note", "话")...), "why:required"},
		{ask(31, known, append(whole, "urgent", "yes")...), ""}, {ask(31, known, append(whole, "urgent", "yes", "note", "话", "why", "急")...), ""},
		{ask(33, known, whole[:2]...), "weight:required"}, {ask(32, known, whole[:2]...), "proof:required"}, {ask(32, known, "proof", "a.pdf"), "day:required"},
		{ask(32, known, "proof", "a.pdf", "day", "soon"), "day:date"}, {ask(31, nil, "proof", "a.pdf", "day", "soon", "weight", "1", "count", "many"),
			"day:date count:integer"},
	} {
		if x.got != x.want {
			t.Errorf("%d: %q, want %q", i, x.got, x.want)
		}
	}
	if v, bad := e.Decode(&law.Act{}, url.Values{"a": {"b"}}, &Question{File: f}, time.Time{}); len(v)+len(bad) != 0 {
		t.Errorf("without a form: %v, %v", v, bad)
	}
	massed := &law.Act{Form: &law.Form{Fields: []*law.Field{{Name: "quantity", Type: "quantity"}}}}
	weigh := func(id int64) string {
		_, bad := e.Decode(massed, url.Values{"quantity": {"2 kg"}}, &Question{Target: thing(law.Evidence, id), File: f}, time.Time{})
		return missed(bad)
	}
	f.Evidence[0].Unit, f.Evidence[1].Unit = "kg", "件"
	if weigh(31) != "" || weigh(32) != "quantity:decimal" || weigh(39) != "quantity:decimal" {
		t.Errorf("by the unit of the thing: %q, %q, %q", weigh(31), weigh(32), weigh(39))
	}
}

// TestDecision_AddsAnOpinion: of a stored proposal the decider writes an opinion and nothing else; an act that is the proposal has a form
// of its own.
func TestDecision_AddsAnOpinion(t *testing.T) {
	t.Parallel()
	e := &Engine{book: law.Fixed(theLaw(t)), reg: &Registry{}}
	row := &law.Act{Form: &law.Form{Fields: []*law.Field{{Name: "answer", Type: "text", Required: law.Need{Always: true}}}}}
	q := &Question{File: &matter.File{}, Rows: []*law.Act{row}}
	decide := func(p *Approval, in url.Values) (law.Values, string) {
		v, bad := e.DecodeDecision(p, row, in, q, time.Time{})
		return v, missed(bad)
	}
	if v, bad := decide(&Approval{}, url.Values{"opinion": {"同意。"}, "answer": {"照办"}}); bad != "" || v.Str("opinion") != "同意。" || v.Has("answer") {
		t.Errorf("%v, %s", v, bad)
	}
	for _, blank := range []string{"", "  \n"} {
		if v, bad := decide(&Approval{}, url.Values{"opinion": {blank}}); bad != "" || len(v) != 0 {
			t.Errorf("no opinion: %v, %s", v, bad)
		}
	}
	if _, bad := decide(&Approval{}, url.Values{"opinion": {strings.Repeat("字", 20001)}}); bad != "opinion:too_long" {
		t.Errorf("too long: %s", bad)
	}
	if v, bad := decide(&Approval{OpeningActID: 1}, url.Values{"opinion": {"同意。"}, "answer": {"照办"}}); bad != "" || v.Str("answer") != "照办" {
		t.Errorf("of an act: %v, %s", v, bad)
	}
	if _, bad := decide(&Approval{OpeningActID: 1}, url.Values{}); bad != "answer:required" {
		t.Errorf("of an act: %s", bad)
	}
}

// TestQuestion_TheRowThatWasChosen: of one row nobody has to choose; of several the variant says which, and none is guessed.
func TestQuestion_TheRowThatWasChosen(t *testing.T) {
	t.Parallel()
	one, a, b := &law.Act{ID: "1", Variant: "k=v"}, &law.Act{ID: "a", Variant: "k=a"}, &law.Act{ID: "b", Variant: "k=b"}
	for i, x := range []struct {
		rows          []*law.Act
		variant, want string
	}{{[]*law.Act{one}, "", "1"}, {[]*law.Act{one}, "k=v", "1"}, {[]*law.Act{one}, "k=a", "law.no_such_variant"}, {[]*law.Act{a, b}, "k=b", "b"}, {[]*law.Act{a,
		b}, "", "law.variant_needed"},
		{[]*law.Act{a, b}, "k=c", "law.no_such_variant"}, {nil, "", "law.variant_needed"}} {
		row, err := (&Question{Rows: x.rows}).Row(x.variant)
		got := ""
		if row != nil {
			got = row.ID
		} else if e, ok := errs.As(err); ok {
			got = e.Fields[0].Key
		}
		if got != x.want {
			t.Errorf("%d: %s, want %s", i, got, x.want)
		}
	}
	if (&Question{Target: thing(law.AdminCase, 1), Parent: thing(law.AdminCase, 2)}).Subject().ID != 1 || (&Question{Parent: thing(law.AdminCase,
		2)}).Subject().ID != 2 ||
		(Command{Target: thing(law.AdminCase, 1), Parent: thing(law.AdminCase, 2)}).Subject().ID != 1 || (Command{Parent: thing(law.AdminCase,
		2)}).Subject().ID != 2 {
		t.Error("an act that makes its object stands on that one's parent")
	}
	if !Proposed(&law.Act{FourEyes: true}) || Proposed(&law.Act{FourEyes: true, ProposalAct: "x"}) || Proposed(&law.Act{}) {
		t.Error("what a person starts and another decides")
	}
}

// TestKnown_PapersThatTheReaderHolds: a field of papers starts from the first of its kinds that lies on the reader's own file, or that a
// referral brought him, and that he may open; from nothing else, whatever was typed before.
func TestKnown_PapersThatTheReaderHolds(t *testing.T) {
	t.Parallel()
	e := &Engine{reg: &Registry{}}
	row := &law.Act{Form: &law.Form{Fields: []*law.Field{{Name: "report", Type: "documents", Default: "paper:DOC-R05|DOC-A24"}, {Name: "note", Type: "text"}}}}
	doc := func(id, file int64, code, ref string) matter.Doc {
		return matter.Doc{ID: id, CaseID: file, Code: code, Ref: ref, Round: 2}
	}
	known := func(agency int64, on matter.Target, f *matter.File) string {
		q := &Question{Target: on, File: f, Who: actor.Actor{AgencyID: agency}, Rows: []*law.Act{{}, row}, Prior: law.Values{"tip": "T-1"}}
		f.Acts = []matter.Past{{CaseID: f.CaseOf(on).ID, AgencyID: agency, Entity: on.Entity, TargetID: on.ID, Input: law.Values{"report": []string{"DC-OLD"},
			"note": "old"}}}
		v := e.Known(q)
		if v.Str("tip") != "T-1" || v.Str("note") != "old" {
			t.Errorf("what the page and the file know: %v", v)
		}
		return strings.Join(v.List("report"), " ")
	}
	own, pack := thing(law.AdminCase, 11), thing(law.Referral, 51)
	for i, x := range []struct {
		agency   int64
		on       matter.Target
		docs     []matter.Doc
		readable map[string]bool
		want     string
	}{
		{7, own, []matter.Doc{doc(21, 11, "DOC-A24", "DC-1")}, nil, "DC-1"}, {7, own, []matter.Doc{doc(21, 11, "DOC-A24", "DC-1"), doc(22, 11, "DOC-R05", "DC-2")},
			nil, "DC-2"},
		{7, own, nil, nil, ""},
		{7, own, []matter.Doc{doc(22, 11, "DOC-R05", "DC-2")}, map[string]bool{"DC-9": true}, ""}, {7, own, []matter.Doc{doc(22, 10, "DOC-R05", "DC-2")}, nil, ""},
		{9, pack, []matter.Doc{doc(22, 11, "DOC-R05", "DC-2")}, nil, "DC-2"}, {9, pack, []matter.Doc{doc(23, 11, "DOC-R05", "DC-3")}, nil, ""}, {5, pack,
			[]matter.Doc{doc(22, 11,
				"DOC-R05", "DC-2")}, nil, "DC-2"},
		{5, own, []matter.Doc{doc(22, 11, "DOC-R05", "DC-2")}, nil, ""},
	} {
		f := kin()
		f.Docs, f.Readable = x.docs, x.readable
		if got := known(x.agency, x.on, f); got != x.want {
			t.Errorf("%d: %q, want %q", i, got, x.want)
		}
	}
	e.reg.figures = map[string]Figure{"x.done": func(_ context.Context, a *Act, _ *matter.File) []Line {
		return []Line{{Label: a.From, Value: a.Input.Str("v")}}
	}}
	if got := e.Figures(t.Context(), &law.Act{Event: "x.done"}, own, law.Values{"v": "1"}, kin()); !slices.Equal(got, []Line{{"REVIEW", "1"}}) {
		t.Errorf("what the file says about an act: %v", got)
	}
	if got := e.Figures(t.Context(), &law.Act{Event: "y.done"}, own, nil, kin()); got != nil {
		t.Errorf("nobody knows: %v", got)
	}
}

// TestNextClock_PressesMost: the earliest that runs on the object or on its file and may be shown; a least interval presses nobody.
func TestNextClock_PressesMost(t *testing.T) {
	t.Parallel()
	f := kin()
	clock := func(code, kind string, id int64, state string, day int) matter.Clock {
		return matter.Clock{Code: code, TargetKind: kind, TargetID: id, State: state, DueAt: time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)}
	}
	f.Clocks = []matter.Clock{clock("LATER", "case", 11, "RUNNING", 20), clock("FILE", "case", 11, "RUNNING", 10), clock("OBJECT", "referral", 51, "RUNNING", 9),
		clock("PAUSED", "referral", 51, "PAUSED", 1), clock("OTHER", "referral", 52, "RUNNING", 2), clock("OTHERS", "case", 12, "RUNNING", 2), clock("KIND",
			"evidence", 51, "RUNNING", 2),
		clock("KIN", "evidence", 11, "RUNNING", 2), clock("LAST", "case", 11, "RUNNING", 30)}
	f.Clocks = append(f.Clocks, matter.Clock{Code: "LEAST", TargetKind: "case", TargetID: 11, State: "RUNNING", Minimum: true})
	all := func(*matter.Clock) bool { return true }
	if k := NextClock(f, thing(law.Referral, 51), all); k == nil || k.Code != "OBJECT" {
		t.Errorf("on the referral: %v", k)
	}
	if k := NextClock(f, thing(law.AdminCase, 11), all); k == nil || k.Code != "FILE" {
		t.Errorf("on the file: %v", k)
	}
	if k := NextClock(f, thing(law.Referral, 51), func(k *matter.Clock) bool { return k.Code != "OBJECT" && k.Code != "FILE" }); k == nil || k.Code != "LATER" {
		t.Errorf("what may be shown: %v", k)
	}
	if k := NextClock(f, thing(law.AdminCase, 10), all); k != nil {
		t.Errorf("on another file: %v", k)
	}
	if k := NextClock(f, thing(law.Referral, 99), all); k != nil {
		t.Errorf("on nothing: %v", k)
	}
}

// TestClockTargets_WhoBearsIt: a period of an object's own kind is its own, of a sample that of its thing; of another kind it lies on what
// hangs together with it.
func TestClockTargets_WhoBearsIt(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	code := func(m law.Machine) string {
		i := slices.IndexFunc(book.Clocks, func(c *law.Clock) bool { return c.Entity == m })
		return book.Clocks[i].Code
	}
	f, day := kin(), func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for i, x := range []struct {
		on   matter.Target
		code string
		want []int64
	}{{thing(law.AdminCase, 11), code(law.AdminCase), []int64{11}}, {thing(law.Referral, 51), code(law.Referral), []int64{51}}, {thing(law.Evidence, 31),
		code(law.Evidence), []int64{31}},
		{thing(law.Evidence, 32), code(law.Evidence), []int64{31}}, {thing(law.Referral, 51), code(law.AdminCase), []int64{11}}, {thing(law.AdminCase, 11),
			code(law.Referral), []int64{51, 52}},
		{thing(law.Evidence, 99), code(law.Evidence), []int64{99}}, {thing(law.AdminCase, 11), "NO-000", nil}, {thing(law.AdminCase, 32), code(law.AdminCase),
			[]int64{32}}} {
		if got := numbersOf(clockTargets(book, &Act{Target: x.on}, f, x.code)); !slices.Equal(got, x.want) {
			t.Errorf("%d: %v, want %v", i, got, x.want)
		}
	}
	c := f.Case(11)
	onFile := func(_ int64, _ matter.Target, _ *matter.File, out law.Values) {
		if c.ViolationEndedOn != nil {
			out["violation_ended_on"] = *c.ViolationEndedOn
		}
	}
	e := &Engine{book: law.Fixed(book), reg: &Registry{priors: []Prior{onFile}}}
	rows := map[string]*law.Act{"x": {Event: "x"}, "violation.ended": book.Event("violation.ended")[0]}
	start := func(event string, in law.Values) (from string, ok bool) {
		a := &Act{Row: rows[event], Now: day(5), Target: thing(law.AdminCase, 11), Input: in}
		e.startClock(a, f, "ADM-010")
		if len(a.starts) == 0 {
			return "", false
		}
		return a.starts[0].From.Format(time.DateOnly), true
	}
	if _, ok := start("x", law.Values{"occurred_at": day(4)}); ok {
		t.Error("APL 36: without the end of the violation nothing counts")
	}
	if from, ok := start("x", law.Values{"violation_ended_on": day(3), "occurred_at": day(4)}); !ok || from != "2026-01-03" {
		t.Errorf("from the end that is named: %s", from)
	}
	if from, ok := start("violation.ended", law.Values{"occurred_at": day(4)}); !ok || from != "2026-01-04" {
		t.Errorf("from the end that is recorded: %s", from)
	}
	if from, _ := start("violation.ended", law.Values{"violation_ended_on": day(3), "occurred_at": day(4)}); from != "2026-01-03" {
		t.Errorf("the named day goes before the moment of the record: %s", from)
	}
	ended := day(2)
	c.ViolationEndedOn = &ended
	if from, _ := start("x", law.Values{}); from != "2026-01-02" {
		t.Errorf("from the end on file: %s", from)
	}
	if from, _ := start("x", law.Values{"violation_ended_on": day(3)}); from != "2026-01-03" {
		t.Errorf("what is said now goes before: %s", from)
	}
	a := &Act{Row: &law.Act{}, Target: thing(law.AdminCase, 99), Input: law.Values{}}
	if e.startClock(a, f, code(law.Referral)); len(a.starts) != 0 || len(a.notes) != 1 {
		t.Errorf("where nothing bears it: %v, %q", a.starts, a.notes)
	}
	a = &Act{Row: &law.Act{}, Target: thing(law.AdminCase, 11), Input: law.Values{}}
	if e.startClock(a, f,
		code(law.Referral)); len(a.starts) != 1 || a.starts[0].TargetID != 52 || !a.startsClock(code(law.Referral)) || a.startsClock("ADM-010") {
		t.Errorf("on the newest: %v", a.starts)
	}
}
