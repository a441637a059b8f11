package law_test

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// persons of scenarios.csv and their roles.
var persons = map[string]string{"in": "intake_officer", "ch": "case_handler", "ch2": "case_handler", "uh": "unit_head", "lr": "legal_reviewer",
	"ho": "hearing_officer",
	"ah": "agency_head", "ph": "principal_head", "cu": "evidence_custodian", "so": "secrecy_officer", "pi": "ps_intake", "pv": "ps_investigator",
	"pu": "ps_unit_head", "pc": "ps_county_head", "pp": "ps_higher_head", "pl": "ps_legal_office", "pcu": "evidence_custodian",
	"ml": "mss_liaison", "mu": "mss_unit_head", "sys": "system", "dual": "case_handler|evidence_custodian|legal_reviewer|unit_head"}

// thing is an entity of the small world.
type thing struct {
	kind    law.Machine
	state   string
	clocks  map[string]bool // code → paused
	measure string
	holder  string
	giver   string
	parent  *thing
}

func newThing(kind law.Machine) *thing {
	return &thing{kind: kind, state: law.New, clocks: map[string]bool{}, holder: "agency"}
}

// world is one case family: everything in it is linked. It follows the semantics of the tables and nothing else.
type world struct {
	b      *law.Edition
	things []*thing
	docs   map[string]int // code → round in which it was made
	round  int
	facts  map[string]bool
	acted  map[string]map[actor.Role]bool
	last   map[string]string // event → who
	tasks  []law.Emit
	notes  []string
	seen   map[string]bool // clocks that ever started
}

func newWorld(b *law.Edition, facts []string) *world {
	w := &world{b: b, docs: map[string]int{}, round: 1, facts: map[string]bool{}, acted: map[string]map[actor.Role]bool{}, last: map[string]string{},
		seen: map[string]bool{}}
	for _, f := range facts {
		w.facts[f] = true
	}
	return w
}

func (w *world) of(kind law.Machine) []*thing {
	var out []*thing
	for _, t := range w.things {
		if t.kind == kind {
			out = append(out, t)
		}
	}
	return out
}

func (w *world) one(kind law.Machine) *thing {
	if all := w.of(kind); len(all) > 0 {
		return all[len(all)-1]
	}
	return newThing(kind)
}

func (w *world) terminal(t *thing) bool {
	s := w.b.State(t.kind, t.state)
	return t.state == law.New || s != nil && s.Terminal
}

// has: documents A24 to A30 count only in the round in which they were made.
func (w *world) has(code string) bool {
	round, ok := w.docs[code]
	return ok && (code < "DOC-A24" || code > "DOC-A30" || round == w.round)
}

func (w *world) holds(cond string, t *thing) bool {
	switch cond {
	case "":
		return true
	case "destination_criminal":
		return !w.facts["destination_state_security"]
	case "under_admin_seizure":
		return t.measure == "admin"
	case "from_referral":
		return len(w.of(law.Referral)) > 0
	case "has_evidence_items":
		return len(w.of(law.Evidence)) > 0
	case "materials_only":
		return len(w.of(law.Evidence)) == 0
	case "items_not_handed_over":
		return t.state == "FILED"
	case "last_item_accepted":
		return !slices.ContainsFunc(w.of(law.Evidence), func(x *thing) bool { return x != t && x.state == "IN_TRANSIT" })
	}
	return w.facts[cond]
}

