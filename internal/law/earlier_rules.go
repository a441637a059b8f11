package law

import "time"

// EarlierRule is a row of earlier_rules.csv: a rule by which exports were controlled beside or before the list, with the days
// between which it was in force, as far as somebody read them.
type EarlierRule struct{ From, Until time.Time }

// On tells whether the rule may have been in force on a day, and whether that is known.
func (r EarlierRule) On(day time.Time) (may, known bool) {
	day = midnight(day)
	if !r.From.IsZero() && day.Before(r.From) || !r.Until.IsZero() && day.After(r.Until) {
		return false, true
	}
	return true, !r.From.IsZero()
}

func buildEarlierRules(rows []row) (map[string]EarlierRule, error) {
	out := map[string]EarlierRule{}
	for _, r := range rows {
		var x EarlierRule
		for col, into := range map[string]*time.Time{"valid_from": &x.From, "valid_until": &x.Until} {
			if r[col] == "" {
				continue
			}
			d, err := time.ParseInLocation(time.DateOnly, r[col], Zone())
			if err != nil {
				return nil, err
			}
			*into = d
		}
		out[r["basis"]] = x
	}
	return out, nil
}
