package report

// monthRow counts the cases that came to a stage of the pipeline in one month of the year. The stages that have a
// figure of the month, by mineral too, are split by mineral.
type monthRow struct {
	Stage, Month int
	Mineral      string
	N            int64
}

const (
	stageApproved = 3
	stageFiled    = 5
)

// releases tells for which stages the year to date may be shown at the end of a month. Every earlier page of the year is
// known to its readers, so what counts is the difference to the figures that were shown before, never one page alone:
//
//   - where the months have a figure of their own, the year to date is shown as long as every month of the year was, and
//     says nothing that they do not say; one month that is withheld withholds it for the rest of the year;
//   - where they have none, it is shown when nobody or enough cases came since it was shown last. So every difference of
//     two shown figures is 0 or at least the threshold.
//
// What is decided for a month follows from that month and those before it alone: the page of a month that is over does not
// change later. That of the running month is live: who reads it every day sees single cases come once there are enough to
// show, as in the figures of the day beside it.
func releases(rows []monthRow, month int, least int64) [6]bool {
	var out [6]bool
	for stage := range out {
		if stage == stageApproved || stage == stageFiled {
			out[stage] = everShown(rows, stage, month, least)
		} else {
			out[stage] = stepShown(rows, stage, month, least)
		}
	}
	return out
}

// everShown tells whether the total of every month so far is shown on its own page.
func everShown(rows []monthRow, stage, month int, least int64) bool {
	for m := 1; m <= month; m++ {
		g, total, parts := &grid{}, int64(0), []int{}
		for _, r := range rows {
			if r.Stage == stage && r.Month == m {
				total += r.N
				parts = append(parts, g.add(r.N))
			}
		}
		all := g.add(total)
		g.Sums = []sum{{all, parts}}
		if g.suppress(least); !g.shown(all) {
			return false
		}
	}
	return true
}

// stepShown tells whether enough came, or nobody, since the figure was shown last.
func stepShown(rows []monthRow, stage, month int, least int64) bool {
	var since int64
	for m := 1; m <= month; m++ {
		for _, r := range rows {
			if r.Stage == stage && r.Month == m {
				since += r.N
			}
		}
		switch {
		case since > 0 && since < least:
			if m == month {
				return false
			}
		default:
			since = 0
		}
	}
	return true
}

// steps rounds a count that only ever grows down to a multiple of the threshold: who reads it every day must not see a
// single one added. Smaller counts are withheld like any other.
func steps(n, least int64) int64 {
	if n < least {
		return n
	}
	return n - n%least
}

// foldedMonths brings the minerals of the months to the codes of the list, as folded does.
func foldedMonths(rows []monthRow, code func(string) string) []monthRow {
	type key struct {
		stage, month int
		mineral      string
	}
	at := map[key]int{}
	var out []monthRow
	for _, r := range rows {
		k := key{r.Stage, r.Month, code(r.Mineral)}
		i, seen := at[k]
		if !seen {
			i, at[k] = len(out), len(out)
			out = append(out, monthRow{Stage: k.stage, Month: k.month, Mineral: k.mineral})
		}
		out[i].N += r.N
	}
	return out
}
