package law

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// citation is a row of citations.csv: how the tables abbreviate a law, its name, and which of its articles consist of
// items (项): there the first number in brackets is an item, elsewhere a paragraph (款).
type citation struct {
	short, zh, en string
	items         []string
}

// articles is "Art.60", "art. 5", "34(1)", "18(7)-(9)", "35 para.1", "57, 58" and ranges behind a law's name.
var articles = regexp.MustCompile(`^(?:\s*[Aa]rts?\.?)?\s*((?:\d+(?:\(\d+\))*(?:-\(\d+\)|\s*[-–]\s*\d+)?(?: para\.\d+)?(?:,\s*)?)+)`)

// announced is the number of an announcement: " 2024 No. 33".
var announced = regexp.MustCompile(`^ (\d{4}) No\. (\d+)$`)

var (
	article = regexp.MustCompile(`(\d+)((?:\(\d+\))*)(?:-\((\d+)\)|\s*[-–]\s*(\d+))?(?: para\.(\d+))?`)
	digits  = regexp.MustCompile(`\d+`)
)

// Cite writes a basis as the tables abbreviate it ("APL 57, 58; D310 6(5)") the way a Chinese lawyer reads it:
// 《行政处罚法》第五十七条、第五十八条；《行政执法机关移送涉嫌犯罪案件的规定》第六条第(五)项. What it does not know stays as it is.
func (b *Edition) Cite(basis string) string { return b.cite(basis, zhLawyer{}) }

// CiteEN writes the same for an English reader: Administrative Penalty Law arts. 57, 58; Decree 310 art. 6(5).
func (b *Edition) CiteEN(basis string) string { return b.cite(basis, enLawyer{}) }

// CiteViolation says a violation of penalties.csv by its name and articles, in both languages; another basis by its
// articles alone.
func (b *Edition) CiteViolation(basis string) (zh, en string) {
	for i := len(b.Penalties) - 1; i >= 0; i-- { // the newest edition of the row
		if p := b.Penalties[i]; p.Code == basis {
			return p.NameZH + "（" + b.Cite(p.Basis) + "）", p.NameEN + " (" + b.CiteEN(p.Basis) + ")"
		}
	}
	return b.Cite(basis), b.CiteEN(basis)
}

// lawyer is how one language writes a law and its articles.
type lawyer interface {
	law(c citation) string
	announced(c citation, year, no string) string
	articles(c citation, list string) string
	beyond(how, cited string) string
	remark(c citation) string
	clause() string // between one law and the next
	joined() string // between what is read together
}

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

type zhLawyer struct{}

func (zhLawyer) clause() string { return "；" }
func (zhLawyer) joined() string { return "及" }

func (zhLawyer) remark(c citation) string { return c.zh }

func (zhLawyer) beyond(how, cited string) string {
	return map[string]string{"->": "，依照", "via": "（依", "duty": "（义务见"}[how] + cited + map[string]string{"via": "）", "duty": "）"}[how]
}

func (zhLawyer) announced(c citation, year, no string) string {
	return c.zh + year + "年第" + no + "号"
}

// law: our own rule, a reference within the tables, or a paper cited with its number stands without the marks of a title.
func (zhLawyer) law(c citation) string {
	if c.short == strings.ToLower(c.short) || strings.HasPrefix(c.short, "no article") || strings.HasSuffix(c.zh, "号") || strings.HasPrefix(c.zh, "《") {
		return c.zh
	}
	return "《" + c.zh + "》"
}

// articles turns "34(1), 57-59" into 第三十四条第一款、第五十七条至第五十九条, and where the article consists of items
// "28(5)" into 第二十八条第(五)项.
func (zhLawyer) articles(c citation, list string) string {
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

type enLawyer struct{}

func (enLawyer) clause() string        { return "; " }
func (enLawyer) joined() string        { return " with " }
func (enLawyer) law(c citation) string { return c.en }

func (enLawyer) remark(c citation) string { return " " + c.en }

func (enLawyer) beyond(how, cited string) string {
	return map[string]string{"->": ", under ", "via": " (by ", "duty": " (duty: "}[how] + cited + map[string]string{"via": ")", "duty": ")"}[how]
}

func (enLawyer) announced(c citation, year, no string) string {
	return c.en + " No. " + no + " of " + year
}

func (enLawyer) articles(_ citation, list string) string {
	list = strings.TrimSuffix(strings.TrimSpace(list), ",")
	if strings.ContainsAny(list, ",–") || strings.Contains(strings.ReplaceAll(list, "-(", "("), "-") {
		return " arts. " + list
	}
	return " art. " + list
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
