package app

import (
	"context"
	"fmt"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

// matters draws the cases and makes the matters they belong to.
func (w *volumeWorld) matters(ctx context.Context) error {
	w.cases = make([]volumeCase, 0, w.size)
	return copyRows(ctx, w.to, "matters", "id, ref, opened_at", func(put func(...any) error) error {
		for i := range w.size {
			c, err := w.draw(i)
			if err != nil {
				return err
			}
			w.cases = append(w.cases, c)
			ref, err := w.ref(ids.Matter)
			if err != nil {
				return err
			}
			if err := put(c.matter, ref, c.registered); err != nil {
				return err
			}
		}
		return nil
	})
}

// tips makes some that nobody has looked at, and some that were found to be nothing.
func (w *volumeWorld) tips(ctx context.Context) error {
	id := w.first["tips"]
	return copyRows(ctx, w.to, "tips", "id, ref, agency_id, unit_id, channel, source_kind, received_at, subject, summary, party_name, mineral, state, created_by",
		func(put func(...any) error) error {
			for i := 0; i < w.size; i += perTip {
				c := &w.cases[i]
				ref, err := w.ref(ids.Tip)
				if err != nil {
					return err
				}
				state := []string{"NEW", "TRIAGED", "DISMISSED"}[w.random.IntN(3)]
				if err := put(id, ref, c.unit.agency, c.unit.id, "platform", "tip", c.registered, c.title, c.title, c.title, c.mineral, state,
					c.unit.intake.UserID); err != nil {
					return err
				}
				id++
			}
			return nil
		})
}

func (w *volumeWorld) files(ctx context.Context) error {
	return copyRows(ctx, w.to, "cases",
		`id, ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, summary, mineral, lead_basis, typology, source_kind, marking, compartmented,
quantity_mg, value_fen, registered_at, filed_at, decided_at, closed_at, updated_at, created_by, next_due, next_clock`, func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				if err := put(c.id, c.ref, string(law.AdminCase), c.matter, c.unit.agency, c.unit.id, c.state, c.title, c.title, c.mineral, "ECL-34-1", "no_licence",
					"own_duty", c.marking, c.compartmented,
					c.grams*1000, c.fen, c.registered, c.filed, c.decided, c.closed, w.now, c.people[0].UserID, c.nextDue, c.nextCode); err != nil {
					return err
				}
			}
			return nil
		})
}

func (w *volumeWorld) members(ctx context.Context) error {
	return copyRows(ctx, w.to, "case_members", "case_id, user_id, part, lead, from_at, granted_by, basis, next_due, marking", func(put func(...any) error) error {
		for i := range w.cases {
			c := &w.cases[i]
			for j, x := range c.people {
				if err := put(c.id, x.UserID, []string{"handler", "handler", "reader"}[j], j == 0, c.registered, c.people[0].UserID, "admin_lead.registered", c.nextDue,
					c.marking); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (w *volumeWorld) periods(ctx context.Context) error {
	id := w.first["clocks"]
	return copyRows(ctx, w.to, "clocks",
		"id, matter_id, case_id, entity, target_kind, target_id, code, state, started_at, due_at, owner_role, owner_agency_id, start_act_id, closed_at, edition",
		func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				for _, k := range c.clocks {
					if err := put(id, c.matter, c.id, string(law.AdminCase), "case", c.id, k.code, k.state, k.start, k.due, string(actor.CaseHandler), c.unit.agency, 0,
						k.closed, w.app.Book().Name()); err != nil {
						return err
					}
					id++
				}
			}
			return nil
		})
}

func (w *volumeWorld) facts(ctx context.Context) error {
	stage := map[string]law.State{}
	for _, s := range w.states {
		stage[s.Code] = s
	}
	date := func(t *time.Time) any {
		if t == nil {
			return nil
		}
		return t.In(law.Zone()).Format(time.DateOnly)
	}
	return copyRows(ctx, w.to, "case_facts",
		"case_id, agency_id, machine, mineral, typology, stage, terminal, registered_on, filed_on, decided_on, closed_on, goods_mg, value_fen, clocks_ok, "+
			"clocks_late, next_due", func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				ok, late := 0, 0
				for _, k := range c.clocks {
					ok, late = ok+count(k.state == "MET"), late+count(k.state == "LATE")
				}
				s := stage[c.state]
				if err := put(c.id, c.unit.agency, string(law.AdminCase), c.mineral, "no_licence", s.Stage, s.Terminal, date(&c.registered), date(c.filed), date(c.decided),
					date(c.closed), c.grams*1000, c.fen, ok, late, c.nextDue); err != nil {
					return err
				}
			}
			return nil
		})
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *volumeWorld) goods(ctx context.Context) error {
	id := w.first["goods_items"]
	return copyRows(ctx, w.to, "goods_items", "id, ref, case_id, name, mineral, quantity, unit, net_mg, value_fen, created_by, created_at",
		func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				ref, err := w.ref(ids.Goods)
				if err != nil {
					return err
				}
				if err := put(id, ref, c.id, c.goods, c.mineral, fmt.Sprintf("%d.%03d", c.grams/1000, c.grams%1000), "kg", c.grams*1000, c.fen, c.people[0].UserID,
					c.registered); err != nil {
					return err
				}
				id++
			}
			return nil
		})
}

func (w *volumeWorld) heads(ctx context.Context) error {
	return copyRows(ctx, w.to, "audit_heads", "stream, n, hash", func(put func(...any) error) error {
		for s, h := range w.chain.Heads() {
			if err := put(string(s), h.N, h.Hash); err != nil {
				return err
			}
		}
		return nil
	})
}
