package cases

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// Saved views of the case list (P04). A view is a name for a filter; what it shows is decided by access alone.
const (
	ViewMine    = "mine"
	ViewSoon    = "due"
	ViewOverdue = "overdue"
	ViewRefer   = "refer"
	ViewUnit    = "unit"
	ViewAll     = "all"
)

func viewNames() []string {
	return []string{ViewMine, ViewSoon, ViewOverdue, ViewRefer, ViewUnit, ViewAll}
}

// soon is how far ahead the view of what is due soon looks.
const soon = 7 * 24 * time.Hour

// Filter is what the address of the list says. Values that are not on offer are dropped and named (Bad).
type Filter struct {
	View, Stage, Mineral, Agency, Due, Owner string
	Bad                                      []string // names of fields whose value was not understood
}

func dueChoices() []string   { return []string{"overdue", "3", "7", "30", "none"} }
func ownerChoices() []string { return []string{"me", "unit"} }
func agencyKinds() []string {
	return []string{actor.Commerce, actor.Customs, actor.PublicSecurity, actor.CustomsAntiSmuggling}
}

// ParseFilter reads the query of /cases. The default view is the reader's own cases, for those who handle cases.
func ParseFilter(q url.Values, who actor.Actor, book *law.Book) Filter {
	f := Filter{View: defaultView(who)}
	pick := func(name string, offered []string, into *string) {
		v := q.Get(name)
		switch {
		case v == "":
		case slices.Contains(offered, v):
			*into = v
		default:
			f.Bad = append(f.Bad, name)
		}
	}
	pick("view", viewNames(), &f.View)
	pick("stage", stages(book), &f.Stage)
	pick("mineral", minerals(book), &f.Mineral)
	pick("agency", agencyKinds(), &f.Agency)
	pick("due", dueChoices(), &f.Due)
	pick("owner", ownerChoices(), &f.Owner)
	return f
}

func defaultView(who actor.Actor) string {
	if who.HasAny(actor.CaseHandler, actor.PSInvestigator, actor.IntakeOfficer) {
		return ViewMine
	}
	return ViewAll
}

// stages lists the stages of the two kinds of case, in the order of the tables.
func stages(book *law.Book) []string {
	var out []string
	for _, s := range book.States {
		if (s.Machine == law.AdminCase || s.Machine == law.CriminalCase) && !slices.Contains(out, s.Stage) {
			out = append(out, s.Stage)
		}
	}
	return out
}

// minerals lists the elements of the controlled items: the configured dictionary, never the values in use.
func minerals(book *law.Book) []string {
	var out []string
	for _, i := range book.Goods {
		if i.ElementEN != "" && !slices.Contains(out, i.ElementEN) {
			out = append(out, i.ElementEN)
		}
	}
	return out
}

func mineralZH(book *law.Book, en string) string {
	for _, i := range book.Goods {
		if i.ElementEN == en {
			return i.ElementZH
		}
	}
	return en
}

// Query writes the filter back as an address, so that every link of the page keeps it.
func (f Filter) Query() url.Values {
	q := url.Values{}
	for _, p := range f.pairs() {
		if p[1] != "" {
			q.Set(p[0], p[1])
		}
	}
	return q
}

func (f Filter) pairs() [][2]string {
	return [][2]string{{"view", f.View}, {"stage", f.Stage}, {"mineral", f.Mineral}, {"agency", f.Agency}, {"due", f.Due}, {"owner", f.Owner}}
}

// plain tells whether nothing but the view is chosen.
func (f Filter) plain() bool { return f.Stage+f.Mineral+f.Agency+f.Due+f.Owner == "" }

const (
	handledByMe = `c.id IN (SELECT mine.case_id FROM case_members mine WHERE mine.user_id = @user AND mine.part <> 'reader' AND mine.from_at <= @now AND mine.to_at > @now)`
	// toRefer is the agency's own work: what it decided to transfer, and its referrals that are not sent.
	toRefer = `c.id IN (SELECT decided.id FROM cases decided WHERE decided.lead_agency_id = @agency AND decided.state = 'DECIDED_TRANSFER'
  UNION ALL SELECT draft.from_case_id FROM referrals draft WHERE draft.from_agency_id = @agency AND NOT draft.compartmented AND draft.state IN ('DRAFT', 'REPORT_SUBMITTED', 'APPROVED'))`
	isOpen = `NOT c.machine || '/' || c.state = ANY (@closed_states)`
)

// spec turns the filter into what access.List takes.
func (f Filter) spec(book *law.Book, now time.Time) access.ListSpec {
	l := access.ListSpec{Args: map[string]any{"closed_states": statesWhere(book, func(s *law.State) bool { return s.Terminal }), "soon": now.Add(soon)}}
	var parts []string
	add := func(cond string) { parts = append(parts, cond) }
	switch f.View {
	case ViewMine:
		add(isOpen)
		add(handledByMe)
	case ViewSoon:
		add(isOpen)
		add("{due} >= @now AND {due} <= @soon")
	case ViewOverdue:
		add("{due} < @now")
	case ViewRefer:
		add(toRefer)
	case ViewUnit:
		add("c.org_unit_id = @unit")
	}
	if f.Stage != "" {
		l.Args["stage_states"] = statesWhere(book, func(s *law.State) bool { return s.Stage == f.Stage })
		add("c.machine || '/' || c.state = ANY (@stage_states)")
	}
	if f.Mineral != "" {
		l.Args["mineral_zh"], l.Args["mineral_en"] = "%"+mineralZH(book, f.Mineral)+"%", "%"+f.Mineral+"%"
		add("(c.mineral LIKE @mineral_zh OR c.mineral ILIKE @mineral_en)")
	}
	if f.Agency != "" {
		l.Args["lead_kind"] = f.Agency
		add("EXISTS (SELECT FROM agencies lead WHERE lead.id = c.lead_agency_id AND lead.kind = @lead_kind)")
	}
	switch f.Due {
	case "":
	case "overdue":
		add("{due} < @now")
	case "none":
		add("{due} >= '9999-01-01'")
	default:
		l.Args["until"] = now.Add(map[string]time.Duration{"3": 3, "7": 7, "30": 30}[f.Due] * 24 * time.Hour)
		add("{due} <= @until")
	}
	switch f.Owner {
	case "me":
		add(handledByMe)
	case "unit":
		add("c.org_unit_id = @unit")
	}
	l.Where = strings.Join(parts, " AND ")
	return l
}

func statesWhere(book *law.Book, ok func(*law.State) bool) []string {
	out := []string{}
	for _, s := range book.States {
		if (s.Machine == law.AdminCase || s.Machine == law.CriminalCase) && ok(s) {
			out = append(out, string(s.Machine)+"/"+s.Code)
		}
	}
	return out
}
