package law

import (
	"fmt"
	"slices"
	"strings"

	"touchstone/internal/actor"
)

// build turns checked tables into values. What check has accepted cannot fail here; the errors guard that promise.
func build(t *tables) (*Edition, error) {
	b := &Edition{tables: t, byID: map[string]*Act{}, byEvent: map[eventKey][]*Act{}, byEntity: map[Machine][]*Act{},
		states: map[Machine]map[string]*State{}, guards: map[string]*Guard{}, forms: map[string]*Form{}, clocks: map[string]*Clock{},
		documents: map[string]*Document{}, enums: map[string][]*EnumValue{}, roles: map[actor.Role]*RoleInfo{}, marks: map[string]string{}}
	b.buildCitations()
	b.buildStates()
	b.buildWords()
	b.buildForms()
	b.buildAppointments()
	b.buildActs()
	var err error
	if b.Calendar, err = newCalendar(t.holidays.rows); err != nil {
		return nil, fmt.Errorf("law: holidays: %w", err)
	}
	if err := b.buildClocks(); err != nil {
		return nil, fmt.Errorf("law: clocks: %w", err)
	}
	if b.Penalties, err = buildPenalties(t); err != nil {
		return nil, fmt.Errorf("law: penalties: %w", err)
	}
	b.Trade = buildTrade(t.trade.rows)
	rules, err := buildEarlierRules(t.earlierRules.rows)
	if err != nil {
		return nil, fmt.Errorf("law: earlier rules: %w", err)
	}
	if b.Goods, err = buildItems(t.items.rows, b.Trade, rules); err != nil {
		return nil, fmt.Errorf("law: items: %w", err)
	}
	return b, nil
}

func (b *Edition) buildCitations() {
	for _, r := range b.tables.citations.rows {
		b.citations = append(b.citations, citation{short: r["short"], name: b.tables.label("citations", r, "name"), items: list(r["items"], ";")})
	}
	slices.SortStableFunc(b.citations, func(x, y citation) int { return len(y.short) - len(x.short) })
}

func (b *Edition) buildStates() {
	for _, r := range b.tables.states.rows {
		s := &State{Machine: Machine(r["machine"]), Code: r["state"], Label: b.tables.label("states", r, "label"), Stage: r["stage"],
			Terminal: yes(r["terminal"]), Stamps: r["stamps"],
			CountsAs: list(r["counts_as"], ";"), Colour: r["colour_hint"], Description: b.tables.label("states", r, "description")}
		b.States = append(b.States, s)
		if b.states[s.Machine] == nil {
			b.states[s.Machine] = map[string]*State{}
		}
		b.states[s.Machine][s.Code] = s
	}
}

func (b *Edition) buildWords() {
	t := b.tables
	for _, r := range t.guards.rows {
		g := &Guard{ID: r["id"], Rule: t.label("guards", r, "rule"), Refusal: t.label("guards", r, "refusal"), Kind: r["kind"], Scope: r["scope"],
			Basis: r["legal_basis"], Inputs: list(r["inputs"], ";"), Standing: Standing(r["standing"]), Fields: list(r["fields"], ";")}
		b.Guards, b.guards[g.ID] = append(b.Guards, g), g
	}
	for _, r := range t.documents.rows {
		d := &Document{Code: r["code"], Name: t.label("documents", r, "name"), IssuedBy: r["issued_by"], Machine: Machine(r["machine"]),
			Incoming: r["direction"] == "in", RequiredFields: list(r["required_fields"], ";"), Copies: r["copies"], SignedBy: r["signed_by"],
			ServedOn: r["served_on"], PerRound: yes(r["per_round"]), Methods: list(r["methods"], ";"),
			PackageItem: number(r["package_item"]), MayBeAbsent: yes(r["may_be_absent"]), AtClosing: list(r["at_closing"], ";"), OrPaper: r["or_paper"],
			Basis: r["legal_basis"], SourceStatus: r["source_status"]}
		b.Documents, b.documents[d.Code] = append(b.Documents, d), d
	}
	for _, r := range t.enums.rows {
		v := &EnumValue{List: r["list"], Code: r["code"], Label: t.label("enums", r, "label"), Basis: r["legal_basis"], UsedBy: r["used_by"],
			Track: r["track"]}
		b.enums[v.List] = append(b.enums[v.List], v)
	}
	for _, r := range t.conditions.rows {
		b.Conditions = append(b.Conditions, &Condition{ID: r["id"], Rule: t.label("conditions", r, "rule"), Inputs: list(r["inputs"], ";"),
			Field: r["field"], Values: list(r["values"], ";")})
	}
	for _, r := range t.organs.rows {
		b.marks[r["kind"]] = r["number_mark"]
	}
	for _, r := range t.roles.rows {
		info := &RoleInfo{Code: actor.Role(r["code"]), Label: t.label("roles", r, "label"), AgencyKinds: list(r["agency_kind"], ";"),
			Receiving: r["side"] == "receiving", May: t.label("roles", r, "may"),
			Basis: r["legal_basis"], NamedAs: list(r["named_as"], ";")}
		for _, x := range list(r["incompatible_same_case"], ";") {
			name, _, alone := strings.Cut(x, "@")
			switch {
			case x == "*":
				info.ExcludesAllCase = true
			case alone:
				info.NotAloneOnLead = append(info.NotAloneOnLead, actor.Role(name))
			default:
				info.SameCase = append(info.SameCase, actor.Role(name))
			}
		}
		for _, x := range list(r["incompatible_globally"], ";") {
			if x == "*" {
				info.Singular = true
			} else {
				info.Globally = append(info.Globally, actor.Role(x))
			}
		}
		b.Roles, b.roles[info.Code] = append(b.Roles, info), info
	}
}

