package app_test

import (
	"errors"
	"slices"
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// D310 12: what belongs to a filed referral goes to the organ that filed it, offered or by the decision that ends the
// seizure; the list names the custodian who gives, not the head who decided.
func TestHandover_ToTheFilingOrganOnly(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling,
		"evidence.collected[track=administrative] ch;evidence.stored ch>cu;evidence.collected[track=administrative] ch;evidence.admin_seized[urgency=ordinary]#2 "+
			"ch>ah;evidence.stored#2 ch>cu",
		toReport, toReceived, toFiled)
	given, seized := w.file().Evidence[0], w.file().Evidence[1]
	if given.Measure != "" || seized.Measure != "admin" || seized.State != "IN_STORAGE" {
		t.Fatalf("%+v %+v", given, seized)
	}
	refused := func(err error) bool {
		var e *errs.E
		return errors.As(err, &e) && slices.ContainsFunc(e.Guards, func(g errs.Guard) bool { return g.ID == "handover_to_filing_organ" })
	}
	offer := evidence.OfferInput{File: w.file(), Items: []int64{given.ID}, ReceivingOrgan: "hpasb", HandoverList: []string{"移交清单一号"}}
	if _, err := evidence.OpenHandover(t.Context(), w.people["cu"], w.engine, offer); !refused(err) {
		t.Errorf("offered to an organ that filed nothing: %v", err)
	}
	end := procedure.Command{Target: matter.Target{Entity: law.Evidence, ID: seized.ID}, Event: "evidence.admin_seizure_disposed",
		Variant: "outcome=transferred", Version: -1,
		Input: law.Values{"legal_basis": []string{"ECL-34-1"}, "handover_list": []string{"移交清单二号"}, "receiving_organ": "hpasb"}}
	if _, err := w.engine.Do(t.Context(), w.people["ch"], end); !refused(err) {
		t.Errorf("seized goods go to an organ that filed nothing: %v", err)
	}
	w.proceed("evidence.admin_seizure_disposed[outcome=transferred]#2 ch>ah")
	var giver string
	w.scan("SELECT u.username FROM handovers h JOIN users u ON u.id = h.offered_by", nil, &giver)
	if giver != w.people["cu"].Username {
		t.Errorf("the list names %s as giver", giver)
	}
}
