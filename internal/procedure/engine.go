package procedure

import (
	"context"
	"io"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/deadline"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Projector keeps the copies that lists and reports read (next_due, marking, case_facts); cases.Project.
type Projector func(tx *audit.Tx, caseIDs []int64)

// Engine runs acts.
type Engine struct {
	book    law.Current
	reg     *Registry
	log     *audit.Log
	access  *access.Policy
	project Projector
	clocks  deadline.Keeper
	random  io.Reader
	reader  database.Q
	now     func() time.Time
	ask     Challenge  // nil: nothing that binds is submitted
	blobs   blob.Store // nil: whoever gives the files sees to it that they are there
	seal    sealer

	rechecks bool
}

// Parts are what an engine is made of.
type Parts struct {
	Book      law.Current
	Registry  *Registry
	Log       *audit.Log
	Access    *access.Policy
	Project   Projector
	Random    io.Reader // draws references
	Reader    database.Q
	Now       func() time.Time
	Challenge Challenge // identity asks for the credential
	Blobs     blob.Store
	Rechecks  bool   // after each act the file in hand is compared with the stored one: for tests
	Secret    []byte // of the installation, outside the database; drawn where there is none
}

// New wires the engine.
func New(p Parts) *Engine {
	return &Engine{book: p.Book, reg: p.Registry, log: p.Log, access: p.Access, project: p.Project, clocks: deadline.Keeper{Book: p.Book}, random: p.Random,
		reader: p.Reader, now: p.Now, ask: p.Challenge, blobs: p.Blobs, seal: newSealer(p.Secret, p.Random), rechecks: p.Rechecks}
}

// Book is the edition of the day.
func (e *Engine) Book() *law.Edition { return e.book() }

// lawOf is the edition of the day of an act; one that is only weighed has no moment of its own.
func (e *Engine) lawOf(a *Act) *law.Edition {
	if a.Now.IsZero() {
		return e.book()
	}
	return e.book().On(a.Now)
}

// Registry returns the functions the rows name.
func (e *Engine) Registry() *Registry { return e.reg }

// Command is one request to do an act.
type Command struct {
	Target  matter.Target // ID 0: the act creates its object
	Parent  matter.Target // where it is created
	Event   string
	Variant string
	Input   law.Values
	Uploads []Upload
	// Place puts the bytes of Uploads at their addresses, when nothing refuses the act any more; nil: they lie there.
	Place   func(context.Context) error
	Version int // of the target as the page printed it; -1 skips the comparison (jobs, seed)
	Key     audit.Key
	// Approval is the proposal this act decides, with the digest of what the decider was shown.
	Approval int64
	Digest   string
}

// Subject is the object whose file the act stands on.
func (c Command) Subject() matter.Target {
	if c.Target.ID == 0 {
		return c.Parent
	}
	return c.Target
}

// Receipt is what an act leaves for the browser.
type Receipt struct {
	ActID    int64
	Target   matter.Target
	Ref      string
	State    string
	Location string
	Approval string // reference of a proposal, when that is what was made
	Replayed bool
}

// load reads the matter of a locked root.
func (e *Engine) load(ctx context.Context, q database.Q, matterID int64, now time.Time) (*matter.File, error) {
	return matter.Load(ctx, q, e.book(), matterID, now)
}

// rolesOf converts table roles for the inbox.
func rolesOf(rs []actor.Role) []string {
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = string(r)
	}
	return out
}

// Policy returns who may do what on which rows.
func (e *Engine) Policy() *access.Policy { return e.access }
