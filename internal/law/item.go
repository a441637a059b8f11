package law

import (
	"slices"
	"strings"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/names"
)

// What applies to an item on a date.
const (
	ItemInForce    = "in_force"
	ItemNotYet     = "not_yet"
	ItemSuspended  = "suspended"
	ItemUnverified = "unverified" // a suspension has ended and what follows has not been verified, or nobody has read the entry
)

// How much of an item the printed customs codes cover.
const (
	CodesAll        = "all"        // goods under no printed code are not this item
	CodesPart       = "part"       // the description governs what is declared under other codes
	CodesNone       = "none"       // the announcement prints none
	CodesTechnology = "technology" // it is no goods and has none
	CodesLine       = "line"       // the customs tariff keeps a line for it; nobody has read the entry itself
	CodesUnread     = "unread"     // nobody has read whether it prints any
)

// Item is a row of controlled_minerals.csv: one item of one announcement, with one of its customs codes.
type Item struct {
	ElementZH, ElementEN, NameZH, NameEN string
	Also                                 []string // other names of the item, in either script
	Akin                                 []string // names of goods that may be the item: its description decides
	Group                                []string // words for the kind of elements that its element is one of
	HS                                   string   // as printed; empty: the description governs
	Covers                               string   // how much of the item the printed codes cover
	OtherHS                              []string // under which later lists print it, as far as somebody read
	ControlCode                          string   // empty: the announcement printed none
	ThresholdZH, ThresholdEN             string   // purity, size and the like; empty: none
	Announcement                         string
	LaterBasis                           string      // on which the item rests from LaterFrom, the announcement being repealed
	EarlierBasis                         string      // by which exports were controlled before the announcement; what it held is not in the table
	EarlierRule                          EarlierRule // when that was in force
	AnnouncedOn, EffectiveOn, LaterFrom  time.Time
	SuspendedFrom, SuspendedUntil        time.Time
	ExtensionReported                    time.Time // to which the suspension is said to go on, without a formal notice
	StatusText, SourceStatus, Notes      string

	keyZH, keyEN string // of its names
	terms        []Term // in which goods are found to be it
	element      element
	listed       string // its names, folded
}

// ItemKey is what two spellings of one item's name have in common: the key of a name with its decimal points, for 9.999 is not
// 99.99.
func ItemKey(name string) string {
	return names.Key(strings.NewReplacer(".", "点", "．", "点").Replace(name))
}

// Called tells whether a key is that of the item's name in either language.
func (i *Item) Called(key string) bool { return key != "" && (key == i.keyZH || key == i.keyEN) }

// CalledZH tells whether a key is that of the item's Chinese name, by which it is picked.
func (i *Item) CalledZH(key string) bool { return key != "" && key == i.keyZH }

// BasisOn is what the control of the item rests on on a day.
func (i *Item) BasisOn(day time.Time) string {
	if i.LaterBasis != "" && !midnight(day).Before(i.LaterFrom) {
		return i.LaterBasis
	}
	return i.Announcement
}

// Fits tells whether a customs code is one of the item: the printed one, one below it, or a heading above it.
func (i *Item) Fits(hs string) bool {
	return hs != "" && i.HS != "" && (strings.HasPrefix(hs, i.HS) || strings.HasPrefix(i.HS, hs))
}

// Whole tells whether a customs code that fits is as long as the printed one. A heading above it holds other goods too.
func (i *Item) Whole(hs string) bool { return len(hs) >= len(i.HS) }

// lineLength is that of a line of the customs tariff, whose last two digits change from year to year; headingLength that of
// the international heading above it.
const lineLength, headingLength = 8, 6

// shortest is the length of the shortest heading of the tariff.
const shortest = 4

// Heading is a customs code without the zeros with which a heading of four digits was filled up: it says no more than the
// heading.
func Heading(hs string) string {
	if len(hs) > shortest && strings.Trim(hs[shortest:], "0") == "" {
		return hs[:shortest]
	}
	return hs
}

// Line tells whether a customs code stands in the line of the printed one, or is a heading above it that was filled up with
// zeros: so is a line called before it was divided.
func (i *Item) Line(hs string) bool {
	if len(hs) < lineLength || len(i.HS) < lineLength {
		return false
	}
	heading := hs
	for len(heading) > headingLength && strings.HasSuffix(heading, "00") {
		heading = heading[:len(heading)-2]
	}
	return hs[:lineLength] == i.HS[:lineLength] || heading != hs && strings.HasPrefix(i.HS, heading)
}

// Concerns tells whether goods under a customs code may be the item at all: technology is no goods, and what the tariff
// keeps a line for stands there. An empty code is unknown.
func (i *Item) Concerns(hs string) bool {
	switch i.Covers {
	case CodesTechnology:
		return hs == "" || Carries(hs)
	case CodesLine:
		return hs == "" || i.Fits(hs) || i.Line(hs)
	}
	return true
}

// Carries tells whether goods under a customs code may carry technology: printed matter and drawings, films, data media.
func Carries(hs string) bool {
	return strings.HasPrefix(hs, "49") || strings.HasPrefix(hs, "3705") || strings.HasPrefix(hs, "8523")
}

// Unread tells whether nobody has read the entry: that there is one is known from elsewhere, as its notes say.
func (i *Item) Unread() bool { return strings.HasPrefix(i.StatusText, "not read") }

// Element is the name of a controlled element, in Chinese or in Latin letters, whichever of them names it. Other words, or several
// elements at once, stay as they were written.
func (b *Edition) Element(name string) i18n.Names {
	for _, i := range b.Goods {
		if name != "" && (name == i.ElementZH || strings.EqualFold(name, i.ElementEN)) {
			return i18n.Names{ZH: i.ElementZH, Latin: i.ElementEN}
		}
	}
	return i18n.Names{ZH: name, Latin: name}
}

