package enginetest_test

import (
	"fmt"
	"testing"

	"touchstone/internal/audit"
	"touchstone/internal/deadline"
	"touchstone/internal/law"
	"touchstone/policies"
)

// moved changes clocks of the file directly, as an act would.
func (m affair) moved(do func(tx *audit.Tx) error) {
	m.t.Helper()
	_, err := audit.New(m.db, m.clock.Now).Write(m.t.Context(), m.people["handler"], audit.Key{}, func(tx *audit.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return tx.Record(m.t.Context(), audit.Event{Stream: audit.Stream(fmt.Sprintf("case:%d", m.target.ID)), Action: "clock.moved", Kind: "case",
			TargetID: m.target.ID,
			CaseID:   m.target.ID})
	})
	if err != nil {
		m.t.Error(err)
	}
}

// move is what an act on the file says to a clock, now.
func (m affair) move(code string) deadline.Move {
	f := m.file()
	return deadline.Move{Code: code, TargetKind: "case", TargetID: m.target.ID, Entity: law.AdminCase, MatterID: f.MatterID, CaseID: m.target.ID,
		OwnerAgencyID: m.people["handler"].AgencyID, Now: m.clock.Now(), From: m.clock.Now(), Basis: "APL 60"}
}

// TestKeeper_ExtendsByTheRowOrTheAct: an extension that names no day is as long as the row allows; one that names a day ends there, and
// so does a clock that begins with its end.
func TestKeeper_ExtendsByTheRowOrTheAct(t *testing.T) {
	h := build(t)
	m, other := h.inquiry(h.clock.Now()), h.open(nil)
	k := deadline.Keeper{Book: law.Fixed(h.book)}
	m.moved(func(tx *audit.Tx) error { return k.Extend(t.Context(), tx, m.move("TIN-010")) })
	m.is("TIN-010", "RUNNING", "2026-04-11 23:59")
	until, early := at("2026-04-08 00:00"), at("2026-03-05 10:00")
	named := m.move("TIN-010")
	named.Until = &until
	m.moved(func(tx *audit.Tx) error { return k.Extend(t.Context(), tx, named) })
	m.is("TIN-010", "RUNNING", "2026-04-08 23:59")
	begun := other.move("TIN-030")
	begun.Until = &early
	other.moved(func(tx *audit.Tx) error { return k.Start(tx, begun) })
	other.is("TIN-030", "RUNNING", "2026-03-05 10:00")
	again := other.move("TIN-030")
	other.moved(func(tx *audit.Tx) error { return k.Start(tx, again) })
	other.is("TIN-030", "RUNNING", "2026-03-05 10:00") // what runs is not begun anew
	other.moved(func(tx *audit.Tx) error { return k.Extend(t.Context(), tx, other.move("TIN-010")) })
	other.moved(func(tx *audit.Tx) error { return k.Resume(t.Context(), tx, other.move("TIN-030")) })
	other.is("TIN-030", "RUNNING", "2026-03-05 10:00") // nothing stood still
	other.moved(func(tx *audit.Tx) error { return k.Stop(t.Context(), tx, other.move("TIN-020")) })
	var n int
	m.scan("SELECT count(*) FROM clocks WHERE case_id = $1 AND code <> 'TIN-030'", []any{other.target.ID}, &n)
	if n != 0 {
		t.Errorf("%d clocks that nobody started", n)
	}
}

// TestKeeper_AnIntervalIsNeverLate: what may not happen before a day has passed is over when it has, and nobody is late.
func TestKeeper_AnIntervalIsNeverLate(t *testing.T) {
	h := build(t)
	m := h.open(nil)
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	k := deadline.Keeper{Book: law.Fixed(book)}
	m.moved(func(tx *audit.Tx) error { return k.Start(tx, m.move("ADM-051"), m.move("ADM-020")) })
	h.set("2026-07-01 09:00")
	m.moved(func(tx *audit.Tx) error { return k.Stop(t.Context(), tx, m.move("ADM-051")) })
	m.moved(func(tx *audit.Tx) error { return k.Stop(t.Context(), tx, m.move("ADM-020")) })
	m.is("ADM-051", "LAPSED", "2026-03-12 00:00")
	m.is("ADM-020", "LATE", "")
}

// TestKeeper_CarriesWhatTheReceiverOwes: the periods of a referral that its receiver owes go to his own file when there is one; those of
// others stay.
func TestKeeper_CarriesWhatTheReceiverOwes(t *testing.T) {
	h := build(t)
	m, own, other := h.inquiry(h.clock.Now()), h.open(nil), h.inquiry(h.clock.Now())
	r, r2 := m.hand(), other.hand()
	k := deadline.Keeper{Book: law.Fixed(h.book)}
	m.moved(func(tx *audit.Tx) error { k.Carry(tx, r.ID, m.people["police"].AgencyID, own.target.ID); return nil })
	where := func(kind string, id int64, code string) (file int64) {
		m.scan("SELECT case_id FROM clocks WHERE target_kind = $1 AND target_id = $2 AND code = $3", []any{kind, id, code}, &file)
		return file
	}
	if got := where("referral", r.ID, "RCV-010"); got != own.target.ID {
		t.Errorf("the receipt stands on %d, want %d", got, own.target.ID)
	}
	if where("referral", r2.ID, "RCV-010") != other.target.ID || where("case", m.target.ID, "TIN-010") != m.target.ID {
		t.Error("what somebody else owes was carried")
	}
	m.moved(func(tx *audit.Tx) error { k.Carry(tx, r2.ID, m.people["handler"].AgencyID, own.target.ID); return nil })
	if where("referral", r2.ID, "RCV-010") != other.target.ID {
		t.Error("what the receiver does not owe was carried")
	}
}

// TestKeeper_LapsesOfTheNamedCases: what ran out on a case whose turn was not taken stays, for the next run.
func TestKeeper_LapsesOfTheNamedCases(t *testing.T) {
	h := build(t)
	m, other := h.inquiry(h.clock.Now()), h.inquiry(h.clock.Now())
	h.set("2026-03-20 09:00")
	k := deadline.Keeper{Book: law.Fixed(h.book)}
	m.moved(func(tx *audit.Tx) error {
		if n, err := k.Lapse(t.Context(), tx, []int64{m.target.ID}); n != 1 || err != nil {
			t.Errorf("%d closed, %v", n, err)
		}
		return nil
	})
	m.is("TIN-030", "LAPSED", "2026-03-12 09:00")
	other.is("TIN-030", "RUNNING", "2026-03-12 09:00")
}
