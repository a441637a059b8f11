package law_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/internal/law"
)

const second = "procedure/2027-07-01/"

// twoEditions is the first edition with a second one beside it, in which words of a table are others.
func twoEditions(t *testing.T, file string, replace ...string) fstest.MapFS {
	t.Helper()
	out := change(t, "states", "state", "DRAFT", "stage", "referral").(fstest.MapFS)
	names, err := fs.Glob(out, first+"*.csv")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, name := range names {
		data := out[name].Data
		if strings.HasSuffix(name, "/"+file+".csv") {
			changed := strings.NewReplacer(replace...).Replace(string(data))
			if changed == string(data) {
				t.Fatalf("nothing of %v is in %s", replace, file)
			}
			data = []byte(changed)
		}
		out[second+strings.TrimPrefix(name, first)] = &fstest.MapFile{Data: data}
	}
	return out
}

func on(t *testing.T, day string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, day, law.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestLibrary_TheDayDecides: the new law applies from the first minute of its day in legal time; before the first edition there is
// no other than the first.
func TestLibrary_TheDayDecides(t *testing.T) {
	l, err := law.Load(twoEditions(t, "states", "已批准", "已准予"))
	if err != nil {
		t.Fatal(err)
	}
	old, new := l.Editions()[0], l.Editions()[1]
	for day, want := range map[string]*law.Edition{"1999-01-01 00:00:00": old, "2027-06-30 23:59:59": old, "2027-07-01 00:00:00": new,
		"2040-01-01 00:00:00": new} {
		if l.On(on(t, day)) != want || old.On(on(t, day)) != want {
			t.Errorf("%s: %s", day, l.On(on(t, day)).Day)
		}
	}
	if old.ID == new.ID || len(old.ID) != 64 || l.Edition(old.ID) != old || new.Under(old.ID) != old || l.Edition("no such") != nil {
		t.Errorf("%s %s", old.ID, new.ID)
	}
	if old.State(law.Referral, "APPROVED").Label.ZH == new.State(law.Referral, "APPROVED").Label.ZH {
		t.Error("one text for both")
	}
}

// TestLibrary_TheNameIsTheText: the same files have the same name, one letter more has another, and what is not Chinese is not part of it.
func TestLibrary_TheNameIsTheText(t *testing.T) {
	name := func(files fs.FS) string {
		l, err := law.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		return l.Editions()[len(l.Editions())-1].ID
	}
	files := twoEditions(t, "states", "已批准", "已准予")
	before := name(files)
	if before != name(files) || before == name(twoEditions(t, "states", "已批准", "已经批准")) {
		t.Error("the name does not follow the text")
	}
	files["procedure/text/xx.csv"] = &fstest.MapFile{Data: []byte("table,code,column,text\n")}
	if name(files) != before {
		t.Error("another language changed the law")
	}
}

// TestLoad_RefusesWhatIsNoEdition: what lies between the editions, and what is broken in one of them, stops the program by name.
func TestLoad_RefusesWhatIsNoEdition(t *testing.T) {
	for name, c := range map[string]struct{ file, data, want string }{
		"a table outside an edition": {"procedure/states.csv", "machine,state\n", "procedure/states.csv: is no edition"},
		"a day that is none":         {"procedure/2027-13-01/states.csv", "machine,state\n", "procedure/2027-13-01: is no edition"},
		"a file that nobody reads":   {second + "roels.csv", "code\n", "2027-07-01 roels.csv: is no table of an edition"},
		"a broken second edition":    {second + "clocks.csv", "", "2027-07-01"},
	} {
		t.Run(name, func(t *testing.T) {
			files := twoEditions(t, "states", "已批准", "已准予")
			if c.data == "" {
				old := string(files[c.file].Data)
				c.data = strings.Replace(old, "working_days", "working_dayz", 1)
			}
			files[c.file] = &fstest.MapFile{Data: []byte(c.data)}
			_, err := law.Load(files)
			var bad *law.TableError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestLibrary_KnowsTheNamesOfRecords: a text corrected after its day is still the edition of that day; of a day for which there is
// no edition nothing can be read.
func TestLibrary_KnowsTheNamesOfRecords(t *testing.T) {
	l, err := law.Load(twoEditions(t, "states", "已批准", "已准予"))
	if err != nil {
		t.Fatal(err)
	}
	old, new := l.Editions()[0], l.Editions()[1]
	for name, want := range map[string]*law.Edition{old.Name(): old, new.Name(): new, new.ID: new, "2004-11-01": old,
		"2027-07-01 " + old.ID: new, "2028-01-01 " + old.ID: nil, "": nil} {
		if l.Edition(name) != want {
			t.Errorf("%q: %v", name, l.Edition(name))
		}
	}
	if err := l.Knows([]string{old.Name(), "2027-07-01"}); err != nil {
		t.Error(err)
	}
	if err := l.Knows([]string{new.Name(), "2028-01-01", "1999-01-01"}); err == nil || !strings.Contains(err.Error(), "2028-01-01") ||
		!strings.Contains(err.Error(), "1999-01-01") || strings.Contains(err.Error(), "2027-07-01") {
		t.Error(err)
	}
}
