package acts

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/names"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/views/ui"
)

// teller says the facts of a list in the reader's language. It knows the list, the tables, and who is behind an account;
// the file itself it does not know: what is not in the list cannot be said.
type teller struct {
	ctx     context.Context
	book    *law.Edition
	list    procedure.Seen
	said    map[string]string // by account: the person and the office
	names   map[string]string // by number
	printed map[string]bool   // what the page has said already
}

func (t *teller) t(key string, args ...any) string { return i18n.T(t.ctx, key, args...) }

// fact presents the entry with that key; the zero value where the list has none.
func (t *teller) fact(key string) (ui.Fact, bool) {
	x := t.list.Find(key)
	if x == nil {
		return ui.Fact{}, false
	}
	return t.say(*x), true
}

func (t *teller) say(x procedure.Fact) ui.Fact {
	t.printed[x.Key] = true
	return ui.Fact{Label: t.label(x.Key, x), Value: t.words(x), Key: x.Key, Mono: x.Kind == procedure.KindDigest}
}

// part is the value of an entry as a piece of a longer one.
func (t *teller) part(key string) (ui.Piece, bool) {
	x := t.list.Find(key)
	if x == nil {
		return ui.Piece{}, false
	}
	t.printed[key] = true
	return ui.Piece{Text: t.words(*x), Key: key}, true
}

func (t *teller) parts(keys ...string) []ui.Piece {
	var out []ui.Piece
	for _, k := range keys {
		if p, ok := t.part(k); ok {
			out = append(out, p)
		}
	}
	return out
}

// value is what an entry says, "" where there is none.
func (t *teller) value(key string) string {
	p, _ := t.part(key)
	return p.Text
}

// label is what an entry is called.
func (t *teller) label(key string, x procedure.Fact) string {
	switch {
	case strings.HasPrefix(string(x.Kind), procedure.KindField):
		return t.fieldLabel(x)
	case x.Kind == procedure.KindFigure:
		return i18n.Choose(t.ctx, x.At(0), i18n.Together(x.Values[min(1, len(x.Values)):]))
	case x.Kind == procedure.KindClock:
		if k := t.book.Clock(x.At(0)); k != nil {
			return k.Name.In(t.ctx)
		}
	case x.Kind == procedure.KindPackage:
		return t.t("act.package." + procedure.Column(key))
	case x.Kind == procedure.KindFile && procedure.Group(key) == "file":
		return t.fileLabel(key)
	case x.Kind == procedure.KindFile:
		return t.t("act.fact.evidence.file")
	case x.Kind == procedure.KindEffect && x.At(0) == "basis":
		return t.t("act.fact.basis")
	}
	switch g := procedure.Group(key); g {
	case "case", "party", "goods", "evidence", "referral", "mss", "person", "record", "decision":
		return t.t("act.fact." + g + "." + procedure.Column(key))
	default:
		return t.t("act.fact." + g)
	}
}

// about is the label of an entry with the thing it belongs to, where there are several.
func (t *teller) about(x procedure.Fact) string {
	label := t.label(x.Key, x)
	parts := strings.SplitN(x.Key, ":", 3)
	if len(parts) < 3 || !slices.Contains([]string{"party", "goods", "evidence"}, parts[0]) || procedure.Column(x.Key) == "name" {
		return label
	}
	if name := t.list.Value(parts[0] + ":" + parts[1] + ":name"); name != "" {
		return name + " · " + label
	}
	return parts[1] + " · " + label
}

func (t *teller) fieldOf(x procedure.Fact) *law.Field {
	row, name, _ := strings.Cut(strings.TrimPrefix(string(x.Kind), procedure.KindField), "/")
	return t.book.FieldEver(row, name)
}

func (t *teller) fieldLabel(x procedure.Fact) string {
	if f := t.fieldOf(x); f != nil {
		return f.Label.In(t.ctx)
	}
	return procedure.Column(x.Key)
}

