package evidence

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/written"
)

type (
	act     = procedure.Act
	file    = matter.File
	verdict = procedure.Verdict
)

// tables are the law as the guards need it: which roles investigate.
type tables struct{ book law.Current }

func (t tables) guards() map[string]procedure.Guard {
	return map[string]procedure.Guard{
		"two_investigators":                   t.twoInvestigators,
		"custodian_not_investigator":          t.custodianNotInvestigator,
		"receiver_is_not_giver":               receiverIsNotGiver,
		"handover_signed_by_both_sides":       t.signedByBothSides,
		"hashes_match":                        hashesMatch,
		"evidence_description_complete":       descriptionComplete,
		"original_or_copy_stated":             originalOrCopyStated,
		"no_criminal_measure":                 t.noCriminalMeasure,
		"edata_integrity_recorded":            edataIntegrityRecorded,
		"seizure_approval_competent":          seizureApprovalCompetent,
		"not_already_seized":                  notAlreadySeized,
		"under_admin_seizure":                 underAdminSeizure,
		"seizure_extended_once_only":          extendedOnceOnly,
		"confiscation_ordered_by_decision":    confiscationOrdered,
		"return_receipt_by_rightful_holder":   receiptByRightfulHolder,
		"receiver_is_no_officer":              receiverIsNoOfficer,
		"admin_seizure_closed_or_same_agency": seizureClosedOrSameAgency,
		"storage_has_title":                   storageHasTitle,
		"handover_to_filing_organ":            t.toFilingOrgan,
		"party_told_of_transfer":              t.partyTold,
		"witness_present":                     witnessPresent,
		"high_value_needs_county_head":        highValueNeedsCountyHead,
		"list_in_triplicate":                  given("list_signed"),
		"valued_and_photographed":             given("estimated_value", "photos"),
		"sampling_record_complete":            samplingRecordComplete,
		"seal_record_made":                    t.sealRecordMade,
		"leg_responsible_named":               given("carrier"),
		"institution_qualified":               given("institution", "qualification"),
		"question_neutral":                    questionNeutral,
		"seal_and_weight_match":               sealAndWeightMatch,
		"difference_explained":                given("difference_note"),
		"counts_weights_seals_hashes_equal":   countsEqual,
		"early_sale_approved":                 t.earlySaleApproved,
		"proceeds_to_treasury":                t.proceedsToTreasury,
		"every_item_has_handover_record":      t.everyItemHandedOver,
		"intake_measured":                     intakeMeasured,
	}
}

// given asks for fields of the act's own form; an uploaded file counts for its field.
func given(fields ...string) procedure.Guard {
	return func(a *act, f *file) verdict {
		for _, name := range fields {
			if !a.Input.Has(name) && !uploaded(a, name) && !a.Spared(f, name) {
				return procedure.Fail("procedure.guard.field_missing", "field", name)
			}
		}
		return procedure.Pass()
	}
}

// intakeMeasured: MPS 230, 235. Place and seal of everything taken in; the weight of things, not of papers.
func intakeMeasured(a *act, f *file) verdict {
	if item := f.Item(a.Target.ID); item != nil && item.Kind == Physical {
		return given("seal_no", "storage_place", "weight")(a, f)
	}
	return given("storage_place")(a, f)
}

func uploaded(a *act, field string) bool {
	return slices.ContainsFunc(a.Uploads, func(u procedure.Upload) bool { return u.Field == field })
}

// yes tells whether a yes-or-no question was answered with yes, in a fresh form and in one read back.
func yes(a *act, field string) bool { return a.Input.Bool(field) || a.Input.Str(field) == "yes" }

