package law

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/i18n"
)

// citation is a row of citations.csv: how the tables abbreviate a law, its name, and which of its articles consist of
// items (项): there the first number in brackets is an item, elsewhere a paragraph (款).
type citation struct {
	short string
	name  i18n.Label
	items []string
}

// articles is "Art.60", "art. 5", "34(1)", "18(7)-(9)", "35 para.1", "57, 58" and ranges behind a law's name.
var articles = regexp.MustCompile(`^(?:\s*[Aa]rts?\.?)?\s*((?:\d+(?:\(\d+\))*(?:-\(\d+\)|\s*[-–]\s*\d+)?(?: para\.\d+)?(?:,\s*)?)+)`)

// announced is the number of an announcement: " 2024 No. 33".
var announced = regexp.MustCompile(`^ (\d{4}) No\. (\d+)$`)

var (
	article = regexp.MustCompile(`(\d+)((?:\(\d+\))*)(?:-\((\d+)\)|\s*[-–]\s*(\d+))?(?: para\.(\d+))?`)
	digits  = regexp.MustCompile(`\d+`)
)

// Cite writes a basis as the tables abbreviate it ("APL 57, 58; D310 6(5)") the way a lawyer of the reader's language reads it:
// 《行政处罚法》第五十七条、第五十八条；《行政执法机关移送涉嫌犯罪案件的规定》第六条第(五)项, or Administrative Penalty Law arts. 57, 58; Decree 310
// art. 6(5). What it does not know stays as it is. A language that does not say how its articles are written cites as Chinese does.
func (b *Edition) Cite(ctx context.Context, basis string) string {
	if !i18n.Says(ctx, "law.cite.article") {
		ctx = i18n.With(ctx, i18n.ZH)
	}
	return b.cite(basis, lawyer{ctx})
}

// CiteViolation says a violation of penalties.csv by its name and articles; another basis by its articles alone.
func (b *Edition) CiteViolation(ctx context.Context, basis string) string {
	for i := len(b.Penalties) - 1; i >= 0; i-- { // the newest edition of the row
		if p := b.Penalties[i]; p.Code == basis {
			return i18n.T(ctx, "law.cite.violation", "name", p.Name.In(ctx), "basis", b.Cite(ctx, p.Basis))
		}
	}
	return b.Cite(ctx, basis)
}

// Cited is a basis as an argument of a sentence.
type Cited struct {
	Book  *Edition
	Basis string
}

// In cites it in the language of the context.
func (c Cited) In(ctx context.Context) string { return c.Book.Cite(ctx, c.Basis) }

func (b *Edition) cite(basis string, l lawyer) string {
	parts := clauses(basis)
	for i, p := range parts {
		parts[i] = b.citeJoined(strings.TrimSpace(p), l)
	}
	return strings.Join(parts, l.clause())
}

// citeJoined cites what is read together: "APL Art.61 + Art.85". An article without a law is of the law before it.
func (b *Edition) citeJoined(p string, l lawyer) string {
	parts := strings.Split(p, " + ")
	var of *citation
	for i, x := range parts {
		c, cited := b.citePart(x, l)
		m := articles.FindStringSubmatchIndex(x)
		if c == nil && i > 0 && of != nil && m != nil && m[0] == 0 {
			cited = strings.TrimSpace(l.articles(*of, x[m[2]:m[3]])) + b.tail(x[m[1]:], *of, l)
		}
		if c != nil {
			of = c
		}
		parts[i] = cited
	}
	if of == nil {
		return p
	}
	return strings.Join(parts, l.joined())
}

// citePart cites the articles of one law; nil where the tables do not abbreviate it.
func (b *Edition) citePart(p string, l lawyer) (*citation, string) {
	for i := range b.citations {
		c := &b.citations[i]
		rest, ok := strings.CutPrefix(p, c.short)
		if !ok || rest != "" && rest[0] != ' ' && rest[0] != ',' {
			continue
		}
		if m := announced.FindStringSubmatch(rest); m != nil {
			return c, l.announced(*c, m[1], m[2])
		}
		m := articles.FindStringSubmatchIndex(rest)
		if m == nil {
			return c, l.law(*c) + b.tail(rest, *c, l)
		}
		return c, l.law(*c) + l.articles(*c, rest[m[2]:m[3]]) + b.tail(rest[m[1]:], *c, l)
	}
	return nil, p
}

// beyond is what follows the articles: the law by which they apply, or the article of the duty that was broken.
var beyond = regexp.MustCompile(`^ (?:(->|via) (.+)|\(duty: Art\.(\d+)\))$`)

