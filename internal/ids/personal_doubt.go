package ids

import (
	"regexp"
	"slices"
	"strings"

	"touchstone/internal/written"
)

// found are groups of a text that may be one number of a person, and the line in which they stand.
type found struct {
	text   []rune
	line   []group
	at, n  int
	mobile bool
}

// said are the signs just before and just behind, as numbers are read.
func (x found) said() (before, behind string) {
	const near, next = 16, 10
	from, to := x.line[x.at].from, x.line[x.at+x.n-1].to
	return written.Legible(string(x.text[max(0, from-near):from])), written.Legible(string(x.text[to:min(to+next, len(x.text))]))
}

// another tells whether the groups are rather a number of something else. A mobile number in one piece, and one that is said to
// be one, is what it is unless it counts something; of groups nobody says so, and they are written as much else is: numbers of
// files, waybills, columns of a table, ranges.
func (x found) another() bool {
	before, behind := x.said()
	switch {
	case x.n > 1 && !x.mobile:
		return false
	case amount(behind):
		return true
	case x.n == 1, told.MatchString(before):
		return false
	}
	return labelled.MatchString(before) || x.shaped()
}

var (
	// told are words that say that a telephone number follows, and the country of it.
	told = regexp.MustCompile(
		`(?i)(?:电话|手机|联系方式|联络方式|致电|来电|拨打|热线|微信|短信|` +
			`\b(?:tel|telephone|mob|mobile|phone|cell|wechat|wx|vx|whatsapp|t|m))(?:号码?|是|为|[ :.,_(+#/-])*(?:(?:00)?86[ )_/-]*)?$`)
	// labelled are words that say that the number of a paper or a thing follows.
	labelled = regexp.MustCompile(
		`(?i)(?:运单|提单|提货单|合同|协议|档案|卷宗|案卷|文书|文件|发票|单据|报关单|订单|批次|铅封|` +
			`封条|封签|封志|样品|货柜|集装箱|\bAWB|文号|编号|案号|单号|卷号|批号|货号|箱号|柜号|封号)(?:号码?|编号|No\.?|是|为|[ :.,(#/-])*(?:[A-Z]{1,4}[ /-]?)?$`)
)

// amount tells by what stands behind a number that it counts something: decimal places, a unit, a currency.
func amount(behind string) bool { return cents.MatchString(behind) || measures.MatchString(behind) }

const units = `(?:人民币(?:[^\d]|$)|[元](?:[^某氏宝旦]|$)|[圆](?:[^通]|$)|[美日韩港欧澳加新]元|[日韩]圆|英镑|卢布|泰铢|吨|千克|公斤|毫克|克|目(?:[^击标前的录睹测光]|$))`

var (
	cents    = regexp.MustCompile(`^\.(?:\d\d(?:[^\d.\-]|$)|\d{1,3} ?` + units + `)`)
	measures = regexp.MustCompile(`^ ?` + units)
)

// shaped tells groups that are written as much else is: with a year, as waybills, as rows of a table, as round figures.
func (x found) shaped() bool {
	groups, number, pattern := x.line[x.at:x.at+x.n], "", ""
	for _, g := range groups {
		number += g.digits
		pattern += string(rune('0' + len(strings.TrimSuffix(g.digits, "X"))%10))
	}
	number = strings.TrimSuffix(number, "X")
	if len(number) != mobilePlaces || len(pattern) < 2 {
		return false // the country stands before it
	}
	sign, broken := groups[1].sign, x.broken()
	plain := !broken && slices.Contains([]byte{' ', '-', '.'}, sign) && !slices.ContainsFunc(groups,
		func(g group) bool { return g != groups[0] && g.sign != sign })
	switch {
	case yearly(number, pattern, sign), pattern[0] == '3' && sign == '-' && waybill(number) && (pattern == "38" || !plain):
		return true
	case pattern == "344":
		return !plain && round(groups)
	case pattern == "38" && sign != '-' && sign != odd && minerals.MatchString(number[3:]):
		return true
	}
	return sign == ' ' && (round(groups) || !x.alone() || broken && (pattern != "38" || x.tabbed()))
}

// yearly tells numbers of files, which have a year in them, or a day.
func yearly(number, pattern string, sign byte) bool {
	switch pattern {
	case "344":
		return year(number[3:7]) && (sign != ' ' || dated(number[3:]))
	case "3422":
		return year(number[3:7])
	case "38":
		return sign != ' ' && year(number[3:7])
	case "74":
		return year(number[7:])
	}
	return false
}

func year(s string) bool { return s >= "1990" && s < "2050" }

// waybill tells air waybills (IATA resolution 600a): the number of the airline, and seven digits with their rest by seven. Told
// are the airlines that carry goods here and whose numbers begin as mobile numbers do.
func waybill(number string) bool {
	rest := 0
	for _, c := range number[3:10] {
		rest = (rest*10 + int(c-'0')) % 7
	}
	return rest == int(number[10]-'0') && slices.Contains([]string{"131", "157", "160", "172", "176", "180"}, number[:3])
}

// minerals are codes of the tariff of eight places, in the chapters of minerals, metals and what is made of them.
var minerals = regexp.MustCompile(`^(?:2[5-8]|7[1-9]|8[01])\d{6}$`)

// round tells whether every group is a round figure.
func round(groups []group) bool {
	return !slices.ContainsFunc(groups, func(g group) bool { return !strings.HasSuffix(g.digits, "0") })
}

// broken tells whether the groups stand in several cells or lines, tabbed whether in cells.
func (x found) broken() bool { return strings.ContainsAny(x.inside(), "\t\r\n\v\f\u2028\u2029") }

func (x found) tabbed() bool { return strings.ContainsAny(x.inside(), "\t") }

func (x found) inside() string {
	return string(x.text[x.line[x.at].from:x.line[x.at+x.n-1].to])
}

// alone tells whether no other figures stand beside the groups, but for the country.
func (x found) alone() bool {
	first := x.at == 0 || x.at == 1 && (x.line[0].digits == chinaPrefix || x.line[0].digits == chinaPrefixDialled)
	return first && x.at+x.n == len(x.line)
}
