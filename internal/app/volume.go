package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/policies"
)

// Volume says how much synthetic data Seed makes.
type Volume struct {
	Cases int
	Seed  uint64
	Plain bool // the chains bind no rows, and only cases have one: where nothing but lists is measured
}

// Seed loads synthetic cases by COPY, in one transaction: files, people on them, periods, facts, goods, tips, and the
// chains of the ledger with true hashes. It is for measuring, on a demonstration only: nobody did these acts.
func (a *App) Seed(ctx context.Context, v Volume) (err error) {
	if !a.Config.Demo {
		return errs.New(errs.Forbidden, "identity.not_a_demo_database")
	}
	script, err := readDemo(policies.FS())
	if err != nil {
		return err
	}
	conn, err := a.DB.Source().Connect(ctx, database.RoleMigrate)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	exec := func(sql string) error { _, err := conn.Exec(ctx, sql); return err }
	if err := exec("BEGIN"); err != nil {
		return err
	}
	w := newVolumeWorld(a, script, v)
	w.to = copyThrough(func(ctx context.Context, r io.Reader, sql string) error {
		_, err := conn.PgConn().CopyFrom(ctx, r, sql)
		return err
	})
	w.one = func(sql string, into ...any) error { return conn.QueryRow(ctx, sql).Scan(into...) }
	w.query = func(sql string) (rowsRead, error) { return conn.Query(ctx, sql) }
	if err := w.load(ctx); err != nil {
		return errors.Join(err, exec("ROLLBACK"))
	}
	for _, table := range seeded() {
		if err := exec(numbersOn(table)); err != nil {
			return err
		}
	}
	if err := exec("COMMIT"); err != nil {
		return err
	}
	if !v.Plain {
		if _, err := a.Audit.TakeUp(ctx, w.first); err != nil { // on chains that were there before
			return err
		}
	}
	return exec(settled)
}

type copyThrough func(ctx context.Context, r io.Reader, sql string) error

func (f copyThrough) copyFrom(ctx context.Context, r io.Reader, sql string) error {
	return f(ctx, r, sql)
}

// The measure of a large installation (performance.md), scaled with the number of cases.
const (
	volumeAgencies  = 24
	volumeUnits     = 8
	volumePeople    = 10 // of a unit
	perTip          = 8  // cases for each tip
	chainPerCase    = 3
	ownShare        = 10 // every tenth case lies with the demonstration's own bureau
	volumeDays      = 730
	compartmentedOf = 50 // one in so many
)

type volumeUnit struct {
	id, agency int64
	code, name string
	people     []actor.Actor
	intake     actor.Actor
	head       actor.Actor
}

type volumeCase struct {
	id, matter                                  int64
	ref, title, state, mineral, goods, nextCode string
	unit                                        *volumeUnit
	people                                      [3]actor.Actor
	marking                                     int
	compartmented                               bool
	registered, nextDue                         time.Time
	filed, decided, closed                      *time.Time
	grams, fen                                  int64
	clocks                                      []volumeClock
	late                                        bool
}

type volumeClock struct {
	code, state string
	start, due  time.Time
	closed      *time.Time
}

// volumeWorld is what is going to be loaded, by a generator that a seed fixes.
type volumeWorld struct {
	app      *App
	words    map[string]string
	size     int
	random   *rand.Rand
	bytes    *rand.ChaCha8
	now      time.Time
	to       copier
	one      func(sql string, into ...any) error
	query    func(sql string) (rowsRead, error)
	own      []*volumeUnit // of the demonstration's bureau
	units    []*volumeUnit
	cases    []volumeCase
	chain    *audit.Chainer
	first    map[string]int64 // the first free number of each table
	taken    map[string]bool
	plain    bool
	states   []law.State
	minerals [][2]string
	due      map[string]time.Time
}

func newVolumeWorld(a *App, script *demoScript, v Volume) *volumeWorld {
	var seed [32]byte
	for i := range 8 {
		seed[i] = byte(v.Seed >> (8 * i))
	}
	w := &volumeWorld{app: a, words: script.words, size: v.Cases, bytes: rand.NewChaCha8(seed), now: a.Clock().UTC().Truncate(time.Microsecond),
		chain: audit.NewChainer(), first: map[string]int64{}, taken: map[string]bool{}, due: map[string]time.Time{}, plain: v.Plain}
	w.random = rand.New(w.bytes)
	for _, s := range a.Book().States {
		if s.Machine == law.AdminCase {
			w.states = append(w.states, *s)
		}
	}
	for _, s := range script.stories {
		if pair := [2]string{s["mineral"], s["goods"]}; s["mineral"] != "" && !slices.Contains(w.minerals, pair) {
			w.minerals = append(w.minerals, pair)
		}
	}
	return w
}

