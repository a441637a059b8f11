package law

import (
	"slices"
	"strconv"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// Units of periods.
const (
	Hours        = "hours"
	WorkingDays  = "working_days"
	CalendarDays = "calendar_days"
	Months       = "months"
)

// What happens at the end of a period.
const (
	Overdue        = "overdue"         // late, still to be done
	UnlawfullyHeld = "unlawfully_held" // holding must end now
	AutoEscalate   = "auto_escalate"   // late, and the next head and the auditor are told
	Lapses         = "lapses"          // a right or state ends, nobody is late
)

// Clock is a statutory period.
type Clock struct {
	Code                    string
	Name                    i18n.Label
	Entity                  Machine
	StartEvents, StopEvents []string
	CountedFrom             []string // fields of a form, and events, whose day it counts from; none: what the act says happened
	Amount                  int
	Unit, DayRule           string
	RuleText                i18n.Label // how its days are counted
	Rolls                   bool       // an end on a holiday moves to the first working day after
	Minimum                 bool       // a "not before", never late
	Extendable              bool
	MaxExtension            int    // 0 = as approved
	MaxExtensionUnit        string // unit of MaxExtension
	MaxExtensions           int    // 0 = no fixed number
	Approver, Owner         string // a role or an outside party
	OnExpiry                string
	Basis, SourceStatus     string
	Notes                   i18n.Label
}

// CustodyRule tells whether somebody is held under the clock: its end never moves.
func (k *Clock) CustodyRule() bool {
	return k.DayRule == "calendar_no_roll_custody" || k.DayRule == "months_no_roll_custody"
}

func (b *Edition) buildClocks() error {
	rules := keyed(b.tables.dayRules, "code")
	for _, r := range b.tables.clocks.rows {
		amount, err := strconv.Atoi(r["amount"])
		if err != nil {
			return err
		}
		k := &Clock{Code: r["code"], Name: b.tables.label("clocks", r, "name"), Entity: Machine(r["entity"]),
			StartEvents: list(r["start_events"], "|"), StopEvents: list(r["stop_events"], "|"), CountedFrom: list(r["counted_from"], "|"),
			Amount: amount, Unit: r["unit"], DayRule: r["day_rule"],
			RuleText: b.tables.label("day_rules", rules[r["day_rule"]], "description"),
			Rolls:    yes(r["rolls_over_holiday"]), Minimum: yes(r["minimum_interval"]), Extendable: yes(r["extendable"]),
			MaxExtension: number(r["max_extension_amount"]), MaxExtensionUnit: r["max_extension_unit"], MaxExtensions: number(r["max_extensions"]),
			Approver: r["extension_approver_role"], Owner: r["owner_role"], OnExpiry: r["on_expiry"], Basis: r["legal_basis"], SourceStatus: r["source_status"],
			Notes: b.tables.label("clocks", r, "notes")}
		b.Clocks, b.clocks[k.Code] = append(b.Clocks, k), k
	}
	for _, r := range b.tables.thresholds.rows {
		b.thresholds = append(b.thresholds, limits{nearPercent: number(r["near_percent"]), nearWorkingDays: number(r["near_working_days"]),
			nearHours: number(r["near_hours"]), urgentHours: number(r["urgent_hours"])})
	}
	return nil
}

// number reads a cell that check has found to be empty or a whole number.
func number(cell string) int {
	n, _ := strconv.Atoi(cell)
	return n
}

// Extension lengthens a running period: by an amount, to a date that an instrument sets, or by excluded time (a pause).
type Extension struct {
	Amount int       // by so many units
	Unit   string    // empty: the unit of the clock
	Until  time.Time // or: to the end of this day (hour clocks: to this minute), as the instrument says
	From   time.Time // or: time from here …
	To     time.Time // … to here does not count; zero: still paused
	Basis  string    // instrument and article
}

// Pause tells whether it is excluded time.
func (e Extension) Pause() bool { return !e.From.IsZero() }

// Due says when a period ends and how that was found.
type Due struct {
	Code        string
	Start       time.Time
	Due         time.Time // last second of the last day; minute of hour clocks; first permitted moment of minimum intervals
	DueOn       string    // its date in legal time
	Unit        string
	Amount      int
	Skipped     []string // days that did not count or over which the end moved
	Provisional bool     // a day beyond the holiday table mattered
	Paused      bool     // time is excluded and has not ended
	Basis       string
	Minimum     bool
	Steps       []Step
}

// Step is one line of the computation. Kind: start, count, skip, pause, extend, until, roll, after, end.
type Step struct {
	Kind string `json:"kind"`
	On   string `json:"on"`
	N    int    `json:"n,omitempty"`
	Unit string `json:"unit,omitempty"`
	Note string `json:"note,omitempty"` // name of the holiday or instrument
}

// Due computes the end of a clock that starts at start. The first day (for hours: the seconds of the first minute)
// is not counted. Extensions lengthen the period as one whole, so that only its very end moves over a holiday.
// cal may be nil: then the book's own calendar counts.
func (b *Edition) Due(code string, start time.Time, cal *Calendar, ext ...Extension) (Due, error) {
	k := b.clocks[code]
	if k == nil {
		return Due{}, errs.New(errs.NotFound, "law.no_such_clock", "code", code)
	}
	if start.IsZero() || start.Year() < 1900 || start.Year() > 2400 {
		return Due{}, errs.Invalid(errs.Field{Name: "start", Key: "form.datetime"})
	}
	if cal == nil {
		cal = b.Calendar
	}
	c := &count{k: k, cal: cal, d: Due{Code: code, Start: start, Unit: k.Unit, Amount: k.Amount, Basis: k.Basis, Minimum: k.Minimum}}
	c.run(start, ext)
	return c.d, nil
}

// CheckExtension tells whether one more extension stays within what the clock's row allows. Pauses do not count.
func (b *Edition) CheckExtension(code string, start time.Time, earlier []Extension, next Extension) error {
	k := b.clocks[code]
	if k == nil {
		return errs.New(errs.NotFound, "law.no_such_clock", "code", code)
	}
	if !k.Extendable {
		return errs.Invalid(errs.Field{Name: "clock", Key: "law.not_extendable"})
	}
	all := slices.DeleteFunc(append(slices.Clone(earlier), next), Extension.Pause)
	if k.MaxExtensions > 0 && len(all) > k.MaxExtensions {
		return errs.Invalid(errs.Field{Name: "clock", Key: "law.too_many_extensions", Args: []any{"n", k.MaxExtensions}})
	}
	if next.Amount < 0 || next.Amount == 0 && next.Until.IsZero() {
		return errs.Invalid(errs.Field{Name: "amount", Key: "law.extension_empty"})
	}
	if k.MaxExtension == 0 {
		return nil
	}
	got, err := b.Due(code, start, nil, all...)
	if err != nil {
		return err
	}
	most, err := b.Due(code, start, nil, Extension{Amount: k.MaxExtension, Unit: k.MaxExtensionUnit})
	if err != nil {
		return err
	}
	if got.Due.After(most.Due) {
		return errs.Invalid(errs.Field{Name: "amount", Key: "law.extension_too_long", Args: []any{"until", most.DueOn}})
	}
	return nil
}