// twoInvestigators: MPS 191, 202. Two persons of the organ that acts; where the act names nobody, the handlers count.
// Who takes part stands on the case by name from the act that starts the investigation, which puts there whom it names.
// Until then, and in that act, each is an investigator by his account in the organ.
func (t tables) twoInvestigators(a *act, f *file) verdict {
	c := caseOf(a, f)
	if c == nil {
		return procedure.Fail("")
	}
	names := a.Present(f)
	if len(names) == 0 {
		return procedure.When(len(f.Handlers(c.ID)) >= 2)
	}
	unnamed := f.LastOn(matter.Target{Entity: law.Machine(c.Machine), ID: c.ID}, "criminal_investigation.started") == nil
	for _, name := range names {
		if v := t.takesPart(f, c, name, unnamed); v.Failed {
			return v
		}
	}
	return procedure.When(len(names) >= 2)
}

// takesPart refuses a name that is of another organ or not on the case, unless nobody has been put there yet.
func (t tables) takesPart(f *file, c *matter.Case, name string, unnamed bool) verdict {
	for _, m := range f.Members {
		if !strings.EqualFold(m.Username, name) {
			continue
		}
		// At the decision the head acts; the officers are those of the case's organ either way.
		if m.AgencyID != c.AgencyID {
			return procedure.Fail("evidence.guard.officer_of_other_agency", "officer", name) // of another organ's people no name is told
		}
		if m.CaseID == c.ID && m.Part != "reader" {
			return procedure.Pass()
		}
	}
	if u := procedure.Named(f, name, c.AgencyID); unnamed && u != nil && u.HasAny(t.book().NamedIn("officers")) {
		return procedure.Pass()
	}
	return procedure.Fail("evidence.guard.officer_not_on_case", "officer", called(f, c, name))
}

// called is a colleague by his name; an account that is nobody's stays what was typed.
func called(f *file, c *matter.Case, account string) i18n.Names {
	if u := procedure.Named(f, account, c.AgencyID); u != nil {
		return i18n.Names{ZH: u.NameZH, Latin: u.NameEN}
	}
	return i18n.Names{ZH: account}
}

// custodianNotInvestigator: ACL 26; MPS 235. Judged on the person who acts as custodian, by hand-over of duty on any
// file of the matter: who investigated it on either side does not keep its things.
func (t tables) custodianNotInvestigator(a *act, f *file) verdict {
	who := a.Who.UserID
	if a.Role != "evidence_custodian" {
		if a.Proposing || a.Proposer == nil || a.Proposer.Role != "evidence_custodian" {
			return procedure.Pass() // the custodian's own side of the act is judged when that person acts
		}
		who = a.Proposer.ID
	}
	for _, m := range f.Members {
		if m.UserID == who && m.Part == "handler" {
			return procedure.Fail("")
		}
	}
	for i := range f.Acts {
		p := &f.Acts[i]
		if !p.Twin && (p.ActorID == who && t.book().Investigates(p.ActorRole) || p.ProposerID == who && t.book().Investigates(p.ProposerRole)) {
			return procedure.Fail("")
		}
	}
	return procedure.Pass()
}

// receiverIsNotGiver: D310 12; MPS 185. Persons, not roles.
func receiverIsNotGiver(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	return procedure.When(e != nil && e.GiverID != a.Who.UserID)
}

// signedByBothSides: D310 12; MPS 185. In the store, who brings and who keeps; in a handover, who offered and who
// accepts; for a whole referral or case, that nothing waits for a second signature, or the signed list.
func (t tables) signedByBothSides(a *act, f *file) verdict {
	switch a.Target.Entity {
	case law.Evidence:
		e := f.Item(a.Target.ID)
		if t.book().Is(law.Evidence, a.From, law.InTransit) {
			return procedure.When(e != nil && e.GiverID != 0 && e.GiverID != a.Who.UserID)
		}
		return procedure.When(a.Proposing || a.Proposer != nil && a.Proposer.ID != a.Who.UserID)
	case law.Referral:
		r := f.Referral(a.Target.ID)
		return procedure.When(r != nil && len(DueFor(t.book(), f, r)) == 0 && a.Input.Has("handover_list"))
	}
	return procedure.When(len(HeldBy(t.book(), f, a.Target.ID)) == 0 || a.Input.Has("handover_list"))
}

