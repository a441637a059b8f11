package enginetest_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// amended are the tiny tables with a second edition from 15 April 2026: an inquiry has 60 days and may be extended by 20, nobody says any
// more whether it is urgent, a decision is of a measure and no sanction, and the beginning of an inquiry has another name.
func amended(t *testing.T) *law.Edition {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS("testdata"), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string][]string{
		"clocks": {",30,calendar_days,tiny_calendar,no,no,no,yes,10,calendar_days,", ",60,calendar_days,tiny_calendar,no,no,no,yes,20,calendar_days,"},
		"forms": {"tiny_started,inquiry.started,urgent,yesno,,no,,,,,紧急,,product rule\n", "", "sanction,text,,yes,,,300,,处罚",
			"measure,text,,yes,,,300,,措施"},
		"labels": {"开始调查", "启动调查"},
	}
	for name, file := range files {
		table, ok := strings.CutPrefix(name, "procedure/2004-11-01/")
		if !ok {
			continue
		}
		text := strings.NewReplacer(append(changes[strings.TrimSuffix(table, ".csv")], "\x00", "")...).Replace(string(file.Data))
		if text == string(file.Data) == (changes[strings.TrimSuffix(table, ".csv")] != nil) {
			t.Fatalf("%s is not what the test takes it for", name)
		}
		files["procedure/2026-04-15/"+table] = &fstest.MapFile{Data: []byte(text)}
	}
	english := files["procedure/text/en.csv"] // one file for both: what only the second has is said there too
	english.Data = append(english.Data, "forms,tiny_decided.measure,label,Measure\n"...)
	library, err := law.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return library.Editions()[0]
}

// editionOf is the edition that the newest row of a table names.
func (m affair) editionOf(table string) (name string) {
	m.t.Helper()
	m.scan("SELECT edition FROM "+table+" WHERE case_id = $1 ORDER BY id DESC LIMIT 1", []any{m.target.ID}, &name)
	return name
}

// TestEditions_WhatWasDoneKeepsItsLaw: an act, a proposal and a clock say under which edition they came about; an act of the first one
// is read by its form, and shows the field that the second one dropped with its label. Seen to fail with today's form, and with the
// first edition for every day.
func TestEditions_WhatWasDoneKeepsItsLaw(t *testing.T) {
	first := amended(t)
	second := first.Editions()[1]
	m := houseOf(t, first).inquiry(at(start[:10] + " 09:00"))
	for _, table := range []string{"acts", "clocks"} {
		if got := m.editionOf(table); got != first.Name() {
			t.Errorf("%s: %s", table, got)
		}
	}
	m.set("2026-04-15 00:00")
	f := m.file()
	past := f.Last("inquiry.started")
	if past == nil || past.Edition != first.Name() || !past.Input.Bool("urgent") {
		t.Fatalf("%+v", past)
	}
	said := procedure.Answered(t.Context(), second, f, past)
	if !slices.ContainsFunc(said, func(l procedure.Line) bool { return l.Label == "紧急" }) {
		t.Errorf("what was said is gone: %v", said)
	}
	m.must("handler", "notice.issued", nil)
	if got := m.editionOf("acts"); got != second.Name() {
		t.Errorf("the new law applies from the first minute of its day: %s", got)
	}
	if got, want := second.Act(past.RowID).Label.ZH, first.Act(past.RowID).Label.ZH; got == want {
		t.Error("one name for both")
	}
}

// TestEditions_AClockCountsByItsOwn: what began under 30 days is extended by ten and not by twenty, and ends by its own law; what begins
// after has 60. Seen to fail with the edition of the day.
func TestEditions_AClockCountsByItsOwn(t *testing.T) {
	h := houseOf(t, amended(t))
	h.set("2026-04-10 09:00")
	old, held := h.inquiry(h.clock.Now()), h.inquiry(h.clock.Now())
	h.set("2026-04-20 09:00")
	old.is("TIN-010", "RUNNING", "2026-05-10 23:59")
	_, err := old.do("head", "clock.extended", law.Values{"clock": "TIN-010", "new_due_on": at("2026-05-25 00:00")})
	stopped(t, err, "extension_within_limit")
	old.must("head", "clock.extended", law.Values{"clock": "TIN-010", "new_due_on": at("2026-05-20 00:00")})
	old.is("TIN-010", "RUNNING", "2026-05-20 23:59")
	held.hold("clock.paused")
	h.set("2026-04-25 09:00")
	held.hold("clock.resumed")
	held.is("TIN-010", "RUNNING", "2026-05-15 23:59")
	recent := h.open(nil)
	recent.must("handler", "inquiry.started", law.Values{"occurred_at": at("2026-04-20 09:00")})
	recent.is("TIN-010", "RUNNING", "2026-06-19 23:59")
}

// TestEditions_AProposalOfTheOldLaw is not decided: the law of the day applies to an act, and the proposal answers other questions. It is
// refused with a sentence, goes back with its text, and is proposed anew. Seen to fail without the comparison, and with it but without
// giving back.
func TestEditions_AProposalOfTheOldLaw(t *testing.T) {
	m := houseIn(t, amended(t), testkit.DB(t)).inReview() // GiveBack gives back whatever waits
	old := m.propose("unit", law.Values{"sanction": "警告"})
	if got := m.editionOf("approvals"); got != m.book.Name() {
		t.Error(got)
	}
	m.set("2026-04-15 08:00")
	refused(t, m.decide("head", m.waiting(), nil), errs.Conflict, "procedure.other_edition")
	if err := m.engine.GiveBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	var state, why, input string
	m.scan("SELECT state, reason_code, input::text FROM approvals WHERE id = $1", []any{old.id}, &state, &why, &input)
	if state != "RETURNED" || why != procedure.OutdatedLaw || !strings.Contains(input, "警告") {
		t.Errorf("%s %s %s", state, why, input)
	}
	passed(t, m.decide("head", m.propose("unit", law.Values{"measure": "责令改正"}), nil))
	if got := m.state(); got != "DECIDED" {
		t.Error(got)
	}
}
