package law

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Library holds every edition of the tables that the program has. Which of them applies is a question of the day: nobody
// keeps one, everybody asks.
type Library struct {
	editions  []*Edition // by the day of effect, oldest first
	languages []string
}

// Current answers with the edition of the day. It is what a desk is handed instead of a book.
type Current func() *Edition

// Fixed is the answer of whoever has one edition only: a command that reads the tables, a test.
func Fixed(b *Edition) Current { return func() *Edition { return b } }

// procedureFolder holds a folder for each edition, named by its day of effect, and the words of other languages beside them.
const (
	procedureFolder = "procedure"
	textFolder      = "text"
)

// Load reads every edition and refuses them all, with every problem named, where one of them cannot be used.
func Load(fsys fs.FS) (*Library, error) {
	days, problems, err := editionDays(fsys)
	if err != nil {
		return nil, err
	}
	said, bad, err := readTexts(fsys)
	if err != nil {
		return nil, err
	}
	problems = append(problems, bad...)
	l := &Library{languages: said.languages()}
	var all []*tables
	for _, day := range days {
		t, b, bad, err := readEdition(fsys, day, said)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
		if len(days) > 1 {
			bad = ofEdition(day, bad)
		}
		problems = append(problems, bad...)
		if b != nil {
			b.library = l
			l.editions = append(l.editions, b)
		}
	}
	if problems = append(problems, unnamed(said, all)...); len(problems) > 0 {
		return nil, &TableError{Problems: problems}
	}
	return l, nil
}

// Languages are those in which there are words beside Chinese.
func (l *Library) Languages() []string { return slices.Clone(l.languages) }

// Newest is the edition that takes effect last: what a person who reads the tables, and no case, is shown.
func Newest(fsys fs.FS) (*Edition, error) {
	l, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	return l.editions[len(l.editions)-1], nil
}

// On is the edition that is in force on a day; before the first one there is no other law to go by than the first.
func (l *Library) On(day time.Time) *Edition {
	out := l.editions[0]
	for _, b := range l.editions {
		if !midnight(day).Before(b.Day) {
			out = b
		}
	}
	return out
}

// Edition is the edition that a record names (Name), or that has this id; nil if there is none. A text that was corrected after its
// day of effect has another id now and is still the edition of that day.
func (l *Library) Edition(name string) *Edition {
	for _, b := range l.editions {
		if name == b.ID || name == b.Name() {
			return b
		}
	}
	day, _, _ := strings.Cut(name, " ")
	for _, b := range l.editions {
		if day == b.Day.Format(time.DateOnly) {
			return b
		}
	}
	return nil
}

// Knows refuses, with a list, names of editions that the program does not have: what was done under them could not be read.
func (l *Library) Knows(names []string) error {
	var problems []Problem
	for _, name := range names {
		if l.Edition(name) == nil {
			problems = append(problems, Problem{"edition " + name, "there are records under it, and this program does not have it"})
		}
	}
	if len(problems) > 0 {
		return &TableError{Problems: problems}
	}
	return nil
}

// Editions are all editions, oldest first.
func (l *Library) Editions() []*Edition { return slices.Clone(l.editions) }

// Name is what an act, a proposal and a clock keep of the edition they were made under: its day of effect, and its id.
func (b *Edition) Name() string { return b.Day.Format(time.DateOnly) + " " + b.ID }

// Under is the edition, of the same library, that an act, a proposal or a clock names. That there is one is certain since the start
// (Knows); what names none is read by this one.
func (b *Edition) Under(id string) *Edition {
	if other := b.library.Edition(id); other != nil {
		return other
	}
	return b
}

// On is the edition of another day, of the same library.
func (b *Edition) On(day time.Time) *Edition { return b.library.On(day) }

// Editions are all editions of the library, oldest first.
func (b *Edition) Editions() []*Edition { return b.library.Editions() }

// ActEver is the row of an id: this edition's, else that of the latest edition that has one, or nil. What a later edition
// dropped keeps its name.
func (b *Edition) ActEver(id string) *Act {
	return ever(b, func(x *Edition) *Act { return x.Act(id) })
}

// ClockEver is the clock of a code, likewise.
func (b *Edition) ClockEver(code string) *Clock {
	return ever(b, func(x *Edition) *Clock { return x.Clock(code) })
}

// FieldEver is a field of the form of a row, likewise.
func (b *Edition) FieldEver(rowID, name string) *Field {
	return ever(b, func(x *Edition) *Field {
		if a := x.Act(rowID); a != nil && a.Form != nil {
			return a.Form.Field(name)
		}
		return nil
	})
}

// ever asks an edition, and then the others, the latest first.
func ever[T any](b *Edition, get func(*Edition) *T) *T {
	if x := get(b); x != nil {
		return x
	}
	for _, other := range slices.Backward(b.library.editions) {
		if x := get(other); x != nil {
			return x
		}
	}
	return nil
}

// editionDays lists the folders of editions, oldest first. Whatever else lies beside them was meant to be law and is not read.
func editionDays(fsys fs.FS) (days []time.Time, problems []Problem, err error) {
	entries, err := fs.ReadDir(fsys, procedureFolder)
	if err != nil {
		return nil, nil, fmt.Errorf("law: %w", err)
	}
	for _, e := range entries {
		day, err := time.ParseInLocation(time.DateOnly, e.Name(), Zone())
		switch {
		case e.IsDir() && e.Name() == textFolder:
		case err != nil || !e.IsDir():
			problems = append(problems, Problem{procedureFolder + "/" + e.Name(), "is no edition: the folder of one is named by its day of effect, as 2026-01-31"})
		default:
			days = append(days, day)
		}
	}
	if len(days) == 0 && len(problems) == 0 {
		return nil, nil, fmt.Errorf("law: %s holds no edition: %w", procedureFolder, fs.ErrNotExist)
	}
	return days, problems, nil
}

// readEdition reads one folder and, where nothing is wrong with it, builds it.
func readEdition(fsys fs.FS, day time.Time, said texts) (*tables, *Edition, []Problem, error) {
	t, problems, err := readTables(fsys, day.Format(time.DateOnly), said)
	if err != nil {
		return nil, nil, nil, err
	}
	if problems = append(problems, check(t)...); len(problems) > 0 {
		return t, nil, problems, nil
	}
	b, err := build(t)
	if err != nil {
		return nil, nil, nil, err
	}
	b.Day = day
	b.ID, err = editionID(fsys, day)
	return t, b, nil, err
}

// editionID is the SHA-256 of the files of an edition: name, length and content of each, by name.
func editionID(fsys fs.FS, day time.Time) (string, error) {
	dir := procedureFolder + "/" + day.Format(time.DateOnly)
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return "", fmt.Errorf("law: %w", err)
	}
	h := sha256.New()
	for _, e := range entries {
		b, err := fs.ReadFile(fsys, dir+"/"+e.Name())
		if err != nil {
			return "", fmt.Errorf("law: %w", err)
		}
		fmt.Fprintf(h, "%s %d\n", e.Name(), len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// ofEdition names the edition beside each problem, where there are several.
func ofEdition(day time.Time, in []Problem) []Problem {
	out := make([]Problem, len(in))
	for i, p := range in {
		out[i] = Problem{day.Format(time.DateOnly) + " " + p.Where, p.What}
	}
	return out
}