// hashesMatch: Fafa [2016] 22. For a referral: every file of every item that the package names.
func hashesMatch(a *act, f *file) verdict {
	var ids []int64
	switch a.Target.Entity {
	case law.Evidence:
		ids = []int64{a.Target.ID}
	case law.Referral:
		r := f.Referral(a.Target.ID)
		if r == nil {
			return procedure.Fail("")
		}
		for _, it := range r.Items {
			ids = append(ids, it.EvidenceIDs...)
		}
		for _, ref := range append(a.Input.List("documents"), a.Input.List("evidence")...) {
			for _, e := range f.Evidence {
				if e.Ref == ref {
					ids = append(ids, e.ID)
				}
			}
		}
	}
	for _, id := range ids {
		if e := f.Item(id); e == nil || e.BadFiles > 0 {
			return procedure.Fail("evidence.guard.bad_item", "ref", refOf(e))
		}
	}
	return procedure.Pass()
}

func refOf(e *matter.Evidence) string {
	if e == nil {
		return "—"
	}
	return e.Ref
}

// descriptionComplete: APL 46; MPS 59. A thing is also counted in a unit.
func descriptionComplete(a *act, _ *file) verdict {
	fields := []string{"name", "evidence_kind", "collected_at", "place"}
	switch {
	case a.Input.Str("evidence_kind") == Physical:
		fields = append(fields, "quantity", "unit")
	case a.Input.Has("quantity"): // a number of nothing counts nothing
		fields = append(fields, "unit")
	}
	return given(fields...)(a, nil)
}

// noCriminalMeasure: APL 55; MPS 202, 222. No law gives a measure of criminal investigation to an administrative organ.
func (t tables) noCriminalMeasure(a *act, _ *file) verdict {
	return procedure.When(!t.book().CriminalOnly("collection_method", a.Input.Str("collection_method")))
}

// originalOrCopyStated: MPS 64, 65. A copy says where the original is.
func originalOrCopyStated(a *act, _ *file) verdict {
	switch a.Input.Str("original_or_copy") {
	case "":
		return procedure.Fail("procedure.guard.field_missing", "field", "original_or_copy")
	case "copy":
		return given("original_location")(a, nil)
	}
	return procedure.Pass()
}

// edataIntegrityRecorded: Fafa [2016] 22 art. 5; MPS 66. The server computes SHA-256 of every file it stores; electronic
// data without a stored file has no value to record.
func edataIntegrityRecorded(a *act, _ *file) verdict {
	if a.Input.Str("evidence_kind") != ElectronicData {
		return procedure.Pass()
	}
	return procedure.When(slices.ContainsFunc(a.Uploads, func(u procedure.Upload) bool { return u.Field == "files" && u.Digest != "" }))
}

// number reads a decimal of a fresh form or of one read back from a stored proposal.
func number(a *act, field string) decimal.Decimal {
	if d := a.Input.Money(field); !d.IsZero() {
		return d
	}
	d, err := decimal.NewFromString(a.Input.Str(field))
	if err != nil {
		return decimal.Decimal{}
	}
	return d
}

// samplingRecordComplete: APL 56; MPS 250.
func samplingRecordComplete(a *act, _ *file) verdict {
	if v := given("sampling_method", "sample_no", "seal_no")(a, nil); v.Failed {
		return v
	}
	return procedure.When(number(a, "weight").IsPositive())
}

// sealRecordMade: MPS 66. Opening and resealing by two persons who stand on the case.
func (t tables) sealRecordMade(a *act, f *file) verdict {
	if !a.Input.Has("seal_no") {
		return procedure.Fail("procedure.guard.field_missing", "field", "seal_no")
	}
	c, names := caseOf(a, f), a.Present(f)
	if c == nil || len(names) < 2 {
		return procedure.Fail("")
	}
	for _, name := range names {
		if v := t.takesPart(f, c, name, false); v.Failed {
			return v
		}
	}
	return procedure.Pass()
}