// ItemOn is an item as it stood on a date.
type ItemOn struct {
	*Item
	State string
}

// Live tells whether the item was listed on the day, in force or not.
func (i ItemOn) Live() bool { return i.State != ItemNotYet }

// On tells what applies to the item on a day. The day in suspended_until is the last of the suspension.
func (i *Item) On(day time.Time) string { return i.at(midnight(day)) }

func (i *Item) at(day time.Time) string {
	switch {
	case day.Before(i.EffectiveOn) && (i.SuspendedFrom.IsZero() || day.Before(i.SuspendedFrom)):
		return ItemNotYet
	case i.Unread():
		return ItemUnverified
	case i.SuspendedFrom.IsZero() || day.Before(i.SuspendedFrom):
		return ItemInForce
	case !day.After(i.SuspendedUntil):
		return ItemSuspended
	}
	return ItemUnverified
}

// Codes lists the control codes of the item; an announcement may print several for one description.
func (i *Item) Codes() []string { return list(i.ControlCode, ";") }

func buildItems(rows []row, trade *Trade, rules map[string]EarlierRule) ([]*Item, error) {
	var out []*Item
	for _, r := range rows {
		i := &Item{ElementZH: r["mineral_zh"], ElementEN: r["mineral_en"], NameZH: r["item_zh"], NameEN: r["item_en"], Also: list(r["also"], ";"),
			Akin: list(r["akin"], ";"), Group: list(r["element_group"], ";"), HS: r["hs_code"], ControlCode: r["control_code"],
			Covers: r["hs_covers"], OtherHS: list(r["hs_other"], ";"), ThresholdZH: r["threshold_zh"], ThresholdEN: r["threshold_en"],
			Announcement: r["announcement"], LaterBasis: r["later_basis"], EarlierBasis: r["earlier_basis"], EarlierRule: rules[r["earlier_basis"]],
			StatusText: r["status"], SourceStatus: r["source_status"], Notes: r["notes"]}
		for col, into := range map[string]*time.Time{"announced_on": &i.AnnouncedOn, "effective_on": &i.EffectiveOn, "suspended_from": &i.SuspendedFrom,
			"suspended_until":  &i.SuspendedUntil,
			"later_basis_from": &i.LaterFrom, "extension_reported": &i.ExtensionReported} {
			if r[col] == "" {
				continue
			}
			d, err := time.ParseInLocation(time.DateOnly, r[col], Zone())
			if err != nil {
				return nil, err
			}
			*into = d
		}
		i.keyZH, i.keyEN = ItemKey(i.NameZH), ItemKey(i.NameEN)
		i.element, i.listed = elementOf(i, trade), trade.Fold(i.NameZH)+" "+strings.ToLower(i.NameEN)
		if n := len(out); n > 0 && out[n-1].NameZH == i.NameZH && out[n-1].Announcement == i.Announcement {
			i.terms = out[n-1].terms // another customs code of the same item
		} else {
			i.terms = termsOf(i, trade)
		}
		out = append(out, i)
	}
	return out, nil
}

// Item returns the rows of a control code as they stood on a date; several customs codes may belong to one control code.
func (b *Edition) Item(code string, on time.Time) []ItemOn {
	var out []ItemOn
	for _, i := range b.Goods {
		if code != "" && slices.Contains(i.Codes(), code) {
			out = append(out, ItemOn{i, i.On(on)})
		}
	}
	return out
}

// Items finds items by element, name, control code or the beginning of a customs code, as they stood on a date. A
// longer customs code than the printed one matches too: the announcement then names the heading. An empty query
// lists everything.
func (b *Edition) Items(on time.Time, query string) []ItemOn {
	q := strings.ToLower(strings.TrimSpace(query))
	digits := strings.NewReplacer(".", "", " ", "").Replace(q)
	numeric := digits != "" && strings.Trim(digits, "0123456789") == ""
	day := midnight(on)
	out := make([]ItemOn, 0, len(b.Goods))
	for _, i := range b.Goods {
		if i.matches(q, digits, numeric) {
			out = append(out, ItemOn{i, i.at(day)})
		}
	}
	return out
}

func (i *Item) matches(q, digits string, numeric bool) bool {
	if q == "" {
		return true
	}
	if numeric && len(digits) >= 4 {
		return i.Fits(digits)
	}
	for _, s := range []string{i.ElementZH, i.ElementEN, i.NameZH, i.NameEN, i.ControlCode} {
		if containsWord(strings.ToLower(s), q) {
			return true
		}
	}
	return false
}

// containsWord finds q where a word begins: terbium is not in ytterbium. Chinese has no such beginnings.
func containsWord(s, q string) bool {
	for from := 0; from <= len(s)-len(q); {
		i := strings.Index(s[from:], q)
		if i < 0 {
			return false
		}
		if i += from; i == 0 || !latin(s[i-1]) || !latin(q[0]) {
			return true
		}
		from = i + 1
	}
	return false
}

func latin(c byte) bool { return c >= 'a' && c <= 'z' }

// ControlCodes returns the control codes that fit an element (in either language) and a customs code on a date, and
// whether any item in force fits at all: some announcements printed no control code.
func (b *Edition) ControlCodes(element, hs string, on time.Time) (codes []string, controlled bool) {
	element = strings.TrimSpace(element)
	for _, x := range b.Goods {
		if element != "" && !strings.EqualFold(x.ElementEN, element) && x.ElementZH != element {
			continue
		}
		if hs != "" && !x.Fits(hs) || element == "" && hs == "" {
			continue
		}
		if x.On(on) != ItemInForce {
			continue
		}
		controlled = true
		for _, c := range x.Codes() {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	return codes, controlled
}
