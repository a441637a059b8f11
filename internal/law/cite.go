package law

import (
	"regexp"
	"strings"
)

// citation is a row of citations.csv: how the tables abbreviate a law, and its name.
type citation struct{ short, zh, en string }

// articles is "Art.60", "art. 5", "34(1)", "57, 58" and ranges behind a law's name.
var articles = regexp.MustCompile(`^(?:\s*[Aa]rts?\.?)?\s*((?:\d+(?:\(\d+\))*(?:\s*[-–]\s*\d+)?(?:,\s*)?)+)`)

// announced is the number of an announcement: " 2024 No. 33".
var announced = regexp.MustCompile(`^ (\d{4}) No\. (\d+)$`)

var article = regexp.MustCompile(`(\d+)((?:\(\d+\))*)(?:\s*[-–]\s*(\d+))?`)

// Cite writes a basis as the tables abbreviate it ("APL 57, 58; D310 5") the way a Chinese lawyer reads it:
// 《行政处罚法》第57条、第58条；《行政执法机关移送涉嫌犯罪案件的规定》第5条. What it does not know stays as it is.
func (b *Book) Cite(basis string) string {
	parts := strings.Split(basis, ";")
	for i, p := range parts {
		parts[i] = b.citeJoined(strings.TrimSpace(p))
	}
	return strings.Join(parts, "；")
}

// citeJoined cites what is read together: "APL Art.61 + Art.85". An article without a law is of the law before it.
func (b *Book) citeJoined(p string) string {
	parts := strings.Split(p, " + ")
	known := false
	for i, x := range parts {
		cited := b.citePart(x)
		m := articles.FindStringSubmatchIndex(x)
		if i > 0 && known && m != nil && m[0] == 0 {
			cited = numbered(x[m[2]:m[3]]) + x[m[1]:]
		}
		known = known || cited != x
		parts[i] = cited
	}
	if !known {
		return p
	}
	return strings.Join(parts, "及")
}

func (b *Book) citePart(p string) string {
	for _, c := range b.citations {
		rest, ok := strings.CutPrefix(p, c.short)
		if !ok || rest != "" && rest[0] != ' ' && rest[0] != ',' {
			continue
		}
		if m := announced.FindStringSubmatch(rest); m != nil {
			return c.zh + m[1] + "年第" + m[2] + "号"
		}
		name := "《" + c.zh + "》"
		if c.short == strings.ToLower(c.short) || strings.HasPrefix(c.zh, "《") { // our own rule, a reference within the tables, or a paper cited with its number
			name = c.zh
		}
		m := articles.FindStringSubmatchIndex(rest)
		if m == nil {
			return name + rest
		}
		return name + numbered(rest[m[2]:m[3]]) + rest[m[1]:]
	}
	return p
}

// numbered turns "34(1), 57-59" into 第34条第1款、第57条至第59条.
func numbered(s string) string {
	var out []string
	for _, m := range article.FindAllStringSubmatch(s, -1) {
		text := "第" + m[1] + "条"
		for i, sub := range regexp.MustCompile(`\d+`).FindAllString(m[2], -1) {
			text += "第" + sub + []string{"款", "项", "目"}[min(i, 2)]
		}
		if m[3] != "" {
			text += "至第" + m[3] + "条"
		}
		out = append(out, text)
	}
	return strings.Join(out, "、")
}