func (w *volumeWorld) load(ctx context.Context) error {
	for _, table := range seeded() {
		n, err := w.firstOf(table)
		if err != nil {
			return err
		}
		w.first[table] = n
	}
	for _, step := range []func(context.Context) error{w.organisations, w.people, w.matters, w.tips, w.files, w.members, w.periods, w.facts, w.goods, w.acts,
		w.approvals, w.referrals, w.ledger, w.heads} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// ref draws a reference that is not used yet.
func (w *volumeWorld) ref(prefix string) (string, error) {
	for {
		ref, err := ids.NewRef(prefix, w.bytes)
		if err != nil || !w.taken[ref] {
			w.taken[ref] = true
			return ref, err
		}
	}
}

// organisations makes agencies with their units, and units of the demonstration's own bureau.
func (w *volumeWorld) organisations(ctx context.Context) error {
	bureau, err := w.agency("mofcom")
	if err != nil {
		return err
	}
	agency, unit := w.first["agencies"], w.first["org_units"]
	add := func(of int64) *volumeUnit {
		u := &volumeUnit{id: unit, agency: of, code: fmt.Sprintf("v%03d", unit), name: fmt.Sprintf("%s%03d", w.words["volume:unit"], unit)}
		unit++
		return u
	}
	for range volumeUnits / 2 {
		w.own = append(w.own, add(bureau))
	}
	err = copyRows(ctx, w.to, "agencies", "id, code, kind, name_zh, name_en, short_zh, own_penalty_power", func(put func(...any) error) error {
		for i := range volumeAgencies {
			name := fmt.Sprintf("%s%02d", w.words["volume:agency"], i+1)
			kind := []string{actor.Commerce, actor.Commerce, actor.Customs}[i%3]
			if err := put(agency, fmt.Sprintf("v%02d", i+1), kind, name, fmt.Sprintf("Synthetic %02d", i+1), name, kind == actor.Customs); err != nil {
				return err
			}
			for range volumeUnits {
				w.units = append(w.units, add(agency))
			}
			agency++
		}
		return nil
	})
	if err != nil {
		return err
	}
	return copyRows(ctx, w.to, "org_units", "id, agency_id, code, name_zh, name_en", func(put func(...any) error) error {
		for _, u := range slices.Concat(w.own, w.units) {
			if err := put(u.id, u.agency, u.code, u.name, u.code); err != nil {
				return err
			}
		}
		return nil
	})
}

// people gives every unit its officers, with the demonstration's password; two officers of the demonstration work in
// the bureau's first new unit as well, so that a person one can sign in as has many files.
func (w *volumeWorld) people(ctx context.Context) error {
	hash, err := w.password()
	if err != nil {
		return err
	}
	id := w.first["users"]
	err = copyRows(ctx, w.to, "users",
		"id, ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, clearance, credential_kind, password_hash, created_at",
		func(put func(...any) error) error {
			for _, u := range slices.Concat(w.own, w.units) {
				for i := range volumePeople {
					ref, err := w.ref(ids.User)
					if err != nil {
						return err
					}
					x := actor.Actor{UserID: id, Username: fmt.Sprintf("v%d", id), Name: fmt.Sprintf("%s%d", w.words["volume:user"], id), AgencyID: u.agency, UnitID: u.id,
						UnitName: u.name, Roles: []actor.Role{volumeRole(i)}}
					switch i {
					case 0:
						u.head = x
					case 1:
						u.intake = x
					default:
						u.people = append(u.people, x)
					}
					if err := put(id, ref, u.agency, u.id, x.Username, x.Name, x.Username, "V-"+x.Username, 2, "demo", hash, w.now); err != nil {
						return err
					}
					id++
				}
			}
			return nil
		})
	if err != nil {
		return err
	}
	grant, from, to := w.first["role_grants"], w.now.AddDate(-5, 0, 0), w.now.AddDate(20, 0, 0)
	user := w.first["users"]
	err = copyRows(ctx, w.to, "role_grants", "id, user_id, role, agency_id, valid_from, valid_to", func(put func(...any) error) error {
		for _, u := range slices.Concat(w.own, w.units) {
			for i := range volumePeople {
				if err := put(grant, user, string(volumeRole(i)), u.agency, from, to); err != nil {
					return err
				}
				grant, user = grant+1, user+1
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.signable()
}

func volumeRole(i int) actor.Role {
	switch i {
	case 0:
		return actor.UnitHead
	case 1:
		return actor.IntakeOfficer
	}
	return actor.CaseHandler
}

// signable puts the demonstration's unit and its two officers among those who get cases.
func (w *volumeWorld) signable() error {
	u := &volumeUnit{intake: w.own[0].intake, head: w.own[0].head}
	for _, name := range []string{"officer", "officer2"} {
		x, err := w.officer(name)
		if err != nil {
			return err
		}
		u.people = append(u.people, x)
		u.id, u.agency = x.UnitID, x.AgencyID
	}
	u.people = append(u.people, w.own[0].people...)
	w.own = append(w.own, u)
	return nil
}
