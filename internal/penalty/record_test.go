package penalty_test

import (
	"fmt"
	"slices"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/internal/testkit"
)

// TestParty_IsThePersonOfTheCase: DUR 39. Whether a person or an entity is punished is read from the one whom this case is about.
func TestParty_IsThePersonOfTheCase(t *testing.T) {
	t.Parallel()
	f := &matter.File{Parties: []matter.Party{{CaseID: 2, Subject: true, Kind: "organisation"}, {CaseID: 1, Kind: "organisation"}, {CaseID: 1, Subject: true,
		Kind: "person"},
		{CaseID: 3, Kind: "person"}}}
	for id, want := range map[int64]string{1: "person", 2: "entity", 3: "", 4: ""} {
		if got := penalty.PartyOf(f, &matter.Case{ID: id}); got != want {
			t.Errorf("case %d: %q, want %q", id, got, want)
		}
	}
}

// TestPayments_SinceTheService: APL 67. What was paid to the bank on this decision counts: not before its service, not in another case.
func TestPayments_SinceTheService(t *testing.T) {
	t.Parallel()
	act := func(id, on int64, event, amount string) matter.Past {
		p := matter.Past{ID: id, TargetID: on, Entity: law.AdminCase, Event: event, Input: law.Values{}}
		if amount != "" {
			p.Input["amount"] = yuan(amount)
		}
		return p
	}
	f := &matter.File{Acts: []matter.Past{act(1, 1, "fine.paid", "1"), act(5, 1, "admin_decision.served", ""), act(5, 1, "fine.paid", "2"), act(6, 1,
		"fine.paid", "4"),
		act(7, 2, "fine.paid", "8"), act(8, 1, "fine.deferred", "16"), {ID: 9, TargetID: 1, Entity: law.Referral, Event: "fine.paid",
			Input: law.Values{"amount": yuan("32")}}}}
	if got := penalty.Paid(f, 1); !got.Equal(yuan("4")) || len(penalty.Payments(f, 1)) != 1 {
		t.Errorf("paid %s", got)
	}
	if got := penalty.Payments(f, 2); got != nil {
		t.Errorf("before the service: %v", got)
	}
	left := func(fen int64) string {
		f.Decisions = []matter.Decision{{CaseID: 1, Fine: fens(fen)}}
		paid, rest, ok := penalty.Left(f, 1)
		return fmt.Sprintf("%s %s %t", paid.StringFixed(2), rest.StringFixed(2), ok)
	}
	if a, b, c := left(1000), left(300), left(0); a != "4.00 6.00 true" || b != "4.00 0.00 true" || c != "0.00 0.00 false" {
		t.Errorf("left of it: %s, %s, %s", a, b, c)
	}
	f.Decisions = []matter.Decision{{CaseID: 2, Fine: fens(300)}}
	if _, _, ok := penalty.Left(f, 2); ok {
		t.Error("what was not served is not owed")
	}
	if _, _, ok := penalty.Left(f, 3); ok {
		t.Error("where nothing was decided nothing is owed")
	}
}

// TestPrior_IsTheNotice: APL 44, 45. The decision starts from what the party was told in this round, and from nothing else of it.
func TestPrior_IsTheNotice(t *testing.T) {
	t.Parallel()
	prior := penalty.Track(law.Fixed(book(t))).Prior
	f := &matter.File{Cases: []matter.Case{{ID: 1, AgencyID: 7, Machine: "admin_case", Round: 2}}, Acts: []matter.Past{{ID: 1, TargetID: 1,
		Entity: law.AdminCase, Round: 2,
		Event: "penalty_prior_notice.approved", Input: law.Values{"fine": yuan("5"), "sanctions": []string{"fine"}, "legal_basis": "ECL-34-1", "note": "x"}}}}
	on := matter.Target{Entity: law.AdminCase, ID: 1}
	out := law.Values{}
	if prior(7, on, f, out); out.Str("legal_basis") != "ECL-34-1" || !out.Money("fine").Equal(yuan("5")) || len(out) != 3 {
		t.Errorf("from the notice: %v", out)
	}
	for what, ask := range map[string]func(law.Values){"another organ": func(v law.Values) { prior(8, on, f, v) }, "another round": func(v law.Values) {
		g := *f
		g.Cases = []matter.Case{{ID: 1, AgencyID: 7, Machine: "admin_case", Round: 3}}
		prior(7, on, &g, v)
	}} {
		out := law.Values{}
		if ask(out); len(out) != 0 {
			t.Errorf("%s: %v", what, out)
		}
	}
}

// stored is a decision as its row has it.
type stored struct {
	kind, violation, deviation, reasons, calculation string
	sanctions                                        []string
	fine, confiscated                                int64
}

