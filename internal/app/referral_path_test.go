package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/internal/referral/page"
	"touchstone/policies"
)

const (
	toFiling   = "admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh>ah;admin_investigation.started ch"
	toReport   = "referral.opened ch;referral.investigation_report_prepared ch;referral.report_submitted ch"
	toReceived = "referral.approved ph;referral.sent ch;referral.received pi"
	toFiled    = "referral.review_started pv;referral.filing_decided[outcome=file] pv>pc;referral.filing_notice_received ch"
)

// play is a world that has gone through these steps.
func play(t *testing.T, steps ...string) *world {
	t.Helper()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	reg, err := procedure.Register(law.Fixed(book), app.Tracks(law.Fixed(book), rand.Reader, nil)...)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, book, reg, law.Scenario{})
	w.proceed(steps...)
	return w
}

// proceed runs further steps.
func (w *world) proceed(steps ...string) {
	w.t.Helper()
	var buf bytes.Buffer
	out := csv.NewWriter(&buf)
	_ = out.Write(strings.Split("scenario,facts,steps,final_states,running_clocks,open_tasks", ","))
	_ = out.Write([]string{"x", "", strings.Join(steps, ";"), "", "", ""})
	out.Flush()
	all, err := law.ParseScenarios(&buf)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, step := range all[0].Steps {
		w.clock.Advance(30 * time.Minute)
		for _, before := range []map[string]func(*world, law.ScenarioStep){adminBefore(), referralBefore()} {
			if fn := before[step.Event]; fn != nil {
				fn(w, step)
			}
		}
		err := w.step(step)
		switch {
		case step.Refused && (err == nil || !refusal(err)):
			w.t.Fatalf("not refused: %s (%v)", step.Text, err)
		case step.Refused && !slices.Equal(stoppedBy(w.book, err), step.Because):
			w.t.Fatalf("%s: stopped by %q: %v", step.Text, stoppedBy(w.book, err), explain(err))
		case !step.Refused && err != nil:
			w.t.Fatalf("%s: %v", step.Text, explain(err))
		}
		if err == nil {
			w.did[step.Event] = true
			w.note()
		}
	}
}

func (w *world) referral() *matter.Referral {
	f := w.file()
	return &f.Referrals[len(f.Referrals)-1]
}

// Two heads decide at once: one decision stands, the other person is told that it is made.
func TestReferral_TwoDecisionsAtOnce(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, toReport)
	second := w.people["ph"]
	second.Username, second.Name = "ph2", "虚构人员ph2"
	w.scan(`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, clearance, created_at) VALUES ('ph2',$1,$2,'ph2','虚构人员ph2','ph2',3,$3)
		RETURNING id`,
		[]any{second.AgencyID, second.UnitID, w.clock.Now()}, &second.UserID)
	var id int64
	w.scan(`INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to) VALUES ($1,'principal_head',$2,true,'2020-01-01','2035-01-01')
		RETURNING id`,
		[]any{second.UserID, second.AgencyID}, &id)
	target := matter.Target{Entity: law.Referral, ID: w.referral().ID}
	p := w.open(target, "")
	errors := make([]error, 2)
	var wg sync.WaitGroup
	for i, who := range []actor.Actor{w.people["ph"], second} {
		cmd := procedure.Command{Target: target, Event: "referral.approved", Version: -1, Input: law.Values{}, Approval: p.id, Digest: p.digest}
		if i == 1 {
			cmd.Event, cmd.Input = "referral.refused", law.Values{"reason_code": "not_a_crime", "reason": aReason}
		}
		wg.Go(func() { _, errors[i] = w.engine.Do(t.Context(), who, cmd) })
	}
	wg.Wait()
	lost := 0
	for _, err := range errors {
		if err != nil {
			lost++
			if k := errs.KindOf(err); k != errs.Conflict && k != errs.Busy {
				t.Errorf("the other was told %v", explain(err))
			}
		}
	}
	if lost != 1 {
		t.Fatalf("%d lost: %v", lost, errors)
	}
	var n int
	w.scan("SELECT count(*) FROM acts WHERE event IN ('referral.approved','referral.refused')", nil, &n)
	if n != 1 {
		t.Errorf("%d decisions", n)
	}
}

