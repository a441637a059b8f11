package law

import "time"

// Meaning is what a time in a form is for the periods of the act (forms.csv).
type Meaning string

// What a time may be.
const (
	Occurred Meaning = "occurred" // when that happened which the act records: periods run from it
	EndsOn   Meaning = "limit"    // the end that the act gives a period
)

// Moment is the first time of a form that has a meaning, is given and has come (until zero: or will come); zero where there is none,
// or no form.
func (f *Form) Moment(v Values, m Meaning, until time.Time) time.Time {
	if f == nil {
		return time.Time{}
	}
	for _, x := range f.Fields {
		if t := v.Time(x.Name); x.Meaning == m && !t.IsZero() && (until.IsZero() || !t.After(until)) {
			return t
		}
	}
	return time.Time{}
}