func (b *Edition) buildForms() {
	for _, r := range b.tables.forms.rows {
		f := b.forms[r["form"]]
		if f == nil {
			f = &Form{ID: r["form"], Events: list(r["events"], ";")}
			b.Forms, b.forms[f.ID] = append(b.Forms, f), f
		}
		x := &Field{Name: r["field"], Type: r["type"], Several: yes(r["several"]), Required: parseNeed(r["required"]), Default: r["default"],
			Meaning: Meaning(r["meaning"]),
			Label:   b.tables.label("forms", r, "label"), Hint: b.tables.label("forms", r, "hint"), Basis: r["legal_basis"]}
		if l, ok := strings.CutPrefix(x.Type, "enum:"); ok {
			x.Enum, x.Options = l, b.enums[l]
		}
		x.Bounds, _ = BoundsOf(x.Type, r["least"], r["most"]) // checked
		f.Fields = append(f.Fields, x)
	}
}

func (b *Edition) buildActs() {
	labels, variants := map[eventKey]row{}, map[string]row{}
	for _, r := range b.tables.labels.rows {
		labels[eventKey{Machine(r["machine"]), r["event"]}] = r
	}
	for _, r := range b.tables.variants.rows {
		variants[r["key"]+"="+r["value"]] = r
	}
	c := newChecker(b.tables)
	for _, a := range c.acts {
		act := b.buildAct(a)
		if a.transition {
			act.From = c.froms(a.row)
			label := labels[eventKey{act.Entity, act.Event}]
			act.Label, act.Question = b.tables.label("labels", label, "label"), b.tables.label("labels", label, "question")
		} else if a.row["allowed_states"] != "*" {
			act.From = list(a.row["allowed_states"], "|")
		}
		if v := variants[act.Variant]; v != nil {
			act.VariantLabel = b.tables.label("variants", v, "label")
		}
		b.Acts, b.byID[act.ID] = append(b.Acts, act), act
		key := eventKey{act.Entity, act.Event}
		b.byEvent[key] = append(b.byEvent[key], act)
		b.byEntity[act.Entity] = append(b.byEntity[act.Entity], act)
	}
}

func (b *Edition) buildAct(a actRow) *Act {
	r := a.row
	key, value := splitVariant(r["variant"])
	act := &Act{
		ID: r["id"], Entity: Machine(a.entity()), Transition: a.transition, Event: r["event"], Variant: r["variant"], VariantKey: key, VariantValue: value,
		To: r["to_state"], NewRound: yes(r["new_round"]), Label: b.tables.label("recorded_events", r, "label"),
		ProposerRoles: roleList(r["proposer_roles"]), DeciderRoles: roleList(r["decider_roles"]), FourEyes: yes(r["four_eyes"]), Binding: yes(r["binding"]),
		Collective:        r["collective_discussion"] == "yes" || r["collective_discussion"] == "if_major",
		CollectiveIfMajor: r["collective_discussion"] == "if_major", ProposalAct: r["proposal_act"], ExternalParty: r["external_party"],
		Form: b.forms[r["form"]], Starts: refs(r["starts"]), Stops: refs(r["stops"]), Extends: refs(r["extends"]), Checks: refs(r["checks"]),
		Pauses: refs(r["pauses"]), Resumes: refs(r["resumes"]), Emits: emits(r["emits"]),
		DocsRequired: docNeeds(r["documents_required"]), DocsIssued: docNeeds(r["documents_issued"]),
		Basis: r["legal_basis"], SourceStatus: r["source_status"], Notes: b.tables.label(a.table(), r, "notes"),
	}
	for _, g := range list(r["guards"], ";") {
		act.Guards = append(act.Guards, b.guards[g])
	}
	return act
}

func roleList(cell string) []actor.Role {
	var out []actor.Role
	for _, x := range list(cell, "|") {
		out = append(out, actor.Role(x))
	}
	return out
}

func refs(cell string) []Ref {
	var out []Ref
	for _, tok := range list(cell, ";") {
		code, cond := cut(tok)
		out = append(out, Ref{code, cond})
	}
	return out
}

func emits(cell string) []Emit {
	var out []Emit
	for _, tok := range list(cell, ";") {
		body, cond := cut(tok)
		task, machine, event, variant := target(body)
		e := Emit{Task: task, Self: machine == "self", Event: event, Variant: variant, Cond: cond}
		if !e.Self {
			e.Entity = Machine(machine)
		}
		out = append(out, e)
	}
	return out
}

func docNeeds(cell string) []DocNeed {
	var out []DocNeed
	for _, tok := range list(cell, ";") {
		body, cond := cut(tok)
		out = append(out, DocNeed{AnyOf: list(body, "|"), Cond: cond})
	}
	return out
}
