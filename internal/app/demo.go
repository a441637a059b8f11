package app

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/policies"
)

// demoHands is how many people's work is replayed side by side when a demonstration is set up.
const demoHands = 3

// LoadDemo fills an empty demonstration with matters by doing their acts, each at its own time before now: chains,
// clocks and documents are true because nothing is inserted. A database that already has a case is left alone.
func (a *App) LoadDemo(ctx context.Context) error {
	if !a.Config.Demo {
		return errs.New(errs.Forbidden, "identity.not_a_demo_database")
	}
	if there, err := a.begun(ctx); err != nil || there {
		return err
	}
	script, err := readDemo(policies.FS())
	if err != nil {
		return err
	}
	a.Logger.InfoContext(ctx, "filling the demonstration", "matters", len(script.stories))
	people, err := a.demoPeople(ctx)
	if err != nil {
		return err
	}
	if err := a.playAll(ctx, script, people); err != nil {
		return err
	}
	if err := a.Engine().Lapse(ctx); err != nil { // rights that ran out while the stories were played
		return err
	}
	_, err = a.Audit.Write(ctx, actor.Automatic("touchstone"), audit.Key{}, func(tx *audit.Tx) error {
		return tx.Record(ctx, audit.Event{Action: "demo.loaded", Kind: "installation", Details: map[string]any{"stories": len(script.stories)}})
	})
	return err
}

// playAll lets several players take the stories off one list, the longest first.
func (a *App) playAll(ctx context.Context, script *demoScript, people demoPeople) error {
	stories := slices.Clone(script.stories)
	slices.SortStableFunc(stories, func(x, y demoStory) int {
		return len(script.flat(y, y.recipe())) - len(script.flat(x, x.recipe()))
	})
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range demoHands {
		p, err := a.demoPlayer(script, people)
		if err != nil {
			return err
		}
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(stories) {
					return nil
				}
				if err := p.play(ctx, stories[i]); err != nil {
					return err
				}
			}
		})
	}
	return g.Wait()
}

// demoStory is one matter of the demonstration: a row of stories.csv by column.
type demoStory map[string]string

func (s demoStory) key() string    { return s["story"] }
func (s demoStory) recipe() string { return s["recipe"] }

// demoStep is one act or plain use case of a recipe: a row of steps.csv.
type demoStep struct {
	line                        int
	at, who, by, event, variant string
	fields                      [][2]string
}

// demoScript is what the demonstration's tables say.
type demoScript struct {
	stories []demoStory
	recipes map[string][]demoStep
	words   map[string]string // what an officer writes into a field, by its name or type
}

// readDemo reads demo/*.csv.
func readDemo(files fs.FS) (*demoScript, error) {
	out := &demoScript{recipes: map[string][]demoStep{}, words: map[string]string{}}
	rows, err := demoTable(files, "stories")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out.stories = append(out.stories, demoStory(r))
	}
	if rows, err = demoTable(files, "words"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		out.words[r["field"]] = r["text"]
	}
	if rows, err = demoTable(files, "steps"); err != nil {
		return nil, err
	}
	for n, r := range rows {
		s := demoStep{line: n + 2, at: r["at"], who: r["who"], by: r["by"], event: r["event"], variant: r["variant"]}
		for _, pair := range strings.Split(r["fields"], "|") {
			if name, v, ok := strings.Cut(pair, "="); ok {
				s.fields = append(s.fields, [2]string{strings.TrimSpace(name), strings.TrimSpace(v)})
			}
		}
		out.recipes[r["recipe"]] = append(out.recipes[r["recipe"]], s)
	}
	for _, s := range out.stories {
		if len(out.recipes[s.recipe()]) == 0 {
			return nil, fmt.Errorf("demo: story %s: no recipe %q", s.key(), s.recipe())
		}
	}
	return out, nil
}

func demoTable(files fs.FS, name string) (out []map[string]string, err error) {
	f, err := files.Open("demo/" + name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("demo: %s.csv: %w", name, err)
	}
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, column := range rows[0] {
			row[column] = r[i]
		}
		out = append(out, row)
	}
	return out, nil
}

// flat is the recipe of a story with the recipes it uses written out; a time on the line that uses one is that of its
// first step.
func (s *demoScript) flat(story demoStory, recipe string) []demoStep {
	var out []demoStep
	for _, step := range s.recipes[recipe] {
		name, ok := strings.CutPrefix(step.event, "use:")
		if !ok {
			out = append(out, step)
			continue
		}
		if column, ok := strings.CutPrefix(name, "{"); ok {
			name = story[strings.TrimSuffix(column, "}")]
		}
		used := s.flat(story, name)
		if step.at != "" && len(used) > 0 {
			used[0].at = step.at
		}
		out = append(out, used...)
	}
	return out
}

// demoPeople are the accounts by agency and role, in the order in which they were made.
type demoPeople map[string][]actor.Actor

// demoTime moves a player's clock: "+2d", "+3h" on from where it stands, "-40d" to a day before now. Acts are done in
// office hours of working weekdays, and never after now.
func demoTime(at string, clock, now time.Time) (time.Time, error) {
	if at == "" {
		return soonest(clock.Add(11*time.Minute), now), nil
	}
	n, unit := at[:len(at)-1], at[len(at)-1:]
	k, err := strconv.Atoi(n)
	length := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute}[unit]
	if err != nil || length == 0 {
		return clock, fmt.Errorf("demo: time %q", at)
	}
	if k < 0 {
		return now.Add(time.Duration(k) * length), nil
	}
	return soonest(officeHours(clock.Add(time.Duration(k)*length)), now), nil
}

func soonest(t, now time.Time) time.Time {
	if t.After(now) {
		return now
	}
	return t
}

const officeOpens, officeCloses = 9, 18

func officeHours(t time.Time) time.Time {
	t = t.In(law.Zone())
	switch {
	case t.Hour() < officeOpens:
		t = time.Date(t.Year(), t.Month(), t.Day(), officeOpens, t.Minute(), t.Second(), 0, t.Location())
	case t.Hour() >= officeCloses:
		t = time.Date(t.Year(), t.Month(), t.Day()+1, officeOpens, t.Minute(), t.Second(), 0, t.Location())
	}
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t
}
