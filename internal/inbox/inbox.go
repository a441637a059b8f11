package inbox

import (
	"maps"
	"slices"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// handles tells whether somebody carries files himself; heads look at everything their unit or agency owes.
func handles(who actor.Actor) bool {
	return who.HasAny(actor.CaseHandler, actor.PSInvestigator, actor.IntakeOfficer, actor.PSIntake)
}

// daily are the roles whose own work is the file itself: a step of theirs is no item of an inbox, it is the job.
func daily() []actor.Role {
	return []actor.Role{actor.CaseHandler, actor.PSInvestigator, actor.IntakeOfficer, actor.EvidenceCustodian, actor.SystemRole}
}

// turn lists, as @turn_states, @turn_events and @turn_papers, the steps by which a case goes on from a state and with
// which only the reader's role can begin, and the papers of the case without which nobody can: the assignment by the
// head of the unit, his proposal to file once the verification is reported, the hearing. They follow from the tables alone.
func (h *HTTP) turn(who actor.Actor) map[string]any {
	states, events, papers, roles := []string{}, []string{}, []string{}, []string{}
	for _, s := range h.Engine.Book().States {
		if s.Machine != law.AdminCase && s.Machine != law.CriminalCase {
			continue
		}
		if row := h.waitsFor(who, h.Engine.Onward(s.Machine, s.Code)); row != nil {
			states, events = append(states, string(s.Machine)+"/"+s.Code), append(events, row.Event)
			papers, roles = append(papers, strings.Join(h.papersOf(row.Event, s), " ")), append(roles, begun(row))
		}
	}
	oweStates, oweEvents, oweClocks := h.owed(who)
	named := procedure.DutyArgs(h.Engine.Book(), who)
	maps.Copy(named, map[string]any{"owed_states": oweStates, "owed_events": oweEvents, "owed_clocks": oweClocks, "turn_states": states, "turn_events": events,
		"turn_papers": papers, "turn_roles": roles, "receives": who.HasAny(actor.PSIntake, actor.MSSLiaison),
		"takes": who.HasAny(actor.EvidenceCustodian), "names": who.HasAny(actor.UnitHead, actor.PSUnitHead), "back_events": h.Engine.SendsBack(),
		"given_states": h.given(), "lately": h.Clock().Add(-h.Engine.Book().Lasts(law.AssignmentInInbox))})
	named["acts_had"], named["acts_role"] = h.Engine.Clashes(who, false)
	named["decides_had"], named["decides_role"] = h.Engine.Clashes(who, true)
	return named
}

// begun are the roles that begin an act, divided by "|".
func begun(row *law.Act) string {
	roles := row.DeciderRoles
	if row.FourEyes {
		roles = row.ProposerRoles
	}
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return strings.Join(out, "|")
}

// owed lists the acts on a referral that the reader's role owes by a period of its own, with the state that admits each and
// the clock that it stops: an approved referral is sent within the day, a supplement made in three (D310 6, 7).
func (h *HTTP) owed(who actor.Actor) (states, events, clocks []string) {
	states, events, clocks = []string{}, []string{}, []string{}
	book := h.Engine.Book()
	for _, row := range book.Acts {
		if row.Entity != law.Referral || !row.Transition || row.FourEyes || row.ExternalParty != "" || !h.Engine.Registry().Built(row) {
			continue
		}
		for _, stop := range row.Stops {
			owner := actor.Role(book.Clock(stop.Code).Owner)
			if !slices.Contains(row.DeciderRoles, owner) || !who.Has(owner) {
				continue
			}
			for _, s := range row.From {
				states, events, clocks = append(states, s), append(events, row.Event), append(clocks, stop.Code)
			}
		}
	}
	return states, events, clocks
}

// given are the states of a case that begin with naming who handles it, by the forms of the tables.
func (h *HTTP) given() []string {
	var out []string
	for _, row := range h.Engine.Book().Acts {
		if row.To == "" || row.Form == nil || row.Entity != law.AdminCase && row.Entity != law.CriminalCase {
			continue
		}
		names := slices.ContainsFunc(row.Form.Fields, func(x *law.Field) bool { return x.Type == "officers2" })
		if key := string(row.Entity) + "/" + row.To; names && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// waitsFor is the first of the ways on that is the reader's to begin, if none of them is somebody's daily work or an
// outsider's. What another act has proposed already is an approval, and what is open in many states is a possibility.
func (h *HTTP) waitsFor(who actor.Actor, ways []*law.Act) (first *law.Act) {
	for _, row := range ways {
		begin := row.DeciderRoles
		if row.FourEyes {
			begin = row.ProposerRoles
		}
		if row.ExternalParty != "" || slices.ContainsFunc(begin, func(r actor.Role) bool { return slices.Contains(daily(), r) }) {
			return nil
		}
		if first == nil && row.ProposalAct == "" && len(row.From) <= 2 && who.HasAny(begin...) && h.Engine.Registry().Built(row) {
			first = row
		}
	}
	return first
}

// papersOf are the papers of the case that each outcome of an act asks for.
func (h *HTTP) papersOf(event string, s *law.State) (codes []string) {
	rows := slices.DeleteFunc(h.Engine.Onward(s.Machine, s.Code), func(row *law.Act) bool { return row.Event != event })
	for _, need := range rows[0].DocsRequired {
		always := need.Cond == "" && len(need.AnyOf) == 1 && !slices.ContainsFunc(rows, func(row *law.Act) bool {
			return !slices.ContainsFunc(row.DocsRequired, func(x law.DocNeed) bool { return x.Cond == "" && slices.Equal(x.AnyOf, need.AnyOf) })
		})
		if always {
			codes = append(codes, need.AnyOf[0])
		}
	}
	return codes
}

// ownRoles are the roles of people of the agencies: the periods of a party or a court are nobody's task here.
func (h *HTTP) ownRoles() []string {
	var out []string
	for _, r := range h.Engine.Book().Roles {
		out = append(out, string(r.Code))
	}
	return out
}

// endOfDay is the end of the legal day of now.
func endOfDay(now time.Time) time.Time {
	t := now.In(i18n.Beijing())
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
}
