package law

import (
	"slices"
	"time"
	"unicode/utf8"
)

// checkTrade: a word of the trade has a kind, one kind only where it says what goods are, and a meaning where it stands for
// something else.
func (c *checker) checkTrade() {
	kinds := append([]string{tradeJoint, TradeWithout, TradeMade, TradeHolding, tradeContrary, tradeCharacter, tradeSymbol}, tellingKinds...)
	seen := map[string]bool{}
	for _, r := range c.t.trade.rows {
		where := "trade_words " + r["kind"] + " " + r["word"]
		c.oneOf(where, "kind", r["kind"], kinds...)
		key := r["kind"] + "|" + r["word"]
		switch {
		case slices.Contains(tellingKinds, r["kind"]):
			key = "|" + r["word"]
		case r["kind"] == tradeContrary:
			key += "|" + r["means"]
		}
		if seen[key] {
			c.bad(where, "the word stands twice")
		}
		seen[key] = true
		if r["word"] == "" {
			c.bad(where, "no word")
		}
		stands := slices.Contains([]string{TradeAnother, tradeContrary, tradeCharacter, tradeSymbol}, r["kind"])
		if stands != (r["means"] != "") {
			c.bad(where, "means %q", r["means"])
		}
		if r["kind"] == tradeCharacter && (utf8.RuneCountInString(r["word"]) != 1 || utf8.RuneCountInString(r["means"]) != 1 || r["word"] == r["means"]) {
			c.bad(where, "a character stands for another one")
		}
	}
}

// checkEarlierRules: every rule that a row of the list names is there once, with days in their order.
func (c *checker) checkEarlierRules() {
	seen := map[string]bool{}
	for _, r := range c.t.earlierRules.rows {
		where := "earlier_rules " + r["basis"]
		if seen[r["basis"]] {
			c.bad(where, "the rule stands twice")
		}
		seen[r["basis"]] = true
		for _, col := range []string{"valid_from", "valid_until"} {
			if _, err := time.Parse(time.DateOnly, r[col]); err != nil && r[col] != "" {
				c.bad(where, "%s %q", col, r[col])
			}
		}
		if r["valid_until"] != "" && r["valid_until"] < r["valid_from"] {
			c.bad(where, "it ends before it begins")
		}
		if r["source_status"] == "" {
			c.bad(where, "source_status missing")
		}
	}
	for _, r := range c.t.items.rows {
		if r["earlier_basis"] != "" && !seen[r["earlier_basis"]] {
			c.bad("controlled_minerals "+r["item_en"], "earlier_basis %q is no row of earlier_rules", r["earlier_basis"])
		}
	}
}