// find chooses the machine, the thing and the act.
func (w *world) find(kind law.Machine, event, variant string, nth int, anyVariant bool) (*law.Act, *thing, error) {
	if kind == "" {
		for _, a := range w.b.Event(event) {
			if variant != "" && a.Variant != "" && a.Variant != variant {
				continue
			}
			if kind != "" && kind != a.Entity {
				return nil, nil, fmt.Errorf("%s: say which machine", event)
			}
			kind = a.Entity
		}
	}
	candidates := slices.Clone(w.of(kind))
	slices.Reverse(candidates)
	candidates = append(candidates, newThing(kind))
	if nth > 0 {
		candidates = []*thing{w.of(kind)[nth-1]}
	}
	var err error
	for i, t := range candidates {
		isNew := nth == 0 && i == len(candidates)-1
		if isNew && !w.b.HasStates(kind) && len(candidates) > 1 {
			break
		}
		var a *law.Act
		if anyVariant {
			if all := w.b.Variants(kind, event, t.state); len(all) > 0 {
				return all[0], t, nil
			}
			err = fmt.Errorf("%s not admitted at %s", event, t.state)
			continue
		}
		if a, err = w.b.Find(kind, event, variant, t.state); err == nil {
			return a, t, nil
		}
	}
	return nil, nil, err
}

func (w *world) play(person string, allowed []actor.Role, a *law.Act) (actor.Role, error) {
	for _, r := range strings.Split(persons[person], "|") {
		role := actor.Role(r)
		if !slices.Contains(allowed, role) {
			continue
		}
		for had := range w.acted[person] {
			if w.b.Incompatible(had, role) {
				return "", fmt.Errorf("%s: %s acted as %s and cannot act as %s", a.ID, person, had, role)
			}
		}
		return role, nil
	}
	return "", fmt.Errorf("%s: %s may not act, needs %v", a.ID, person, allowed)
}

func (w *world) remember(person string, role actor.Role) {
	if w.acted[person] == nil {
		w.acted[person] = map[actor.Role]bool{}
	}
	w.acted[person][role] = true
}

// authorise checks roles, separation of duties and guards.
func (w *world) authorise(a *law.Act, t *thing, proposer, who string) error {
	role, err := w.play(who, a.DeciderRoles, a)
	if err != nil {
		return err
	}
	roles := map[string]actor.Role{who: role}
	if a.FourEyes {
		if a.ProposalAct != "" && proposer == "" {
			proposer = w.last[w.b.Act(a.ProposalAct).Event]
		}
		if proposer == "" || proposer == who {
			return fmt.Errorf("%s: needs a proposer other than %s", a.ID, who)
		}
		if roles[proposer], err = w.play(proposer, a.ProposerRoles, a); err != nil {
			return err
		}
	}
	for _, g := range a.Guards {
		if check := guardModels[g.ID]; check != nil && !check(w, a, t, who, proposer) || w.facts["not:"+g.ID] {
			return fmt.Errorf("%s: guard %s", a.ID, g.ID)
		}
	}
	for p, r := range roles {
		w.remember(p, r)
	}
	return nil
}

func (w *world) fire(kind law.Machine, event, variant, proposer, who string, nth int, twin bool) error {
	a, t, err := w.find(kind, event, variant, nth, false)
	if err != nil {
		return err
	}
	if !twin {
		if err := w.authorise(a, t, proposer, who); err != nil {
			return err
		}
	}
	for _, d := range a.DocsRequired {
		if w.holds(d.Cond, t) && !slices.ContainsFunc(d.AnyOf, w.has) {
			return fmt.Errorf("%s: document %v missing", a.ID, d.AnyOf)
		}
	}
	if !slices.Contains(w.things, t) {
		w.things = append(w.things, t)
	}
	old := t.state
	if a.To != "" {
		t.state = a.To
	}
	if t.kind == law.AdminCase && t.state == "INVESTIGATING" && old != "FILED" && old != "INVESTIGATING" {
		w.round++
	}
	w.last[event] = who
	w.effects(a, t, who)
	w.moveClocks(a, t)
	for _, d := range a.DocsIssued {
		if w.holds(d.Cond, t) {
			for _, code := range d.AnyOf {
				w.docs[code] = w.round
			}
		}
	}
	w.tasks = slices.DeleteFunc(w.tasks, func(e law.Emit) bool { return e.Entity == t.kind && e.Event == event })
	for _, e := range a.Emits {
		w.emit(a, e, t, proposer, who)
	}
	return nil
}