// fileLabel is that of the field in which a file came.
func (t *teller) fileLabel(key string) string {
	_, name, _ := strings.Cut(strings.TrimSuffix(key, ":"+procedure.Column(key)), ":")
	f := t.book.FieldEver(t.list.Find("proposal").At(1), name)
	if f == nil {
		return name
	}
	return t.t("act.fact.file", "field", f.Label.In(t.ctx))
}

// words is what an entry says.
func (t *teller) words(x procedure.Fact) string {
	kind, of, _ := strings.Cut(string(x.Kind), ":")
	switch kind + ":" {
	case procedure.KindEnum:
		return t.each(x.Values, func(s string) string { return t.book.EnumLabel(of, s).In(t.ctx) })
	case procedure.KindState:
		if s := t.book.State(law.Machine(of), x.At(0)); s != nil {
			return s.Label.In(t.ctx)
		}
		return x.At(0)
	case procedure.KindWords:
		return t.catalogued(of+"."+x.At(0), x.At(0))
	case procedure.KindMarking:
		return t.catalogued("layout.marking."+strings.ToLower(x.At(0)), x.At(0))
	case procedure.KindField:
		return t.answer(x)
	}
	return t.plain(x)
}

// catalogued is the sentence of a code; the code itself where the catalogue has none.
func (t *teller) catalogued(key, code string) string {
	if i18n.Has(key) {
		return t.t(key)
	}
	return code
}

func (t *teller) each(vs []string, say func(string) string) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = say(v)
	}
	return strings.Join(out, t.t("act.list"))
}

func (t *teller) plain(x procedure.Fact) string {
	v := x.At(0)
	switch x.Kind {
	case procedure.KindYes:
		return t.t("act.value.yes")
	case procedure.KindMass:
		if m, ok := quantity.ReadGrams(v); ok {
			return ui.Kg(m.Kg())
		}
	case procedure.KindMoney:
		if f, ok := quantity.ReadFen(v); ok {
			return ui.Money(f.Fixed())
		}
	case procedure.KindAmount:
		return strings.TrimSpace(ui.Thousands(quantity.Trimmed(v)) + " " + t.book.EnumLabel("unit", x.At(1)).In(t.ctx))
	case procedure.KindMoment:
		return i18n.DateTime(instant(v))
	case procedure.KindSealed:
		return t.sealed(x)
	case procedure.KindNamed, procedure.KindFigure:
		return i18n.Choose(t.ctx, x.ZH, x.Others)
	case procedure.KindLaw:
		return procedure.Said(t.ctx, t.book, v)
	case procedure.KindMineral:
		return t.book.Element(v).In(t.ctx)
	case procedure.KindCount:
		return strings.Join(x.Values, " / ")
	case procedure.KindPaper:
		return t.paper(x)
	case procedure.KindFile:
		if procedure.Group(x.Key) == "file" {
			return strings.Join([]string{names.Shown(x.At(0)), t.t("act.fact.file.size", "n", ui.Thousands(x.At(3))),
				"SHA-256 " + strings.TrimPrefix(x.At(1), "sha256:")}, " · ")
		}
		return ui.Joined(names.Shown(x.At(0)), ui.ShortHash(x.At(1)), ui.ShortHash(x.At(2)))
	case procedure.KindClock:
		return t.clock(x)
	case procedure.KindPackage:
		return t.packaged(x).Document
	case procedure.KindEffect:
		return t.effect(x)
	case procedure.KindTold:
		return t.told(x)
	case procedure.KindProposal:
		return ui.Joined(t.person(x.At(4), x.At(4)), i18n.DateTime(instant(x.At(6))), t.t("act.approval.revision", "n", x.At(7)))
	case procedure.KindRoles:
		return t.each(x.Values, t.role)
	case procedure.KindText:
		if numbered(x.Key) {
			return v
		}
		return procedure.Written(v)
	case procedure.KindEarlier:
		return procedure.Written(x.At(1))
	}
	return v
}

