package audit

import (
	"strconv"
	"strings"

	"touchstone/internal/actor"
)

// Stream names one chain of events.
type Stream string

const readingSuffix = ":read"

// CaseStream is the chain of a case, its evidence and its persons.
func CaseStream(id int64) Stream { return numbered("case:", id) }

// ReferralStream is the chain of a referral.
func ReferralStream(id int64) Stream { return numbered("referral:", id) }

// MSSStream is the chain of a state-security handover.
func MSSStream(id int64) Stream { return numbered("mss:", id) }

// UnitStream is the chain of what has no root: accounts, tips, sign-ins.
func UnitStream(unitID int64) Stream { return numbered("unit:", unitID) }

// Reading is the second stream of the same root, for reads on record (security D13).
func (s Stream) Reading() Stream {
	if strings.HasSuffix(string(s), readingSuffix) {
		return s
	}
	return s + readingSuffix
}

// Valid tells whether the stream is one of the known shapes.
func (s Stream) Valid() bool {
	rest, _ := strings.CutSuffix(string(s), readingSuffix)
	kind, id, _ := strings.Cut(rest, ":")
	if kind != "case" && kind != "referral" && kind != "mss" && kind != "unit" {
		return false
	}
	n, _ := strconv.ParseInt(id, 10, 64) // what is no number is not written as that one
	return n >= 0 && strconv.FormatInt(n, 10) == id
}

func numbered(prefix string, id int64) Stream { return Stream(prefix + strconv.FormatInt(id, 10)) }

func unitOf(who actor.Actor) Stream { return UnitStream(who.UnitID) }
