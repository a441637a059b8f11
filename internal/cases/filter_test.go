package cases

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/policies"
)

func TestFilter_ReadsWhatItWrites(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	people := []unitHandler{{ID: 7, Username: "officer2"}}
	for _, text := range []string{"view=mine", "agency=customs&due=30&mineral=Gallium&owner=officer2&stage=intake&view=all", "owner=me&view=unit"} {
		q, _ := url.ParseQuery(text)
		f := parseFilter(q, ViewAll, book, people)
		if got := f.Query().Encode(); got != text || f.Bad != nil {
			t.Errorf("%s is written %s, bad %v", text, got, f.Bad)
		}
		if again := parseFilter(f.Query(), ViewMine, book, people); !reflect.DeepEqual(again, f) || !f.same(again) {
			t.Errorf("%s: %+v, then %+v", text, f, again)
		}
	}
	q, _ := url.ParseQuery("view=moon&owner=gd.officer&due=3")
	if f := parseFilter(q, ViewAll, book, people); strings.Join(f.Bad, " ") != "view owner" || f.View != ViewAll || f.Owner != "" || f.ownerID != 0 ||
		f.Due != "3" {
		t.Errorf("%+v", f)
	}
}

func TestShelf_OpensWithTheChosenView(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	officer, head := actor.Actor{Roles: []actor.Role{actor.CaseHandler}}, actor.Actor{Roles: []actor.Role{actor.AgencyHead}}
	views := []savedView{{Ref: "CV-1", Query: "mineral=Gallium&view=overdue"}, {Ref: "CV-2", Query: "%zz"}}
	for _, c := range []struct {
		chosen, asked, want string
		who                 actor.Actor
	}{
		{"", "", "view=mine", officer}, {"", "", "view=all", head}, {"unit", "", "view=unit", officer}, {"unit", "due=3", "due=3&view=unit", officer},
		{"CV-1", "", "mineral=Gallium&view=overdue", officer}, {"CV-1", "lang=en&done=view", "mineral=Gallium&view=overdue", officer},
		{"CV-1", "due=3", "due=3&view=mine", officer}, {"CV-2", "", "view=mine", officer}, {"CV-gone", "", "view=all", head}, {"moon", "", "view=all", head},
	} {
		q, _ := url.ParseQuery(c.asked)
		if got := (shelf{Default: c.chosen, Views: views}).filter(q, c.who, book).Query().Encode(); got != c.want {
			t.Errorf("%q, asked %q: %s, want %s", c.chosen, c.asked, got, c.want)
		}
	}
}

func TestTicked_EachOnceWithItsVersion(t *testing.T) {
	t.Parallel()
	got := ticked([]string{"", "  ", "x~3", "x", strings.Repeat("long", 20), "y~many", "<b>~-1"})
	if len(got) != 4 || got[0] != (tick{"x", 3}) || len([]rune(got[1].Ref)) > longestRef+1 || got[2] != (tick{"y", 0}) || got[3] != (tick{"<b>", 0}) {
		t.Errorf("%+v", got)
	}
	for back, want := range map[string]string{"": "/cases", "%zz": "/cases", "view=all&after=x&evil=//y": "/cases?view=all",
		"mineral=Gallium": "/cases?mineral=Gallium"} {
		if got := listAddress(back); got != want {
			t.Errorf("%q leads to %s", back, got)
		}
	}
}
