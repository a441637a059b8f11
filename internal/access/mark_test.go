package access_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

// What a page, a paper or a row of a list shows as the marking of a thing is that of the file it belongs to, of a pointer to state
// security and of what hangs on one the stricter of the two; of a referral and a tip their own.
func TestMark_IsThatOfTheFileOrTheStricterOfItsPointer(t *testing.T) {
	t.Parallel()
	w, stricter := newWorld(t), 0
	for n := range uint64(8) {
		dice{rand.New(rand.NewPCG(n, 3)), w}.roll(roles(t))
		w.store()
		for _, kind := range access.Kinds() {
			for _, r := range w.rows[tableOf(kind)] {
				want, file := w.markOf(kind, r)
				got := w.number(fmt.Sprintf("SELECT %s::bigint", access.MarkOf(kind, fmt.Sprint(r.id()))), nil)
				if got != int(want) {
					t.Errorf("%s %d is marked %d, want %d", kind, r.id(), got, want)
				}
				if want > file {
					stricter++
				}
			}
		}
	}
	if stricter == 0 {
		t.Error("no pointer is stricter than its file")
	}
	if got := access.MarkHere(access.Admin); got != "1" {
		t.Errorf("what has no marking is internal, not %s", got)
	}
}

// markOf is the marking of a thing, and that of its file.
func (w *world) markOf(kind access.Kind, r row) (mark, file int16) {
	pointer := func(is, id any) int16 {
		if mh := w.find("mss_handovers", id); is == "mss" && mh != nil {
			return mh["marking"].(int16)
		}
		return 0
	}
	switch kind {
	case access.Referral, access.Tip:
		return r["marking"].(int16), r["marking"].(int16)
	case access.User, access.Report:
		return 1, 1
	case access.AccessRequest:
		if r["case_id"] == nil {
			return 1, 1
		}
	}
	file = w.home(kind, r)["marking"].(int16)
	switch kind {
	case access.MSS:
		return max(file, r["marking"].(int16)), file
	case access.Approval:
		return max(file, pointer(r["root_kind"], r["root_id"])), file
	case access.Document, access.Clock:
		return max(file, pointer(r["target_kind"], r["target_id"])), file
	}
	return file, file
}

// To lock a thing is to open it, so the page is told its marking.
func TestLock_TellsTheMarkingThatItOpens(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for kind, name := range map[access.Kind]string{access.Case: "own_unit", access.Evidence: "own_unit", access.Referral: "own_unit"} {
		ctx, target := actor.Opening(t.Context()), s.target(kind, name)
		tx := s.tx()
		if _, err := s.p.Lock(ctx, tx, officer, access.Act, target); err != nil {
			t.Fatal(err)
		}
		_ = tx.Rollback() // the next one is of the same matter
		mark, _ := s.markOf(kind, s.find(tableOf(kind), target.ID))
		if got, any := actor.Highest(ctx); !any || int16(got) != mark {
			t.Errorf("%s: opened %v, want %v", kind, got, mark)
		}
	}
}
