package app

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

// How often a case of the volume has come so far: lists and badges are measured against full tables, not empty ones.
const (
	perReferral = 30 // filed cases for each referral that was sent
	perUnsigned = 10 // referrals for each that nobody has signed for
	perOpen     = 40 // cases under investigation for each with a proposal that waits
)

// acts are the registration of every case and the filing of those that were filed.
func (w *volumeWorld) acts(ctx context.Context) error {
	id := w.first["acts"]
	return copyRows(ctx, w.to, "acts",
		`id, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event,
			from_state, to_state, actor_id, actor_name, actor_role, agency_id, input, at, edition`,
		func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				add := func(event, from, to string, who actor.Actor, role actor.Role, at time.Time) error {
					err := put(id, c.matter, c.id, string(law.AdminCase), "case", c.id, "case", c.id, w.row(event).ID, event, from, to, who.UserID, who.Name, string(role),
						c.unit.agency, "{}", at, w.app.Book().Name())
					id++
					return err
				}
				if err := add("admin_lead.registered", law.New, "LEAD_REGISTERED", c.people[0], actor.CaseHandler, c.registered); err != nil {
					return err
				}
				if c.filed == nil {
					continue
				}
				if err := add("admin_case.filed", "PRELIM_VERIFICATION", "FILED", c.unit.head, actor.UnitHead, *c.filed); err != nil {
					return err
				}
			}
			return nil
		})
}

// approvals are the filings that were decided, and reports of investigations that wait.
func (w *volumeWorld) approvals(ctx context.Context) error {
	id := w.first["approvals"]
	return copyRows(ctx, w.to, "approvals",
		`id, ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event,
			decider_roles, agency_id, unit_id, proposer_id, proposer_role,
input, shown, digest, state, opened_at, due_at, decided_at, decided_by, decision, case_due, case_marking, case_agency_id,
edition`, func(put func(...any) error) error {
			add := func(c *volumeCase, event, state string, opened time.Time, due, decidedAt, by any, decision string) error {
				ref, err := w.ref(ids.Approval)
				if err != nil {
					return err
				}
				err = put(id, ref, c.matter, c.id, string(law.AdminCase), "case", c.id, "case", c.id, w.row(event).ID, event, "{"+string(actor.UnitHead)+"}", c.unit.agency,
					c.unit.id, c.people[0].UserID, string(actor.CaseHandler), "{}", `{"seen":"v1","facts":[]}`, "", state, opened, due, decidedAt, by, decision, c.nextDue,
					c.marking, c.unit.agency, w.app.Book().Name())
				id++
				return err
			}
			for i := range w.cases {
				c := &w.cases[i]
				if c.filed != nil {
					if err := add(c, "admin_case.filed", "DECIDED", c.filed.AddDate(0, 0, -1), nil, *c.filed, c.unit.head.UserID, "admin_case.filed"); err != nil {
						return err
					}
				}
				if c.state == "INVESTIGATING" && i%perOpen == 0 {
					if err := add(c, "investigation_report.submitted", "OPEN", w.now.AddDate(0, 0, -2), c.nextDue, nil, nil, ""); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

// referrals go from filed cases to the demonstration's public security; the desk there has signed for most.
func (w *volumeWorld) referrals(ctx context.Context) error {
	to, err := w.agency("szpsb")
	if err != nil {
		return err
	}
	id, filed := w.first["referrals"], 0
	return copyRows(ctx, w.to, "referrals",
		`id, ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, facts, team, marking, compartmented,
package_version, package_digest, opened_at, sent_at, received_at`, func(put func(...any) error) error {
			for i := range w.cases {
				c := &w.cases[i]
				if c.filed == nil {
					continue
				}
				if filed++; filed%perReferral != 0 {
					continue
				}
				ref, err := w.ref(ids.Referral)
				if err != nil {
					return err
				}
				sent := c.filed.AddDate(0, 0, 30)
				state, received := "RECEIVED", any(sent.Add(time.Hour))
				if (filed/perReferral)%perUnsigned == 0 {
					state, received = "SENT", nil
				}
				if err := put(id, ref, c.matter, c.id, c.unit.agency, c.unit.id, to, "PUBLIC_SECURITY", state, "cl_151_3", c.title, "{}", c.marking, c.compartmented, 1, "",
					*c.filed, sent, received); err != nil {
					return err
				}
				id++
			}
			return nil
		})
}

// row is the first row of an event; the tables have those that are named here: procedure check.
func (w *volumeWorld) row(event string) *law.Act { return w.app.Book().Event(event)[0] }