// TestDecision_IsRecordedWithItsCalculation: APL 57. Each decision is kept with what it orders; a penalty with the calculator's answer, a
// fine where there is one, and the income that is given up; who is not punished, with the ground that fits its kind.
func TestDecision_IsRecordedWithItsCalculation(t *testing.T) {
	t.Parallel()
	db, clock := testkit.Shared(t), testkit.NewClock("2026-03-02T09:00:00+08:00")
	super := testkit.Super(t, db)
	var agency, unit, user, id, act int64
	err := super.QueryRow(t.Context(),
		`WITH a AS (INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ('penalty-record', 'commerce', 'a', 'a', 'a') RETURNING id),
u AS (INSERT INTO org_units (agency_id, code, name_zh, name_en) SELECT id, 'u', 'u', 'u' FROM a RETURNING id, agency_id),
p AS (INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, clearance, created_at)
  SELECT 'penalty-record', agency_id, id, 'penalty-record', 'p', 'p', 'p', '2030-01-01', 1, now() FROM u RETURNING id, agency_id, unit_id),
m AS (INSERT INTO matters (ref, opened_at) VALUES ('penalty-record', now()) RETURNING id),
c AS (INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, registered_at, updated_at, created_by)
  SELECT 'penalty-record', 'admin_case', m.id, p.agency_id, p.unit_id, 'DECIDED', 't', now(), now(), p.id FROM m, p RETURNING id)
SELECT p.agency_id, p.unit_id, p.id, c.id FROM p, c`).Scan(&agency, &unit, &user, &id)
	if err != nil {
		t.Fatal(err)
	}
	record := penalty.Track(law.Fixed(book(t))).Effects["admin_decision.made"]
	log := audit.New(db, clock.Now)
	decide := func(kind string, in law.Values, income string) (stored, error) {
		f := file("ESTABLISHED", "600000", nil)
		f.Cases[0].ID, f.Parties[0].CaseID, f.Acts[0].TargetID = id, id, id
		if income != "" {
			f.Acts[0].Input["illegal_income"] = yuan(income)
		}
		act++
		a := &procedure.Act{ID: act, Row: &law.Act{VariantValue: kind}, Target: matter.Target{Entity: law.AdminCase, ID: id}, Input: in}
		_, err := log.Write(t.Context(), actor.Actor{UserID: user, AgencyID: agency, UnitID: unit, Name: "p"}, audit.Key{}, func(tx *audit.Tx) error {
			if err := record(t.Context(), tx, a, f); err != nil {
				return err
			}
			return tx.Record(t.Context(), audit.Event{Stream: audit.Stream(fmt.Sprintf("case:%d", id)), Action: "admin_decision.made", Kind: "case", TargetID: id,
				CaseID: id})
		})
		if err != nil {
			return stored{}, err
		}
		var x stored
		return x, super.QueryRow(t.Context(), `SELECT kind, violation, deviation, reasons, calculation::text, sanctions, fine_fen, confiscated_fen FROM decisions
WHERE case_id = $1 AND act_id = $2`, id, act).Scan(&x.kind, &x.violation, &x.deviation, &x.reasons, &x.calculation, &x.sanctions, &x.fine, &x.confiscated)
	}
	x, err := decide("PENALTY", law.Values{"legal_basis": "ECL-34-1", "sanctions": []string{"fine", "confiscate_income"}, "fine": yuan("3000000"),
		"opinion": "理由"}, "1234.56")
	if err != nil || x.kind != "PENALTY" || x.fine != 300_000_000 || x.confiscated != 123_456 || x.reasons != "理由" || x.violation != "ECL-34-1" ||
		len(x.calculation) < 100 ||
		!slices.Equal(x.sanctions, []string{"fine", "confiscate_income"}) {
		t.Errorf("a penalty: %+v, %v", x, err)
	}
	if x, err = decide("PENALTY", law.Values{"legal_basis": "ECL-34-1", "sanctions": []string{"warning"}, "fine": yuan("5")},
		"1234.56"); err != nil || x.fine != 0 || x.confiscated != 0 {
		t.Errorf("a warning orders to pay nothing: %+v, %v", x, err)
	}
	if x, err = decide("PENALTY", law.Values{"legal_basis": "ECL-34-1", "sanctions": []string{"confiscate_income"}}, ""); err != nil || x.confiscated != 0 {
		t.Errorf("where there was no income none is given up: %+v, %v", x, err)
	}
	for kind, ground := range map[string]string{"NO_PENALTY_MINOR": "minor", "NO_PENALTY_NOT_ESTABLISHED": "no_fault"} {
		if x, err = decide(kind, law.Values{"no_penalty_ground": ground, "deviation_ground": "merit"},
			""); err != nil || x.deviation != ground || x.calculation != "{}" || x.fine != 0 {
			t.Errorf("%s: %+v, %v", kind, x, err)
		}
	}
	if _, err = decide("NO_PENALTY_MINOR", law.Values{"no_penalty_ground": "no_fault"}, ""); errs.KindOf(err) != errs.InvalidInput {
		t.Errorf("a ground of another kind: %v", err)
	}
	if x, err = decide("TRANSFER", law.Values{"deviation_ground": "merit"}, ""); err != nil || x.deviation != "merit" || x.calculation != "{}" {
		t.Errorf("a transfer: %+v, %v", x, err)
	}
}

func fens(n int64) quantity.Fen { return quantity.Fens(n) }
