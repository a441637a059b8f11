package report

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// summary is a reading with its withheld cells marked: which cell of the grid each shown number is.
type summary struct {
	figures
	grid
	Open, Referrals, Filed, Overdue, Seizures int
	Pipeline                                  [6]int
	ByMineral                                 []mineralCells
	ByAgency                                  []agencyCells
	Routes                                    []routeRow
	RoutesHidden                              bool // there are routes and every one is too rare
	Withheld                                  int
}

type mineralCells struct {
	Mineral                          string
	Seized                           quantity.Mg
	Open, Referrals, Filed, Seizures int
}

type agencyCells struct {
	agencyRow
	OK, Near, Over, Met, Late int
}

// shownRoutes is how many ways of goods a page names; the rest is one line.
const shownRoutes = 10

// summarise lays every count into one grid, ties the sums, and withholds. The month that still runs is a month like the
// others: its figures are live, and small ones are withheld.
func summarise(f figures, month int) *summary {
	s := &summary{figures: f}
	t := f.Totals
	s.Open, s.Referrals, s.Filed, s.Overdue, s.Seizures = s.add(t.Open), s.add(t.Referrals), s.add(t.Filed), s.add(t.Overdue), s.add(t.Seizures)
	openNow := s.Open
	if t.OpenNow != t.Open {
		openNow = s.add(t.OpenNow) // of a past month: not shown, and withheld from nobody who counts today
	}
	for i, n := range t.Pipeline {
		s.Pipeline[i] = s.add(n)
	}
	s.minerals()
	s.agencies(openNow)
	s.suppress(t.Least)
	s.follow(releases(f.Months, month, t.Least))
	s.routes()
	for _, c := range s.Cells {
		if c.Hidden {
			s.Withheld++
		}
	}
	return s
}

func (s *summary) minerals() {
	var open, referrals, filed, seizures []int
	for _, m := range s.figures.Minerals {
		c := mineralCells{m.Mineral, m.Seized, s.add(m.Open), s.add(m.Referrals), s.add(m.Filed), s.add(m.Seizures)}
		open, referrals, filed, seizures = append(open, c.Open), append(referrals, c.Referrals), append(filed, c.Filed), append(seizures, c.Seizures)
		s.ByMineral = append(s.ByMineral, c)
	}
	s.Sums = append(s.Sums, sum{s.Open, open}, sum{s.Referrals, referrals}, sum{s.Filed, filed}, sum{s.Seizures, seizures})
}

func (s *summary) agencies(openNow int) {
	var all, late []int
	for _, a := range s.figures.Agencies {
		c := agencyCells{a, s.add(a.OK), s.add(a.Near), s.add(a.Over), s.add(steps(a.Met, s.Totals.Least)), s.add(steps(a.Late, s.Totals.Least))}
		all, late = append(all, c.OK, c.Near, c.Over), append(late, c.Over)
		s.ByAgency = append(s.ByAgency, c)
	}
	s.Sums = append(s.Sums, sum{openNow, all}, sum{s.Overdue, late})
}

// follow withholds the years to date that give away what earlier pages withheld.
func (s *summary) follow(released [6]bool) {
	for stage, ok := range released {
		if !ok {
			s.Cells[s.Pipeline[stage]].Hidden = true
		}
	}
}

// routes keeps the ways that enough cases took and puts the others together; where those are too few as well, further
// ways join them until they are enough.
func (s *summary) routes() {
	named, rest := []routeRow{}, routeRow{}
	for _, r := range s.figures.Routes {
		if r.Route == "" || len(named) >= shownRoutes {
			rest.Cases, rest.Mass = rest.Cases+r.Cases, rest.Mass.Plus(r.Mass)
		} else {
			named = append(named, r)
		}
	}
	for rest.Cases > 0 && rest.Cases < s.Totals.Least && len(named) > 0 {
		last := named[len(named)-1]
		rest.Cases, rest.Mass, named = rest.Cases+last.Cases, rest.Mass.Plus(last.Mass), named[:len(named)-1]
	}
	if rest.Cases >= s.Totals.Least {
		named = append(named, rest)
	}
	s.RoutesHidden = len(named) == 0 && rest.Cases > 0
	s.Routes = named
}

// folded brings the minerals to the codes of the list of controlled items. Those that it does not know become one: what
// an officer typed is not said in a report.
func folded(rows []mineralRow, code func(string) string) []mineralRow {
	at := map[string]int{}
	var out []mineralRow
	for _, r := range rows {
		c := code(r.Mineral)
		i, seen := at[c]
		if !seen {
			i, at[c] = len(out), len(out)
			out = append(out, mineralRow{Mineral: c})
		}
		x := &out[i]
		x.Open, x.Referrals, x.Filed, x.Seized, x.Seizures = x.Open+r.Open, x.Referrals+r.Referrals, x.Filed+r.Filed, x.Seized.Plus(r.Seized), x.Seizures+r.Seizures
	}
	return out
}

const otherMineral = "other"

// codeOf is the code of a mineral named in either language; empty stays empty.
func codeOf(book *law.Edition) func(string) string {
	return func(name string) string {
		for _, i := range book.Goods {
			if name == i.ElementEN || name == i.ElementZH {
				return i.ElementEN
			}
		}
		if name == "" {
			return ""
		}
		return otherMineral
	}
}

// other tells whether a cell is withheld for what other pages say: its value says nothing about the threshold then.
func (s *summary) other(i int) bool {
	return slices.Contains(s.Pipeline[:], i)
}
