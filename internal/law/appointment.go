package law

import (
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
)

// Appointment is a row of appointments.csv: what somebody is on a matter because he was named, whether he has acted or
// not, and what he may not be besides (APL 43, 57; CPL 29; MPS 191).
type Appointment struct {
	Code          string     // handler, support, team, collector, co_collector, or form.field of a form that names a person
	Track         Machine    // of the file; "" = every one
	Role          actor.Role // whose duty it is: roles.csv says what that excludes
	Bars          []actor.Role
	BarsDecisions bool // decides nothing that others propose
	Label         i18n.Label
	Basis         string
}

// barsDecisions is the word of the column bars for every decision on what others propose.
const barsDecisions = "decides"

// membership are the appointments that no form makes.
var membership = [...]string{"handler", "support", "team", "collector", "co_collector"}

func (b *Edition) buildAppointments() {
	for _, r := range b.tables.appointments.rows {
		a := &Appointment{Code: r["appointment"], Track: Machine(r["track"]), Role: actor.Role(r["role"]), Label: b.tables.label("appointments", r, "label"),
			Basis: r["legal_basis"]}
		for _, x := range list(r["bars"], ";") {
			if x == barsDecisions {
				a.BarsDecisions = true
			} else {
				a.Bars = append(a.Bars, actor.Role(x))
			}
		}
		b.Appointments = append(b.Appointments, a)
	}
	b.buildNamings()
}

// Appointment returns the first row of a code, or nil.
func (b *Edition) Appointment(code string) *Appointment {
	for _, a := range b.Appointments {
		if a.Code == code {
			return a
		}
	}
	return nil
}

// Naming is a field of a form in which an event names somebody.
type Naming struct {
	Event    string
	Field    *Field
	Officers bool   // by account: the duty is that of a role (NamedIn); else by name, and the row of that code says what it bars
	Code     string // form.field
}

// buildNamings finds the fields that give a duty to whom they name.
func (b *Edition) buildNamings() {
	for _, f := range b.Forms {
		for _, x := range f.Fields {
			code := f.ID + "." + x.Name
			if !x.Officers() && b.Appointment(code) == nil {
				continue
			}
			for _, event := range f.Events {
				b.Namings = append(b.Namings, Naming{Event: event, Field: x, Officers: x.Officers(), Code: code})
			}
		}
	}
}

// NamedField is the field of a code form.field, or nil.
func (b *Edition) NamedField(code string) *Field {
	form, field, _ := strings.Cut(code, ".")
	if f := b.Form(form); f != nil {
		return f.Field(field)
	}
	return nil
}

// Clash tells whether a person with the duty of one role cannot act in another in the same matter: roles.csv says so, or
// he would decide on what his own investigation proposes (APL 57; D310 5; MPS 191).
func (b *Edition) Clash(had, wants actor.Role, deciding bool) bool {
	return b.Incompatible(had, wants) || deciding && b.Investigates(had)
}

// Clashes tells whether an appointment of no role bars a role.
func (a *Appointment) Clashes(wants actor.Role, deciding bool) bool {
	return slices.Contains(a.Bars, wants) || deciding && a.BarsDecisions
}

// checkAppointments: every duty that a program gives has its row, on each track, and every row is one that something gives.
func (c *checker) checkAppointments() {
	seen := map[string]bool{}
	for _, r := range c.t.appointments.rows {
		code, where := r["appointment"], "appointment "+r["appointment"]
		seen[code+"/"+r["track"]] = true
		form, field, named := strings.Cut(code, ".")
		switch {
		case named && !slices.ContainsFunc(c.forms[form], func(x row) bool { return x["field"] == field && x["type"] == "person" }):
			c.bad(where, "no form asks for that person")
		case named && (r["bars"] == "" || r["role"] != "" || r["track"] != ""):
			c.bad(where, "bars something, and has neither role nor track")
		case !named && !slices.Contains(membership[:], code):
			c.bad(where, "nobody is appointed so")
		case !named && (c.states[r["track"]] == nil || c.roles[r["role"]] == nil):
			c.bad(where, "unknown track or role %s %s", r["track"], r["role"])
		}
		for _, x := range list(r["bars"], ";") {
			if x != barsDecisions && c.roles[x] == nil {
				c.bad(where, "bars unknown role %s", x)
			}
		}
		if !hanText.MatchString(r["label_zh"]) || r["legal_basis"] == "" {
			c.bad(where, "label or article missing")
		}
	}
	for _, code := range membership {
		for _, track := range []Machine{AdminCase, CriminalCase} {
			if !seen[code+"/"+string(track)] {
				c.bad("appointment "+code, "missing on track %s", track)
			}
		}
	}
}
