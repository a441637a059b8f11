package cases

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Built-in views of the case list (P04). A view is a name for a filter; what it shows is decided by access alone.
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

	ownerID int64 // of the handler whom Owner names
}

func dueChoices() []string   { return []string{"overdue", "3", "7", "30", "none"} }
func ownerChoices() []string { return []string{"me", "unit"} }

// unitHandler is somebody of the reader's own unit who may be asked for by name. All of them are offered, whether or not
// they have a case that the reader sees (security K03).
type unitHandler struct {
	ID       int64  `json:"i"`
	Username string `json:"u"`
	NameZH   string `json:"zh"`
	NameEN   string `json:"en"`
}

func agencyKinds() []string {
	return []string{actor.Commerce, actor.Customs, actor.PublicSecurity, actor.CustomsAntiSmuggling}
}

// parseFilter reads a query of /cases; a saved view is read by it too. Where the query names no view it is the one given.
func parseFilter(q url.Values, view string, book *law.Edition, handlers []unitHandler) Filter {
	f := Filter{View: view}
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
	at := slices.IndexFunc(handlers, func(h unitHandler) bool { return h.Username == q.Get("owner") })
	if at < 0 {
		pick("owner", ownerChoices(), &f.Owner)
	} else {
		f.Owner, f.ownerID = handlers[at].Username, handlers[at].ID
	}
	return f
}

// asks tells whether a query says anything about the list itself.
func asks(q url.Values) bool {
	return slices.ContainsFunc(Filter{}.pairs(), func(p [2]string) bool { return q.Get(p[0]) != "" })
}

func defaultView(who actor.Actor) string {
	if who.HasAny(actor.CaseHandler, actor.PSInvestigator, actor.IntakeOfficer) {
		return ViewMine
	}
	return ViewAll
}

// stages lists the stages of the two kinds of case, in the order of the tables.
func stages(book *law.Edition) []string {
	var out []string
	for _, s := range book.States {
		if (s.Machine == law.AdminCase || s.Machine == law.CriminalCase) && !slices.Contains(out, s.Stage) {
			out = append(out, s.Stage)
		}
	}
	return out
}

// minerals lists the elements of the controlled items: the configured dictionary, never the values in use.
func minerals(book *law.Edition) []string {
	var out []string
	for _, i := range book.Goods {
		if i.ElementEN != "" && !slices.Contains(out, i.ElementEN) {
			out = append(out, i.ElementEN)
		}
	}
	return out
}

func mineralZH(book *law.Edition, en string) string {
	for _, i := range book.Goods {
		if i.ElementEN == en {
			return i.ElementZH
		}
	}
	return en
}

// mineral is the element of a case in the reader's language.
func mineral(ctx context.Context, book *law.Edition, name string) string {
	return book.Element(name).In(ctx)
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

// address is the list under this filter.
func (f Filter) address() string { return "/cases?" + f.Query().Encode() }

// same tells whether two filters ask for the same list.
func (f Filter) same(g Filter) bool { return f.address() == g.address() }

const (
	handledByMe = `c.id IN (SELECT mine.case_id FROM case_members mine WHERE mine.user_id = @user AND mine.part <> 'reader' AND mine.from_at <= @now
		AND mine.to_at > @now)`
	handledBy = `c.id IN (SELECT held.case_id FROM case_members held WHERE held.user_id = @owner AND held.part = 'handler' AND held.from_at <= @now
		AND held.to_at > @now)`
	// toRefer is the agency's own work: what it decided to transfer, and its referrals that are not sent; of a compartmented
	// case for who is named on it.
	toRefer = `c.id IN (SELECT decided.id FROM cases decided WHERE decided.lead_agency_id = @agency AND decided.state = ANY (@to_refer)
  UNION ALL SELECT draft.from_case_id FROM referrals draft WHERE draft.from_agency_id = @agency AND draft.` + matter.SQLUnsent + `
    AND (NOT draft.compartmented OR EXISTS (SELECT FROM case_members own WHERE own.case_id = draft.from_case_id AND own.user_id = @user AND own.from_at <= @now
      AND own.to_at > @now)))`
	isOpen = `NOT c.machine || '/' || c.state = ANY (@closed_states)`
)

// spec turns the filter into what access.List takes.
func (f Filter) spec(book *law.Edition, now time.Time) access.ListSpec {
	l := access.ListSpec{Args: map[string]any{"closed_states": statesWhere(book, func(s *law.State) bool { return s.Terminal }), "soon": now.Add(soon)}}
	var parts []string
	add := func(cond string) { parts = append(parts, cond) }
	switch f.View {
	case ViewMine:
		add(isOpen)
		l.Member = "m.part <> 'reader'"
	case ViewSoon:
		add(isOpen)
		add("{due} >= @now AND {due} <= @soon")
	case ViewOverdue:
		add("{due} < @now")
	case ViewRefer:
		l.Args["to_refer"] = book.StatesThat(law.AdminCase, law.ToRefer)
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
	default:
		if f.ownerID != 0 {
			l.Args["owner"] = f.ownerID
			add(handledBy)
		}
	}
	l.Where = strings.Join(parts, " AND ")
	return l
}

func statesWhere(book *law.Edition, ok func(*law.State) bool) []string {
	out := []string{}
	for _, s := range book.States {
		if (s.Machine == law.AdminCase || s.Machine == law.CriminalCase) && ok(s) {
			out = append(out, string(s.Machine)+"/"+s.Code)
		}
	}
	return out
}