// The receipt touches two machines, five clocks and the ledger. Whichever statement fails, nothing of it stays.
func TestReceipt_FaultSweep(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, toReport, "referral.approved ph;referral.sent ch")
	r := w.referral()
	count := func() (n int) {
		w.scan(`SELECT (SELECT count(*) FROM acts) + (SELECT count(*) FROM cases) + (SELECT count(*) FROM clocks) + (SELECT count(*) FROM documents)
  + (SELECT count(*) FROM receipts) + (SELECT count(*) FROM audit_events) + (SELECT count(*) FROM case_members)`, nil, &n)
		return n
	}
	before := count()
	cmd := procedure.Command{Target: matter.Target{Entity: law.Referral, ID: r.ID}, Event: "referral.received", Version: r.Version,
		Input: law.Values{"reservation": "缺少一份附件"}}
	for n := 1; n < 400; n++ {
		f := database.FailAt(n)
		_, err := w.engine.Do(database.WithFault(t.Context(), f), w.people["pi"], cmd)
		if !f.Fired() {
			if err != nil {
				t.Fatal(explain(err))
			}
			t.Logf("%d statements", n-1)
			break
		}
		if err == nil {
			t.Fatalf("statement %d failed and the act went on", n)
		}
		if got := count(); got != before {
			t.Fatalf("statement %d failed and left %d rows", n, got-before)
		}
	}
	if got := w.referral(); got.State != "RECEIVED" || got.ToCaseID == 0 {
		t.Errorf("%+v", got)
	}
	c := w.file().Criminal()
	if c == nil || c.AgencyID != w.people["pi"].AgencyID || c.SourceReferralID != r.ID || c.Title != w.file().Admin().Title {
		t.Errorf("%+v", c)
	}
	var receipts int
	w.scan("SELECT count(*) FROM receipts c JOIN referrals r ON r.id = c.referral_id WHERE r.id = $1 AND c.package_digest = r.package_digest "+
		"AND c.reservation <> ''", []any{r.ID}, &receipts)
	frozen := w.packages(r.ID)
	if receipts != 1 || len(frozen) != 2 {
		t.Fatalf("%d receipts of the package as it stands, %d versions", receipts, len(frozen))
	}
	for _, p := range frozen {
		if got, err := p.Content.Digest(); err != nil || got != p.Digest {
			t.Errorf("package %d: read back %s, frozen %s (%v)", p.Version, got, p.Digest, err)
		}
	}
	if diff := referral.Compare(frozen[0].Content, frozen[1].Content); len(diff.Items) != 0 || diff.Facts {
		t.Errorf("changed between report and sending: %+v", diff)
	}
}

// packages are the frozen versions of a referral's package, oldest first.
func (w *world) packages(id int64) []page.Frozen {
	w.t.Helper()
	rows, err := w.db.Read().Query(w.t.Context(), "SELECT version, digest, frozen_at, data FROM referral_packages WHERE referral_id = $1 ORDER BY version", id)
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[page.Frozen])
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// What the head approved is what is sent: its papers are not made anew under his approval, a correction goes back to the
// draft and before him again, and the 24 hours of D310 art. 5 keep running from the first approval.
func TestReferral_ApprovedPapersAreNotRemade(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, toReport, "referral.approved ph")
	due := func() time.Time { return w.file().Clock("referral", w.referral().ID, "REF-020").DueAt }
	first := due()
	w.proceed("!referral.investigation_report_prepared ch because package_as_approved;referral.reopened ch;referral.investigation_report_prepared " +
		"ch;!referral.sent ch because law.not_admitted;referral.report_submitted ch;!referral.sent ch because law.not_admitted;referral.approved ph")
	if got := due(); !got.Equal(first) {
		t.Errorf("taking the referral back moved the end of the 24 hours from %v to %v", first, got)
	}
	w.proceed("referral.sent ch")
	frozen := w.packages(w.referral().ID)
	approved, sent := frozen[len(frozen)-2].Content, frozen[len(frozen)-1].Content
	if diff := referral.Compare(approved, sent); len(diff.Items) != 0 || diff.Facts {
		t.Errorf("changed between the approval and the sending: %+v", diff)
	}
}

// A refusal after an approval that was taken back ends the 24 hours: nothing is left to be sent.
func TestReferral_RefusedAfterTakenBack(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, toReport, "referral.approved ph;referral.reopened ch;referral.report_submitted ch;referral.refused ph")
	if k := w.file().Clock("referral", w.referral().ID, "REF-020"); k.Running() {
		t.Errorf("REF-020 still runs: %+v", k)
	}
}

// Invariants vii and viii: an excluded item cannot be put into a package; a refused referral stays for good.
func TestReferral_RefusalsStayAndExcludedItemsStayOut(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, "evidence.collected[track=administrative] ch;evidence.excluded[track=administrative] ch>ah", "referral.opened ch")
	desk := referral.Desk{Log: w.desk.Log, Access: w.desk.Access, Book: w.desk.Book}
	err := desk.SetItem(t.Context(), w.people["ch"], w.referral().ID, referral.ItemInput{No: 3, Evidence: []string{w.file().Evidence[0].Ref}})
	if !errs.Is(err, errs.InvalidInput) {
		t.Errorf("an excluded item was accepted: %v", err)
	}
	w.proceed("referral.investigation_report_prepared ch;referral.report_submitted ch;referral.refused ph")
	if err := desk.SetItem(t.Context(), w.people["ch"], w.referral().ID, referral.ItemInput{No: 5, Note: "x"}); !errs.Is(err, errs.Conflict) {
		t.Errorf("a submitted package was changed: %v", err)
	}
	for _, sql := range []string{"DELETE FROM referrals", "DELETE FROM acts", "DELETE FROM audit_events", "UPDATE referral_packages SET digest = ''",
		"DELETE FROM custody_entries"} {
		if n, err := appExec(t.Context(), w.db, sql); err == nil {
			t.Errorf("%s touched %d rows", sql, n)
		}
	}
}

// appExec runs a statement as the program's own role, outside every rule of the program.
func appExec(ctx context.Context, db *database.DB, sql string) (int64, error) {
	tx, err := db.Begin(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	return tx.Exec(ctx, sql)
}
