package procedure

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/deadline"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Act is one act while it is being done: what the guards and effects see.
type Act struct {
	Row      *law.Act
	Target   matter.Target
	Parent   matter.Target // where a new object is created
	From, To string
	Round    int
	Now      time.Time
	Who      actor.Actor
	Role     actor.Role // the role in which Who acts
	Input    law.Values
	Uploads  []Upload
	Proposer *Signer // who proposed, when another decides
	// Proposing is set while only a proposal is being made: guards about the decider do not apply yet.
	Proposing bool
	// Twin is set for an act that another act caused; it has no role check and no guards of its own.
	Twin bool
	// Origin is the act that caused a twin, else nil.
	Origin *Act
	// ID is the row in acts, known once the act is written.
	ID int64
	// Location is where the browser goes afterwards; an effect that creates something sets it.
	Location string
	// Due carries a limit written in the act (a fixed new due date) for clocks that the act starts or extends.
	Due *time.Time

	caseID      int64  // the file on whose timeline the act stands, as it was when the act was written
	stream      string // the chain it belongs to, likewise
	also, notes []string
	changed     []matter.Part   // of the file, by its effects
	starts      []deadline.Move // the clocks that it starts
	clocks      bool            // it moved a clock
	issued      bool            // it issued a paper
	emitted     int             // how many of the row's emits have been fired
	opened      []int64         // approvals opened
	approval    int64           // the stored proposal that is decided
	stored      bool            // the input is that of a stored proposal: what it names was judged when it was made
}

// Signer is a person who signed a proposal.
type Signer struct {
	ID   int64
	Name string
	Role actor.Role
}

// Upload is a file that came with the act's form; its bytes are already stored. It has a reference once it is on record.
type Upload struct {
	Ref                        string
	Field, Name, Digest, Media string
	Size                       int64
	AgencyID, CaseID           int64
}

// Verdict is what a guard says. The zero value passes.
type Verdict struct {
	Failed bool
	// Detail names what is missing, as an i18n key with arguments; the sentence itself is the table's.
	Detail string
	Args   []any
	// Field is what in the form is to blame, if one thing is; Detail then stands beside it too.
	Field string
}

// Pass and Fail make verdicts readable where they are given.
func Pass() Verdict { return Verdict{} }

// Fail is a failed verdict; detail may be empty.
func Fail(detail string, args ...any) Verdict {
	return Verdict{Failed: true, Detail: detail, Args: args}
}

// FailIn is a failed verdict that blames a field.
func FailIn(field, detail string, args ...any) Verdict {
	return Verdict{Failed: true, Detail: detail, Args: args, Field: field}
}

// When fails unless the condition holds.
func When(ok bool) Verdict { return Verdict{Failed: !ok} }

// Guard is one atomic rule of guards.csv.
type Guard func(a *Act, f *matter.File) Verdict

// Cond is one named fact of conditions.csv.
type Cond func(a *Act, f *matter.File) bool

// Effect is what an event does beyond state, clocks and documents. Create effects run before the act is
// written and return the id of the new object; others run after it.
type Effect func(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) error

// Create inserts the object that an act from (new) brings into being, in state a.To, and returns its id.
type Create func(ctx context.Context, tx *audit.Tx, a *Act, f *matter.File) (int64, error)

// Track is what a feature contributes to the engine for one machine.
type Track struct {
	Guards  map[string]Guard
	Conds   map[string]Cond
	Effects map[string]Effect // by event
	Creates map[string]Create // by event
	Figures map[string]Figure // by event
	Prior   Prior
	Seen    []SeenPart
}

// clockField is the answer of the acts on periods (any_clock) that says which one they pause, resume or extend.
const clockField = "clock"

// Figure is what the file itself says about an act, computed by the feature that knows the law: the range of a fine
// beside the fine. It stands on the form, the proposal and the page that is signed, and decides nothing.
type Figure func(ctx context.Context, a *Act, f *matter.File) []Line

// Line is something that a file says, as the reader reads it.
type Line struct{ Label, Value string }
