package law_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// The record is that of the way in which it was collected; of a way that has none the first paper is.
func TestRecordOf_IsThatOfTheWay(t *testing.T) {
	t.Parallel()
	b, codes := load(t), []string{"DOC-A10", "DOC-A14", "DOC-A13"}
	for method, want := range map[string]string{"on_site": "DOC-A10", "sampled": "DOC-A14", "copied": "DOC-A13", "flown": "DOC-A10"} {
		if got := b.RecordOf(codes, method); got != want {
			t.Errorf("%s: %s, want %s", method, got, want)
		}
	}
}

// The package lists its papers by the number of the item, whatever the order of the table, and none that is no item.
func TestPackage_InTheOrderOfItsItems(t *testing.T) {
	t.Parallel()
	b := &law.Edition{Documents: []*law.Document{{Code: "C", PackageItem: 3}, {Code: "X"}, {Code: "A", PackageItem: 1}, {Code: "B", PackageItem: 2}}}
	var got []string
	for _, d := range b.Package() {
		got = append(got, d.Code)
	}
	if !slices.Equal(got, []string{"A", "B", "C"}) {
		t.Errorf("%q", got)
	}
	for no, want := range map[int]string{1: "A", 2: "B", 3: "C"} {
		if d := b.PackageItem(no); d == nil || d.Code != want {
			t.Errorf("item %d: %+v", no, d)
		}
	}
	for _, no := range []int{0, 4} {
		if d := b.PackageItem(no); d != nil {
			t.Errorf("item %d: %+v", no, d)
		}
	}
}

// A guard is asked by what its inputs name, each word for itself.
func TestInputs_AreThoseOfTheWord(t *testing.T) {
	t.Parallel()
	b := load(t)
	if got := b.ClocksOf("not_time_barred"); !slices.Equal(got, []string{"ADM-010"}) {
		t.Errorf("%q", got)
	}
	if got := b.ClockOf("hearing_request_in_time_or_accepted"); got != "ADM-050" {
		t.Errorf("%q", got)
	}
	if got := b.FieldOf("hearing_request_in_time_or_accepted"); got != "received_at" {
		t.Errorf("%q", got)
	}
	if b.ClockOf("approver_is_not_proposer")+b.PaperOf("approver_is_not_proposer")+b.FieldOf("no_such_guard") != "" {
		t.Error("something is named that does not stand there")
	}
}

// A time counts if it has its meaning and has come; where nothing is said of until, one that is to come counts too.
func TestMoment_HasComeByThen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
	f := &law.Form{Fields: []*law.Field{{Name: "due", Type: "datetime", Meaning: law.EndsOn}, {Name: "held", Type: "datetime", Meaning: law.Occurred}}}
	v := law.Values{"held": now.Add(time.Hour), "due": now}
	for until, want := range map[time.Time]time.Time{{}: now.Add(time.Hour), now: {}, now.Add(time.Hour): now.Add(time.Hour),
		now.Add(2 * time.Hour): now.Add(time.Hour)} {
		if got := f.Moment(v, law.Occurred, until); !got.Equal(want) {
			t.Errorf("until %v: %v, want %v", until, got, want)
		}
	}
	if got := (*law.Form)(nil).Moment(v, law.Occurred, now); !got.IsZero() {
		t.Errorf("of no form: %v", got)
	}
}

// A quantity that cannot be read tells no unit, and is complained of once.
func TestDecode_WhatIsNoQuantityTellsNoUnit(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
	f := &law.Form{Fields: []*law.Field{{Name: "quantity", Type: "quantity"}, {Name: "unit", Type: "text"}}}
	if v, bad := f.Decode(url.Values{"quantity": {"1.2.3 kg"}}, now, nil, "", ""); len(bad) != 1 || v.Has("unit") {
		t.Errorf("%v %+v", v, bad)
	}
	if v, bad := f.Decode(url.Values{"quantity": {"3 kg"}}, now, nil, "", ""); len(bad) != 0 || v.Str("unit") != "kg" {
		t.Errorf("%v %+v", v, bad)
	}
}

// Income is taken by the confiscation of it, not by that of goods nor by an order to give it back.
func TestTakesIncome_IsTheConfiscationOfIt(t *testing.T) {
	t.Parallel()
	for measure, want := range map[string]bool{"没收违法所得": true, "没收走私货物和违法所得": true, "没收违法财物": false, "责令退还违法所得": false} {
		if got := law.TakesIncome(i18n.Label{ZH: measure}); got != want {
			t.Errorf("%s: %t", measure, got)
		}
	}
}
