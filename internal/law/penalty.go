package law

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/canon"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// What a fine is measured by.
const (
	BaseTurnover = "illegal_turnover" // 违法经营额
	BaseIncome   = "illegal_income"   // 违法所得
	BaseGoods    = "goods_value"
	BaseNone     = "none"
)

// What is known of the base (enum turnover_state).
const (
	Established    = "ESTABLISHED"
	None           = "NONE"
	NotEstablished = "NOT_ESTABLISHED"
)

// Results of the calculator.
const (
	StateRange     = "RANGE"
	StateNeeds     = "NEEDS_LEGAL_DETERMINATION"
	StateNoFine    = "NO_FINE"
	StateNotInLaw  = "NOT_IN_FORCE"
	LimbAtOrAbove  = "at_or_above"
	LimbBelow      = "below_or_none"
	LimbFixed      = "fixed"
	LimbMultipleOf = "multiple"
)

// Penalty is a row of penalties.csv: one violation, from one date on.
type Penalty struct {
	Code, Basis, Base, Gravity, Party, Authority, SourceStatus string
	Name                                                       i18n.Label
	Threshold, MinMultiple, MaxMultiple, FixedMin, FixedMax    *decimal.Decimal
	Other                                                      []i18n.Label // other measures
	Mandatory                                                  bool
	ValidFrom                                                  time.Time
	Version                                                    string // digest of the row: what a record of the calculation keeps
}

// HasFine tells whether the row provides for a fine at all.
func (p *Penalty) HasFine() bool { return p.MinMultiple != nil || p.FixedMin != nil }

// PenaltyInput is what the calculator needs to know.
type PenaltyInput struct {
	Code     string
	ActDate  time.Time
	Party    string // person | entity | "" not said
	Turnover string // Established, None or NotEstablished: state of the row's base, whatever that is
	Amount   decimal.Decimal
	Income   *decimal.Decimal // illegal income: the base where the row says so, and what is confiscated
}

// PenaltyRange is what the text of the law allows. A person decides.
type PenaltyRange struct {
	Code, State, Base, Limb, Basis string
	Min, Max                       *decimal.Decimal
	Threshold                      *decimal.Decimal
	AtThreshold                    *decimal.Decimal // minimum at the threshold: the jump to show beside a number near it
	Confiscate                     *decimal.Decimal // illegal income, a line of its own (APL 28)
	Optional                       bool             // the law says "may"
	Also                           []i18n.Label     // other measures
	Name                           i18n.Label
	Version                        string
	ValidFrom                      time.Time
}

func buildPenalties(t *tables) ([]*Penalty, error) {
	var out []*Penalty
	for _, r := range t.penalties.rows {
		from, err := time.ParseInLocation(time.DateOnly, r["valid_from"], Zone())
		if err != nil {
			return nil, err
		}
		p := &Penalty{Code: r["violation_code"], Name: t.label("penalties", r, "violation"), Basis: r["legal_basis"], Base: r["base"],
			Gravity: r["gravity"], Party: r["party"], Authority: r["authority"], SourceStatus: r["source_status"],
			Other:     t.label("penalties", r, "other_measures").Parts(";"),
			Mandatory: yes(r["fine_mandatory"]), ValidFrom: from}
		for col, into := range map[string]**decimal.Decimal{"threshold_cny": &p.Threshold, "at_or_above_min_multiple": &p.MinMultiple,
			"at_or_above_max_multiple": &p.MaxMultiple, "below_or_none_min_cny": &p.FixedMin, "below_or_none_max_cny": &p.FixedMax} {
			if r[col] == "" {
				continue
			}
			d, err := decimal.NewFromString(r[col])
			if err != nil {
				return nil, err
			}
			*into = &d
		}
		cells := make(map[string]any, len(r))
		for k, v := range r {
			cells[k] = v
		}
		p.Version = canon.New("penalty").Map(cells).Sum()
		out = append(out, p)
	}
	return out, nil
}

