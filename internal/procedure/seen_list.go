package procedure

import (
	"strconv"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/quantity"
)

// lister writes a list. Each method adds one fact, and none where there is nothing to say: what appears later is a fact
// that was not there.
type lister struct {
	list Seen
	at   string // prefix of the keys, with its colon
	seal sealer
}

func (l *lister) fact(key string, kind Kind, values ...string) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return
	}
	l.list = append(l.list, Fact{Key: l.at + key, Kind: kind, Values: values})
}

func (l *lister) text(key, s string)          { l.fact(key, KindText, s) }
func (l *lister) enum(key, list, code string) { l.fact(key, Kind(KindEnum+list), code) }
func (l *lister) words(key, of, code string)  { l.fact(key, Kind(KindWords+of), code) }
func (l *lister) count(key string, n int)     { l.fact(key, KindCount, strconv.Itoa(n)) }

func (l *lister) mass(key string, m *quantity.Mg) {
	if m != nil {
		l.fact(key, KindMass, m.Grams())
	}
}

func (l *lister) money(key string, f *quantity.Fen) {
	if f != nil {
		l.fact(key, KindMoney, f.Plain())
	}
}

func (l *lister) yes(key string, v bool) {
	if v {
		l.fact(key, KindYes, "yes")
	}
}

func (l *lister) moment(key string, t *time.Time) {
	if t != nil && !t.IsZero() {
		l.fact(key, KindMoment, moment(*t))
	}
}

func (l *lister) date(key string, t *time.Time) {
	if t != nil && !t.IsZero() {
		l.fact(key, KindDate, t.Format(time.DateOnly))
	}
}

// named is a code or number with the words that its row gives it.
func (l *lister) named(key, code, zh, others string) {
	if code != "" && code != "0" {
		l.list = append(l.list, Fact{Key: l.at + key, Kind: KindNamed, Values: []string{code}, ZH: zh, Others: others})
	}
}

// number is a document number of a person: shown masked, bound whole.
func (l *lister) number(key, s string) {
	if s != "" {
		l.fact(key, KindSealed, audit.MaskNumber(s), l.seal.mark(l.at+key, s))
	}
}

// closed is what a decider does not read, bound all the same: who gave an item.
func (l *lister) closed(key, s string) {
	if s != "" {
		l.fact(key, KindSealed, "", l.seal.mark(l.at+key, s))
	}
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
