package cases

import (
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// fileJSON is the JSON twin of the case page: what the page shows to the same reader, never more.
type fileJSON struct {
	Ref           string         `json:"ref"`
	Title         string         `json:"title"`
	Machine       string         `json:"machine"`
	State         string         `json:"state"`
	StateLabel    string         `json:"state_label"`
	Version       int            `json:"version"`
	Summary       string         `json:"summary"`
	Mineral       string         `json:"mineral"`
	LeadBasis     string         `json:"lead_basis"`
	SourceKind    string         `json:"source_kind"`
	Marking       string         `json:"marking"`
	Compartmented bool           `json:"compartmented"`
	LeadAgency    string         `json:"lead_agency"`
	NetKg         *string        `json:"net_kg"`
	RegisteredAt  string         `json:"registered_at"`
	FiledAt       string         `json:"filed_at,omitempty"`
	DecidedAt     string         `json:"decided_at,omitempty"`
	ClosedAt      string         `json:"closed_at,omitempty"`
	Members       []memberJSON   `json:"members"`
	Clocks        []clockJSON    `json:"clocks"`
	Steps         []stepJSON     `json:"next_steps"`
	Referrals     []referralJSON `json:"referrals"`
	Counts        map[string]int `json:"counts"`
}

// memberJSON is a handler: the head of the page names no others.
type memberJSON struct {
	Name string `json:"name"`
	Part string `json:"part"`
	Lead bool   `json:"lead"`
}

type clockJSON struct {
	Code  string `json:"code"`
	State string `json:"state"`
	Start string `json:"start"`
	Due   string `json:"due"`
}

type stepJSON struct {
	Event string `json:"event"`
	Label string `json:"label"`
	Href  string `json:"href,omitempty"`
	State string `json:"state"`
}

type referralJSON struct {
	Ref   string `json:"ref"`
	State string `json:"state"`
}

func (p presenter) caseJSON(h *Head, c *content) fileJSON {
	page := p.overview(h, c)
	out := fileJSON{Ref: h.Ref, Title: procedure.Written(h.Title), Machine: string(h.Machine), State: h.State,
		StateLabel: StateTag(p.ctx, p.book(), h.Machine, h.State).Label, Version: h.Version, Summary: procedure.Written(h.Summary), Mineral: h.Mineral,
		LeadBasis: h.LeadBasis, SourceKind: h.SourceKind, Marking: h.Marking.String(), Compartmented: h.Compartmented,
		LeadAgency: h.AgencyCode, RegisteredAt: i18n.Machine(h.RegisteredAt), Members: []memberJSON{}, Clocks: []clockJSON{}, Steps: []stepJSON{},
		Referrals: []referralJSON{}, Counts: map[string]int{"timeline": h.Counts.Timeline, "parties": h.Counts.Parties, "goods": h.Counts.Goods,
			"evidence":  h.Counts.Evidence,
			"documents": h.Counts.Documents, "decisions": h.Counts.Decisions, "access": h.Counts.Access}}
	if h.Quantity != nil {
		s := h.Quantity.Kg()
		out.NetKg = &s
	}
	if h.FiledAt != nil {
		out.FiledAt = i18n.Machine(*h.FiledAt)
	}
	if h.DecidedAt != nil {
		out.DecidedAt = i18n.Machine(*h.DecidedAt)
	}
	if h.ClosedAt != nil {
		out.ClosedAt = i18n.Machine(*h.ClosedAt)
	}
	for _, m := range h.Members {
		if m.NameZH != "" && m.Part == "handler" { // of the reader's own agency
			out.Members = append(out.Members, memberJSON{p.pick(m.NameZH, m.NameEN), m.Part, m.Lead})
		}
	}
	for _, k := range c.Clocks {
		x := p.clock(k)
		out.Clocks = append(out.Clocks, clockJSON{x.Code, x.State, i18n.Machine(x.StartedAt), x.Due})
	}
	for _, s := range append(append(append([]ui.Step{}, page.Waiting...), page.Steps...), further(page)...) {
		out.Steps = append(out.Steps, stepJSON{s.Event, s.Label, s.Href, s.State})
	}
	for _, r := range c.Referrals {
		out.Referrals = append(out.Referrals, referralJSON{r.Ref, r.State})
	}
	return out
}

// done says what the act did from which the reader comes, and what it did not do: a lead that is registered is not a
// case that is filed.
func (p presenter) done(event string, h *Head) *ui.Notice {
	if event == "" || len(p.book().Event(event)) == 0 {
		return nil
	}
	if event == "admin_lead.registered" {
		return &ui.Notice{Tone: "ok", Text: p.t("cases.done.registered")}
	}
	return &ui.Notice{Tone: "ok", Text: p.t("cases.done.act", "act", p.book().EventLabel(h.Machine, event),
		"state", StateTag(p.ctx, p.book(), h.Machine, h.State).Label)}
}
