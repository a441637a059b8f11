package procedure

import (
	"strconv"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// lister writes a list. Each method adds one fact, and none where there is nothing to say: what appears later is a fact
// that was not there.
type lister struct {
	list Seen
	at   string // prefix of the keys, with its colon
	seal sealer
}

// Fact is one of a kind with its values.
func (l *lister) Fact(key string, kind Kind, values ...string) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return
	}
	l.list = append(l.list, Fact{Key: l.at + key, Kind: kind, Values: values})
}

// Text is what is written.
func (l *lister) Text(key, s string) { l.Fact(key, KindText, s) }

// Coded is a value of a list of the tables.
func (l *lister) Coded(key, list, code string) { l.Fact(key, Kind(KindEnum+list), code) }

// Words is a code with its sentence in the catalogue.
func (l *lister) Words(key, of, code string) { l.Fact(key, Kind(KindWords+of), code) }

// Count is a number of things.
func (l *lister) Count(key string, n int) { l.Fact(key, KindCount, strconv.Itoa(n)) }

// Mass is a mass where it is known.
func (l *lister) Mass(key string, m *quantity.Mg) {
	if m != nil {
		l.Fact(key, KindMass, m.Grams())
	}
}

// Fen is an amount of money where there is one.
func (l *lister) Fen(key string, f *quantity.Fen) {
	if f != nil {
		l.Fact(key, KindMoney, f.Plain())
	}
}

// Yes is something that is so.
func (l *lister) Yes(key string, v bool) {
	if v {
		l.Fact(key, KindYes, "yes")
	}
}

// Moment is an instant where there is one.
func (l *lister) Moment(key string, t *time.Time) {
	if t != nil && !t.IsZero() {
		l.Fact(key, KindMoment, moment(*t))
	}
}

// Date is a day where there is one.
func (l *lister) Date(key string, t *time.Time) {
	if t != nil && !t.IsZero() {
		l.Fact(key, KindDate, t.Format(time.DateOnly))
	}
}

// Named is a code or number with the words that its row gives it.
func (l *lister) Named(key, code, zh, others string) {
	if code != "" && code != "0" {
		l.Worded(key, KindNamed, []string{code}, zh, others)
	}
}

// Number is a document number of a person: shown masked, bound whole.
func (l *lister) Number(key, s string) {
	if s != "" {
		l.Fact(key, KindSealed, audit.MaskNumber(s), l.seal.mark(l.at+key, s))
	}
}

// Closed is what a decider does not read, bound all the same: who gave an item.
func (l *lister) Closed(key, s string) {
	if s != "" {
		l.Fact(key, KindSealed, "", l.seal.mark(l.at+key, s))
	}
}

// State is a state of a machine.
func (l *lister) State(m law.Machine, state string) {
	l.Fact("state", Kind(KindState+string(m)), state)
}

// Amount is a decimal and its unit.
func (l *lister) Amount(key, quantity, unit string) {
	if quantity+unit != "" {
		l.Fact(key, KindAmount, quantity, unit)
	}
}

// Worded are values with the words that their rows give them, also where there is no value.
func (l *lister) Worded(key string, kind Kind, values []string, zh, others string) {
	l.list = append(l.list, Fact{Key: l.at + key, Kind: kind, Values: values, ZH: zh, Others: others})
}

// moment is an instant as it stands in a list.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
}

func momentOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return moment(*t)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