func (w *world) emit(a *law.Act, e law.Emit, t *thing, proposer, who string) {
	if e.Self || !w.holds(e.Cond, t) {
		return
	}
	if _, _, err := w.find(e.Entity, e.Event, e.Variant, 0, e.Task); err != nil {
		w.notes = append(w.notes, fmt.Sprintf("%s: %v", a.ID, err))
		return
	}
	if e.Task {
		w.tasks = append(w.tasks, e)
		return
	}
	if err := w.fire(e.Entity, e.Event, e.Variant, proposer, who, 0, true); err != nil {
		w.notes = append(w.notes, fmt.Sprintf("%s: twin failed: %v", a.ID, err))
		w.facts["twin failed"] = true
	}
}

func (w *world) effects(a *law.Act, t *thing, who string) {
	if t.kind != law.Evidence {
		return
	}
	if a.To == "ADMIN_SEIZED" || a.Event == "evidence.admin_seized" {
		t.measure = "admin"
	}
	if a.Event == "evidence.criminal_seized" || a.Variant == "outcome=seized" && t.state == "CRIMINAL_SEIZED" {
		t.measure = "criminal"
	}
	if a.Event == "evidence.admin_seizure_disposed" || t.state == "RELEASED" || t.state == "DISPOSED" {
		t.measure = ""
	}
	if a.Event == "evidence.collected" && a.Variant == "track=criminal" {
		t.holder = "ps"
	}
	if t.state == "IN_TRANSIT" {
		t.giver = who
	}
	if a.Event == "evidence.transfer_accepted" {
		t.holder = "agency"
		if strings.HasPrefix(who, "p") {
			t.holder = "ps"
		}
	}
	if a.Event == "evidence.sample_taken" {
		w.things = append(w.things, &thing{kind: t.kind, state: "IN_STORAGE", clocks: map[string]bool{}, parent: t, measure: t.measure, holder: t.holder})
	}
}

// moveClocks applies starts, pauses, resumes and stops, in this order, on the clock's entity.
func (w *world) moveClocks(a *law.Act, t *thing) {
	if a.Entity == law.AnyClock {
		return
	}
	for _, col := range []struct {
		name string
		refs []law.Ref
	}{{"start", a.Starts}, {"pause", a.Pauses}, {"resume", a.Resumes}, {"stop", a.Stops}} {
		for _, ref := range col.refs {
			if w.holds(ref.Cond, t) {
				w.moveClock(col.name, ref.Code, t)
			}
		}
	}
}

func (w *world) moveClock(move, code string, t *thing) {
	kind := w.b.Clock(code).Entity
	var on []*thing
	switch all := w.of(kind); {
	case t.kind == kind && t.parent != nil:
		on = []*thing{t.parent}
	case t.kind == kind:
		on = []*thing{t}
	case move == "stop":
		on = all
	case len(all) > 0:
		on = all[len(all)-1:]
	}
	if move == "start" {
		w.seen[code] = true
	}
	for _, x := range on {
		_, running := x.clocks[code]
		switch {
		case move == "start" && !running:
			x.clocks[code] = false
		case move == "stop":
			delete(x.clocks, code)
		case running && move != "start":
			x.clocks[code] = move == "pause"
		}
	}
}

func (w *world) running() string {
	var out []string
	for _, t := range w.things {
		for code, paused := range t.clocks {
			if paused {
				code += "(paused)"
			}
			if !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

func (w *world) states() string {
	var out []string
	for _, t := range w.things {
		if w.b.HasStates(t.kind) {
			out = append(out, string(t.kind)+"="+t.state)
		}
	}
	return strings.Join(out, " ")
}

func (w *world) openTasks() string {
	var out []string
	for _, e := range w.tasks {
		out = append(out, string(e.Entity)+":"+e.Event)
	}
	return strings.Join(out, " ")
}
