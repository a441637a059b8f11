package page

import (
	"slices"
	"strings"

	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// steps are what waits for a decision and the acts that the reader may do now; what is not on the main line stands apart.
func (p words) steps(v *view, h *HTTP) (steps, further []ui.Step, others string) {
	steps = h.Acts.Engine.WaitingOn(p.ctx, v.Who, target(v.Item.ID), v.File, v.Asked, v.May.Act)
	if v.May.Act {
		for _, s := range h.Acts.Engine.Steps(v.Who, target(v.Item.ID), v.File) {
			if !s.Built || !fits(p.book, s, v) {
				continue
			}
			step := h.Acts.Engine.Link(p.ctx, v.Who, target(v.Item.ID), v.File, s)
			if s.Row.Event == eventOffer && v.Case.AgencyID == v.Who.AgencyID {
				step.Href = offerAddress(v.Case.Ref, v.Item.Ref)
			}
			if !s.Required || rare(s.Row.Event) {
				step.State = "optional"
				further = append(further, step)
				continue
			}
			steps = append(steps, step)
		}
	}
	if roles := h.Acts.Engine.NextFor(target(v.Item.ID), v.File); len(steps) == 0 && len(roles) > 0 {
		others = p.t("evidence.item.others", "roles", h.Acts.Engine.RoleNames(p.ctx, roles))
	}
	return steps, further, others
}

// rare are main-line acts that are no next step of the ordinary course.
func rare(event string) bool {
	return slices.Contains([]string{"evidence.excluded", "property.found_unrelated", "evidence.disposed", "evidence.admin_seizure_extended"}, event)
}

// fits keeps the acts of the track and side on which the item lies now: a row that names a track is for that one.
func fits(book *law.Edition, s procedure.Step, v *view) bool {
	own := "track=administrative"
	if v.Case.Machine == string(law.CriminalCase) {
		own = "track=criminal"
	}
	ok := slices.ContainsFunc(s.Variants, func(row *law.Act) bool {
		return (!strings.HasPrefix(row.Variant, "track=") || row.Variant == own) && possible(row, v)
	})
	if !ok {
		return false
	}
	if book.Is(law.Evidence, v.Item.State, law.InTransit) { // the other side answers; who gave it waits
		return v.Item.ToAgency != "" && v.Who.AgencyID == toAgency(v)
	}
	return true
}

// possible tells whether the item is one to which the act can be done at all: a measure that does not exist is neither
// extended nor ended nor approved afterwards, and one that exists is not taken again.
func possible(row *law.Act, v *view) bool {
	e := v.File.Item(v.Item.ID)
	if e == nil {
		return false
	}
	switch row.Event {
	case "evidence.admin_seized", "evidence.criminal_seized":
		return e.Measure == evidence.MeasureNone
	case eventOffer: // ACL 27: a seized thing leaves by the decision that ends the seizure
		return e.Measure != evidence.MeasureAdmin
	case "measure.executed_on_spot": // the seizure itself says so
		return false
	case "measure.retro_approval_decided":
		return slices.ContainsFunc(row.Stops, func(r law.Ref) bool {
			k := v.File.Clock("evidence", e.ID, r.Code)
			return k != nil && k.Running()
		})
	case "edata.unfreeze_decided", "edata.unfreeze_notice_issued":
		return e.Kind == evidence.ElectronicData
	}
	return true
}

func toAgency(v *view) int64 {
	if e := v.File.Item(v.Item.ID); e != nil {
		return e.ToAgencyID
	}
	return 0
}

// primary is the one step that stands out: moving a thing on. A measure against somebody is never the default, nor is
// the store for a thing that the organ may not keep yet.
func primary(steps []ui.Step, v *view) *ui.Step {
	e := v.File.Item(v.Item.ID)
	for _, event := range []string{eventAccept, eventOffer, "evidence.returned_from_appraisal", eventStore} {
		for i, s := range steps {
			if event == eventStore && (e == nil || e.Kind == evidence.Physical && !evidence.Titled(v.File, e)) {
				continue
			}
			if s.Event == event && s.State == "todo" {
				return &steps[i]
			}
		}
	}
	return nil
}