// leadingWords give a wanted answer away. The list is a warning, not a lexicon of the law.
var leadingWords = []string{"应当认定", "应认定", "请确认", "以证实", "以证明", "确系", "confirm that", "prove that"}

// questionNeutral: MPS 249.
func questionNeutral(a *act, _ *file) verdict {
	q := strings.ToLower(a.Input.Str("question"))
	for _, w := range leadingWords {
		if strings.Contains(q, w) {
			return procedure.Fail("evidence.guard.leading_words", "words", w)
		}
	}
	return procedure.When(q != "")
}

// sealAndWeightMatch: MPS 250. Against what was recorded when the item left.
func sealAndWeightMatch(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	if e == nil || !sealed(a, e) {
		return procedure.Fail("evidence.guard.seal_differs")
	}
	if !weighs(a, e.Gross) {
		return procedure.Fail("evidence.guard.weight_differs")
	}
	return procedure.Pass()
}

// sealed tells whether the number on the seal is that on record, whatever dashes, spaces and letters it was typed with.
func sealed(a *act, e *matter.Evidence) bool {
	return written.Identifier(a.Input.Str("seal_no")) == written.Identifier(e.SealNo)
}

// countsEqual: D310 12; MPS 185. Count, weight, seal and bytes equal the list.
func countsEqual(a *act, f *file) verdict {
	e := f.Item(a.Target.ID)
	switch {
	case e == nil:
		return procedure.Fail("")
	case !number(a, "quantity").Equal(Count(e)):
		return procedure.Fail("evidence.guard.count_differs")
	case e.Kind == Physical && e.Gross != nil && !weighs(a, e.Gross):
		return procedure.Fail("evidence.guard.weight_differs")
	case !sealed(a, e):
		return procedure.Fail("evidence.guard.seal_differs")
	case e.BadFiles > 0:
		return procedure.Fail("evidence.guard.bad_item", "ref", e.Ref)
	}
	return procedure.Pass()
}

// Count is how many of an item a list counts: its quantity, else one.
func Count(e *matter.Evidence) decimal.Decimal {
	if d, err := decimal.NewFromString(e.Quantity); err == nil {
		return d
	}
	return decimal.NewFromInt(1)
}

// earlySaleApproved: MPS 236; Customs Law 92.
func (t tables) earlySaleApproved(a *act, _ *file) verdict {
	return procedure.When(!t.answered("early_sale", a) || a.Input.Has("approval"))
}

// proceedsToTreasury: APL 74; MPS 233. Only what brought in money has a receipt; treating a thing as ownerless always does.
func (t tables) proceedsToTreasury(a *act, _ *file) verdict {
	if a.Row != nil && a.Row.Event == "property.treated_as_ownerless" {
		return given("treasury_receipt")(a, nil)
	}
	return procedure.When(!t.answered("money_received", a) || a.Input.Has("treasury_receipt"))
}

// answered tells whether a condition that an answer of the form settles holds.
func (t tables) answered(condition string, a *act) bool {
	c := t.book().Condition(condition)
	return c != nil && c.Answered(a.Input)
}

// everyItemHandedOver: D310 12. Nothing of the list lies with the sender or is on its way.
func (t tables) everyItemHandedOver(a *act, f *file) verdict {
	r := f.Referral(a.Target.ID)
	if r == nil {
		return procedure.Fail("")
	}
	if due := DueFor(t.book(), f, r); len(due) > 0 {
		return procedure.Fail("evidence.guard.not_handed_over", "ref", due[0].Ref, "n", len(due))
	}
	return procedure.Pass()
}

// AgencyNamed finds the organ that a form names by its code.
func AgencyNamed(f *matter.File, code string) (matter.Agency, bool) {
	for _, a := range f.Agencies {
		if code != "" && a.Code == code {
			return a, true
		}
	}
	return matter.Agency{}, false
}