// numbered tells facts that are the number of a paper or a thing: who signs for a seal reads the whole of it.
func numbered(key string) bool {
	name := key[strings.LastIndex(key, ":")+1:]
	return slices.Contains([]string{"seal_no", "register_no", "external_ref", "number", "ref", "public_case", "source_referral"}, name)
}

func (t *teller) role(code string) string {
	for _, r := range t.book.Roles {
		if string(r.Code) == code {
			return r.Label.In(t.ctx)
		}
	}
	return code
}

// sealed is what a decider reads of a fact that he may not read in full.
func (t *teller) sealed(x procedure.Fact) string {
	if x.At(0) == "" {
		return t.t("act.fact.sealed", "mark", ui.ShortHash(x.At(1)))
	}
	return x.At(0) + " · " + ui.ShortHash(x.At(1))
}

func (t *teller) person(id, other string) string {
	if s := t.names[id]; s != "" {
		return s
	}
	return other
}

// told are those who get word of the decision: people of the organ by name, another organ as such.
func (t *teller) told(x procedure.Fact) string {
	zh, latin := procedure.Fact{Values: strings.Split(x.ZH, "\n")}, procedure.Fact{Values: strings.Split(x.Others, "\n")}
	names := make([]string, len(x.Values))
	for i, id := range x.Values {
		names[i] = t.person(id, i18n.Pick(t.ctx, zh.At(i), latin.At(i)))
	}
	return t.t("act.sign.told", "who", strings.Join(names, t.t("act.list")))
}

// paper is a document by its name and number.
func (t *teller) paper(x procedure.Fact) string {
	return t.t("act.value.document", "title", t.title(x), "number", x.At(1))
}

// title is what a paper is called: its own title, in another language the name that the tables give it in it.
func (t *teller) title(x procedure.Fact) string {
	k := t.book.Document(x.At(0))
	switch {
	case k != nil && (x.ZH == "" || i18n.Lang(t.ctx) != i18n.ZH && k.Name.Says(i18n.Lang(t.ctx))):
		return k.Name.In(t.ctx)
	case x.ZH == "":
		return x.At(0)
	}
	return x.ZH
}

// clock says until when a period runs; how much of it is left is no fact.
func (t *teller) clock(x procedure.Fact) string {
	due := instant(x.At(3))
	out := []string{t.t("act.signed.until", "at", i18n.DateTime(due))}
	if x.At(1) == "PAUSED" {
		out = append(out, t.t("act.fact.clock.paused", "at", i18n.DateTime(instant(x.At(4)))))
	}
	return ui.Joined(append(out, procedure.Said(t.ctx, t.book, x.At(5)))...)
}

// answer is what a form was told.
func (t *teller) answer(x procedure.Fact) string {
	f := t.fieldOf(x)
	if f == nil {
		return strings.Join(x.Values, t.t("act.list"))
	}
	if x.ZH != "" {
		return i18n.Choose(t.ctx, x.ZH, x.Others)
	}
	if f.Type == "documents" || f.Type == "evidence_items" {
		return t.each(x.Values, t.cited)
	}
	w := procedure.Words{Ctx: t.ctx, Book: t.book, File: &matter.File{}, Said: t.said}
	return w.Values(f, x.Values)
}

// cited is a paper or an item that the proposal names, as the list has it.
func (t *teller) cited(ref string) string {
	if x := t.list.Find("paper:" + ref); x != nil {
		return t.paper(*x)
	}
	if name := t.list.Value("evidence:" + ref + ":name"); name != "" {
		return itemNo(t.list.Value("evidence:"+ref+":no")) + " " + name
	}
	return ref
}

func itemNo(s string) string {
	if s == "" {
		return ""
	}
	return strings.Repeat("0", max(0, 3-len(s))) + s
}

func instant(s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return at
}