// tail cites what follows the articles of a law; a remark is a row of citations.csv itself.
func (b *Edition) tail(rest string, of citation, l lawyer) string {
	if m := beyond.FindStringSubmatch(rest); m != nil {
		if m[3] != "" {
			return l.beyond("duty", strings.TrimSpace(l.articles(of, m[3])))
		}
		_, cited := b.citePart(m[2], l)
		return l.beyond(m[1], cited)
	}
	for _, c := range b.citations {
		if strings.TrimSpace(rest) == c.short {
			return l.remark(c)
		}
	}
	return rest
}

// clauses splits a basis at its semicolons, those in brackets apart.
func clauses(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ';' && depth == 0:
			out, from = append(out, s[from:i]), i+1
		}
	}
	return append(out, s[from:])
}

// lawyer is how one language writes a law and its articles: the catalogue says it, but for the numerals and the parts of an article in
// Chinese.
type lawyer struct{ ctx context.Context }

func (l lawyer) han() bool { return i18n.Lang(l.ctx) == i18n.ZH }

// clause stands between one law and the next, joined between what is read together.
func (l lawyer) clause() string { return i18n.T(l.ctx, "language.clause") }
func (l lawyer) joined() string { return i18n.T(l.ctx, "law.cite.joined") }

func (l lawyer) remark(c citation) string {
	return i18n.T(l.ctx, "law.cite.remark", "text", c.name.In(l.ctx))
}

// beyond is how the law is cited by which others apply, or the duty that was broken.
func (l lawyer) beyond(how, cited string) string {
	switch how {
	case "->":
		return i18n.T(l.ctx, "law.cite.under", "law", cited)
	case "via":
		return i18n.T(l.ctx, "law.cite.via", "law", cited)
	}
	return i18n.T(l.ctx, "law.cite.duty", "articles", cited)
}

func (l lawyer) announced(c citation, year, no string) string {
	return i18n.T(l.ctx, "law.cite.announced", "law", c.name.In(l.ctx), "year", year, "no", no)
}

// law: in Chinese our own rule, a reference within the tables, or a paper cited with its number stands without the marks of a title.
func (l lawyer) law(c citation) string {
	name := c.name.In(l.ctx)
	if !l.han() || c.short == strings.ToLower(c.short) || strings.HasPrefix(c.short, "no article") || strings.HasSuffix(name, "号") ||
		strings.HasPrefix(name, "《") {
		return name
	}
	return "《" + name + "》"
}

func (l lawyer) articles(c citation, list string) string {
	if l.han() {
		return hanArticles(c, list)
	}
	list = strings.TrimSuffix(strings.TrimSpace(list), ",")
	if strings.ContainsAny(list, ",–") || strings.Contains(strings.ReplaceAll(list, "-(", "("), "-") {
		return i18n.T(l.ctx, "law.cite.articles", "list", list)
	}
	return i18n.T(l.ctx, "law.cite.article", "list", list)
}

// hanArticles turns "34(1), 57-59" into 第三十四条第一款、第五十七条至第五十九条, and where the article consists of items
// "28(5)" into 第二十八条第(五)项.
func hanArticles(c citation, list string) string {
	var out []string
	for _, m := range article.FindAllStringSubmatch(list, -1) {
		text := "第" + hanNumber(m[1]) + "条"
		subs := digits.FindAllString(m[2], -1)
		if m[5] != "" {
			subs = append([]string{m[5]}, subs...)
		}
		if slices.Contains(c.items, m[1]) && m[5] == "" {
			for i, s := range subs {
				subs[i] = "第(" + hanNumber(s) + ")项"
			}
			text += strings.Join(subs, "、")
			if m[3] != "" {
				text += "至第(" + hanNumber(m[3]) + ")项"
			}
		} else {
			for i, s := range subs {
				text += []string{"第" + hanNumber(s) + "款", "第(" + hanNumber(s) + ")项", "第" + s + "目"}[min(i, 2)]
			}
		}
		if m[4] != "" {
			text += "至第" + hanNumber(m[4]) + "条"
		}
		out = append(out, text)
	}
	return strings.Join(out, "、")
}

// hanNumber writes a number below a thousand in Chinese: 15 is 十五, 110 一百一十.
func hanNumber(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 999 {
		return s
	}
	one := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	var out strings.Builder
	if h := n / 100; h > 0 {
		out.WriteString(one[h] + "百")
	}
	switch t := n / 10 % 10; {
	case t == 1 && n < 100:
		out.WriteString("十")
	case t > 0:
		out.WriteString(one[t] + "十")
	case n > 100 && n%10 > 0:
		out.WriteString("零")
	}
	out.WriteString(one[n%10])
	return out.String()
}