// Penalty returns the row of a violation that applied on a date; if none did, the earliest later one and false.
func (b *Edition) Penalty(code string, on time.Time) (p *Penalty, inForce bool) {
	var later *Penalty
	for _, x := range b.Penalties {
		switch {
		case x.Code != code:
		case !midnight(on).Before(x.ValidFrom) && (p == nil || x.ValidFrom.After(p.ValidFrom)):
			p = x
		case midnight(on).Before(x.ValidFrom) && (later == nil || x.ValidFrom.Before(later.ValidFrom)):
			later = x
		}
	}
	if p != nil {
		return p, true
	}
	return later, false
}

// Range applies procedure.md §4.3: at or above the threshold a multiple of the base, below it or without base the
// fixed range, and no range at all where the base has not been established.
func (b *Edition) Range(in PenaltyInput) (PenaltyRange, error) {
	p, inForce := b.Penalty(in.Code, in.ActDate)
	if p == nil {
		return PenaltyRange{}, errs.New(errs.NotFound, "law.no_such_violation", "code", in.Code)
	}
	if in.Party != "" && in.Party != "person" && in.Party != "entity" || in.Party != "" && p.Party != "any" && p.Party != in.Party {
		return PenaltyRange{}, errs.Invalid(errs.Field{Name: "party", Key: "law.party_does_not_fit"})
	}
	if in.Amount.IsNegative() || in.Income != nil && in.Income.IsNegative() {
		return PenaltyRange{}, errs.Invalid(errs.Field{Name: "amount", Key: "form.negative"})
	}
	r := PenaltyRange{Code: p.Code, Base: p.Base, Basis: p.Basis, Optional: !p.Mandatory, Also: p.Other, Name: p.Name,
		Version: p.Version, ValidFrom: p.ValidFrom, Threshold: p.Threshold}
	if !inForce {
		r.State, r.Also = StateNotInLaw, nil
		return r, nil
	}
	if in.Income != nil && confiscates(p) {
		r.Confiscate = in.Income
	}
	if p.MinMultiple != nil && p.FixedMin != nil {
		jump := p.Threshold.Mul(*p.MinMultiple)
		r.AtThreshold = &jump
	}
	p.limb(in, &r)
	return r, nil
}

// TakesIncome tells whether a measure beside the fine is the confiscation of illegal income.
func TakesIncome(measure i18n.Label) bool {
	return strings.Contains(measure.ZH, "没收") && strings.Contains(measure.ZH, "违法所得")
}

func confiscates(p *Penalty) bool { return slices.ContainsFunc(p.Other, TakesIncome) }

// limb chooses the limb of the provision.
func (p *Penalty) limb(in PenaltyInput, r *PenaltyRange) {
	state, amount := in.Turnover, in.Amount
	if p.Base == BaseIncome && in.Income != nil {
		state, amount = Established, *in.Income
	}
	set := func(limb string, low, high decimal.Decimal) {
		r.State, r.Limb, r.Min, r.Max = StateRange, limb, &low, &high
	}
	switch {
	case !p.HasFine():
		r.State = StateNoFine
	case p.MinMultiple == nil:
		set(LimbFixed, *p.FixedMin, *p.FixedMax)
	case state == Established && amount.GreaterThanOrEqual(*p.Threshold):
		limb := LimbAtOrAbove
		if p.FixedMin == nil {
			limb = LimbMultipleOf // a share of the value, without a threshold
		}
		set(limb, amount.Mul(*p.MinMultiple), amount.Mul(*p.MaxMultiple))
	case p.FixedMin != nil && (state == Established || state == None):
		set(LimbBelow, *p.FixedMin, *p.FixedMax)
	default:
		r.State = StateNeeds
	}
}

// LateFee is the additional fine for late payment: three per cent of the fine a day, never more than the fine (APL 72).
func LateFee(fine decimal.Decimal, days int) decimal.Decimal {
	if days <= 0 || !fine.IsPositive() {
		return decimal.Zero
	}
	return decimal.Min(fine, fine.Mul(decimal.New(3, -2)).Mul(decimal.NewFromInt(int64(days))))
}
