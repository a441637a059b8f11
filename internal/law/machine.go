package law

import (
	"slices"

	"touchstone/internal/errs"
)

// Find returns the one act that an event, a variant and a state admit. The errors tell apart an event that this
// entity does not know (NotFound), one that its state does not admit (Conflict), and a variant left open or unknown
// (InvalidInput). An event with one admitted variant needs none named; a variant named for an act without is ignored.
func (b *Edition) Find(entity Machine, event, variant, state string) (*Act, error) {
	acts := b.byEvent[eventKey{entity, event}]
	if len(acts) == 0 {
		return nil, errs.New(errs.NotFound, "law.no_such_event", "event", event, "entity", string(entity))
	}
	var admitted []*Act
	known := variant == ""
	for _, a := range acts {
		if a.Variant != "" && a.Variant == variant || a.Variant == "" {
			known = true
		}
		if (variant == "" || a.Variant == "" || a.Variant == variant) && b.admits(a, state) {
			admitted = append(admitted, a)
		}
	}
	switch {
	case !known:
		return nil, errs.Invalid(errs.Field{Name: "variant", Key: "law.no_such_variant"})
	case len(admitted) == 0:
		return nil, errs.New(errs.Conflict, "law.not_admitted", "event", event, "state", state)
	case len(admitted) > 1:
		return nil, errs.Invalid(errs.Field{Name: "variant", Key: "law.variant_needed"})
	}
	return admitted[0], nil
}

func (b *Edition) admits(a *Act, state string) bool {
	if !b.HasStates(a.Entity) {
		return true // an entity without states admits each of its events
	}
	return a.Admits(state)
}

// At lists everything that may happen to an entity in a state: transitions, then recorded events, in table order.
func (b *Edition) At(entity Machine, state string) []*Act {
	var out []*Act
	for _, a := range b.byEntity[entity] {
		if b.admits(a, state) {
			out = append(out, a)
		}
	}
	return out
}

// Variants lists the acts of one event that a state admits; more than one means that the caller must choose.
func (b *Edition) Variants(entity Machine, event, state string) []*Act {
	var out []*Act
	for _, a := range b.byEvent[eventKey{entity, event}] {
		if b.admits(a, state) {
			out = append(out, a)
		}
	}
	return out
}

// Repeating are the fields of which the forms of these events take more than one value.
func (b *Edition) Repeating(events ...string) []string {
	var out []string
	for _, a := range b.Acts {
		if a.Form == nil || !slices.Contains(events, a.Event) {
			continue
		}
		for _, x := range a.Form.Fields {
			if x.Multiple() && !slices.Contains(out, x.Name) {
				out = append(out, x.Name)
			}
		}
	}
	return out
}

// Event lists every act of that event name, on every entity.
func (b *Edition) Event(event string) []*Act {
	var out []*Act
	for _, a := range b.Acts {
		if a.Event == event {
			out = append(out, a)
		}
	}
	return out
}

// Fires lists the names an act fires: its event, the event with its variant, and its self: names.
func (a *Act) Fires() []string {
	out := []string{a.Event}
	if a.Variant != "" {
		out = append(out, a.Event+"["+a.Variant+"]")
	}
	for _, e := range a.Emits {
		if e.Self {
			out = append(out, e.Event)
		}
	}
	return out
}
