package enginetest_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// tinyTrack holds what the rows of testdata name besides the engine's own guards.
func tinyTrack(book *law.Edition) procedure.Track {
	yes := func(field string) procedure.Cond {
		return func(a *procedure.Act, _ *matter.File) bool { on, _ := a.Input[field].(bool); return on }
	}
	no := func(field string) procedure.Guard {
		return func(a *procedure.Act, f *matter.File) procedure.Verdict { return procedure.When(!yes(field)(a, f)) }
	}
	return procedure.Track{
		Guards:  map[string]procedure.Guard{"tiny_nothing_odd": no("odd"), "tiny_odd_is_told": no("odd"), "tiny_nothing_barred": no("barred")},
		Conds:   map[string]procedure.Cond{"tiny_urgent": yes("urgent")},
		Creates: map[string]procedure.Create{"matter.opened": openMatter, "referral.handed": handOver},
		Seen: []procedure.SeenPart{{At: procedure.OfThings, Say: seenThings}, {At: procedure.OfLaw, Say: seenAnswers(book)},
			{At: procedure.OfObject, Say: seenObject}},
	}
}

// seenObject says that a referral is what the proposal is about.
func seenObject(_ context.Context, s *procedure.Sight) {
	if id, on := s.On(law.Referral); on {
		s.Text("tiny_referral", s.File.Referral(id).Ref)
	}
}

// seenAnswers says what was answered in the notice of the round.
func seenAnswers(book *law.Edition) func(context.Context, *procedure.Sight) {
	return func(_ context.Context, s *procedure.Sight) {
		if past := s.File.LastIn(s.Case, "penalty_prior_notice.approved"); s.Own && past != nil {
			s.Answers(past.Form(book), "tiny_notice", past.RowID, past.Input)
		}
	}
}

// seenThings says the finding of each item of the own file and of those that the referral carries.
func seenThings(_ context.Context, s *procedure.Sight) {
	for _, e := range s.File.Evidence {
		if s.Own && e.CaseID == s.Case.ID || s.Carries(0, e.ID) {
			s.Under("tiny_item:"+e.Ref, func() { s.Count("no", e.No); s.Words("finding", "act.finding", e.Finding) })
		}
	}
}

// openMatter makes a matter with one file, which the actor handles.
func openMatter(ctx context.Context, tx *audit.Tx, a *procedure.Act, _ *matter.File) (id int64, err error) {
	ref, err := ids.NewRef(ids.Case, rand.Reader)
	if err != nil {
		return 0, err
	}
	closed, _ := a.Input["compartmented"].(bool)
	err = tx.QueryRow(ctx, `WITH m AS (INSERT INTO matters (ref, opened_at) VALUES ($1,$2) RETURNING id)
INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, compartmented, registered_at, updated_at, created_by)
SELECT $3,$4,m.id,$5,$6,$7,$8,$9,$2,$2,$10 FROM m RETURNING id`, "M"+ref, tx.Now, ref, string(a.Target.Entity), tx.Who.AgencyID, tx.Who.UnitID,
		a.To, a.Input.Str("title"), closed, tx.Who.UserID).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("tiny: open: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_members (case_id, user_id, part, lead, from_at, granted_by) VALUES ($1,$2,'handler',true,$3,$2)`,
		id, tx.Who.UserID, tx.Now)
	return id, err
}

// handOver makes a referral of the file to the police of the same house.
func handOver(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) (id int64, err error) {
	ref, err := ids.NewRef(ids.Referral, rand.Reader)
	if err != nil {
		return 0, err
	}
	c := f.Case(a.Parent.ID)
	err = tx.QueryRow(ctx, `INSERT INTO referrals (ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state,
  offence, facts, team, opened_at, sent_at)
SELECT $1,$2,$3,$4,$5,g.id,'public_security',$6,'','','{}',$7,$7 FROM agencies g WHERE g.code = $8 RETURNING id`,
		ref, c.MatterID, c.ID, c.AgencyID, c.UnitID, a.To, tx.Now, strings.Replace(tx.Who.AgencyCode, actor.Commerce, actor.PublicSecurity, 1)).Scan(&id)
	return id, err
}
