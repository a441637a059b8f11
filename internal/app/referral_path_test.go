package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
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

func (w *world) referral() *procedure.Referral {
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
	target := procedure.Target{Entity: law.Referral, ID: w.referral().ID}
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
	cmd := procedure.Command{Target: procedure.Target{Entity: law.Referral, ID: r.ID}, Event: "referral.received", Version: r.Version,
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

func TestHandover_ListOfTwoItems(t *testing.T) {
	t.Parallel()
	item := "evidence.collected[track=administrative] ch;evidence.stored ch>cu"
	w := play(t, toFiling, item, item, toReport, toReceived, toFiled)
	ctx := t.Context()
	var ids []int64
	for _, e := range w.file().Evidence {
		ids = append(ids, e.ID)
	}
	offer := evidence.OfferInput{Items: ids, ReceivingOrgan: "szpsb", HandoverList: []string{"移交清单一号"}}
	ref, err := evidence.OpenHandover(ctx, w.people["cu"], w.engine, offer)
	if err != nil {
		t.Fatal(explain(err))
	}
	var list int64
	w.scan("SELECT id FROM handovers WHERE ref = $1", []any{ref}, &list)
	accept := func(who string, id int64) error {
		e := w.file().Item(id)
		v := law.Values{"quantity": evidence.Count(e), "seal_no": e.SealNo}
		if e.Gross != nil {
			v["weight"] = e.Gross.Kilograms()
		}
		w.clock.Advance(time.Minute)
		_, err := w.engine.Do(ctx, w.people[who], procedure.Command{Target: procedure.Target{Entity: law.Evidence, ID: id}, Event: "evidence.transfer_accepted",
			Variant: "check=match", Version: -1, Input: v})
		return err
	}
	// Invariant iii: no change of holder with one signature.
	if err := accept("cu", ids[0]); err == nil {
		t.Fatal("the giver signed for the receiver")
	}
	if e := w.file().Item(ids[0]); e.HolderAgencyID != w.people["cu"].AgencyID || e.State != "IN_TRANSIT" {
		t.Fatalf("%+v", e)
	}
	if err := accept("pcu", ids[0]); err != nil {
		t.Fatal(explain(err))
	}
	if r := w.referral(); r.State != "FILED" {
		t.Fatalf("handed over with one item of two: %s", r.State)
	}
	if err := accept("pcu", ids[1]); err != nil {
		t.Fatal(explain(err))
	}
	f := w.file()
	if r := w.referral(); r.State != "HANDED_OVER" {
		t.Errorf("state %s", r.State)
	}
	if k := f.Clock("referral", w.referral().ID, "REF-050"); k == nil || k.Running() {
		t.Errorf("REF-050 %+v", k)
	}
	for _, id := range ids {
		if e := f.Item(id); e.CustodyCaseID != f.Criminal().ID || e.HolderAgencyID != w.people["pcu"].AgencyID {
			t.Errorf("%+v", e)
		}
	}
	h, err := evidence.ReadHandover(ctx, w.db.Read(), list)
	if err != nil || h.State != "CLOSED" || len(h.Items) != 2 || h.Items[0].Outcome != "match" || h.ReferralRef != w.referral().Ref {
		t.Errorf("%+v %v", h, err)
	}
	d, err := evidence.Read(ctx, w.db.Read(), ids[0])
	if err != nil || len(d.Chain) != 4 || d.Chain[3].Action != "accepted" || d.Chain[3].Giver == "" || d.Chain[3].Receiver == "" ||
		d.Chain[3].Giver == d.Chain[3].Receiver {
		t.Errorf("%+v %v", d, err)
	}
	rows, err := evidence.List(ctx, w.db.Read(), f.Criminal().ID)
	if err != nil || len(rows) != 2 {
		t.Errorf("the receiving case lists %d items, %v", len(rows), err)
	}
}

func TestEvidence_BytesAreVerifiedAndCopied(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling)
	ctx := t.Context()
	root := t.TempDir()
	store, err := blob.OpenFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	c := w.file().Admin()
	collect := func(content string) *procedure.Evidence {
		t.Helper()
		b, err := store.Put(ctx, c.AgencyID, c.ID, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		in := law.Values{"name": "报关单扫描件", "evidence_kind": "documentary", "collected_at": w.clock.Now(), "place": "演示地点", "collection_method": "copied",
			"collector": "ch", "co_collector": "ch2",
			"original_or_copy": "copy", "original_location": "海关", "files": []string{"a.pdf"}}
		w.clock.Advance(time.Minute)
		got, err := w.engine.Do(ctx, w.people["ch"], procedure.Command{Target: procedure.Target{Entity: law.Evidence},
			Parent: procedure.Target{Entity: law.AdminCase, ID: c.ID}, Event: "evidence.collected", Variant: "track=administrative", Version: -1, Input: in,
			Uploads: []procedure.Upload{{Field: "files", Name: "a.pdf", Digest: b.Digest, Size: b.Size, Media: "application/pdf", AgencyID: b.Agency, CaseID: b.Case}}})
		if err != nil {
			t.Fatal(explain(err))
		}
		return w.file().Item(got.Target.ID)
	}
	good, bad := collect("good bytes"), collect("other bytes")
	if good.Files != 1 || good.No != 1 || bad.No != 2 {
		t.Fatalf("%+v %+v", good, bad)
	}
	files, err := evidence.FilesOf(ctx, w.db.Read(), bad.ID)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	damage(t, root, files[0].Digest)
	desk := evidence.Desk{Log: w.desk.Log, Access: w.desk.Access, Blobs: store, Read: w.db.Read()}
	for item, want := range map[int64]bool{good.ID: true, bad.ID: false} {
		got, err := desk.Verify(ctx, w.people["ch"], item, audit.Key{})
		if err != nil || len(got) != 1 || got[0].OK != want {
			t.Errorf("item %d: %+v %v", item, got, err)
		}
	}
	var mismatches int
	w.scan("SELECT count(*) FROM audit_events WHERE action = 'evidence.hash_mismatch'", nil, &mismatches)
	if f := w.file(); mismatches != 1 || f.Item(bad.ID).BadFiles != 1 || f.Item(good.ID).BadFiles != 0 {
		t.Errorf("%d events, %+v", mismatches, f.Item(bad.ID))
	}
	files, err = evidence.FilesOf(ctx, w.db.Read(), bad.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := evidence.Open(ctx, store, files[0]); !errs.Is(err, errs.Conflict) {
		t.Errorf("a frozen file was opened: %v", err)
	}
	w.copies(t, store, good, bad)
}

// copies: after a handover the bytes lie at the receiving case's address too; damaged ones are not passed on.
func (w *world) copies(t *testing.T, store blob.Store, good, bad *procedure.Evidence) {
	t.Helper()
	ctx := t.Context()
	w.proceed(toReport, toReceived)
	k := w.file().Criminal()
	w.scan("UPDATE evidence_items SET custody_case_id = $1 WHERE id = ANY($2) RETURNING custody_case_id", []any{k.ID, []int64{good.ID, bad.ID}}, new(int64))
	copier := evidence.Copier{Log: w.desk.Log, Read: w.db.Read(), Blobs: store, Random: rand.Reader}
	for range 2 {
		if err := copier.Copy(ctx, good.ID); err != nil {
			t.Fatal(explain(err))
		}
	}
	if err := copier.Copy(ctx, bad.ID); err != nil {
		t.Fatal(explain(err))
	}
	files, err := evidence.FilesOf(ctx, w.db.Read(), good.ID)
	if err != nil || len(files) != 2 || files[1].CaseID != k.ID || files[1].AgencyID != k.AgencyID || files[1].Digest != files[0].Digest {
		t.Fatalf("%+v %v", files, err)
	}
	if err := blob.Verify(ctx, store, blob.Ref{Agency: k.AgencyID, Case: k.ID, Digest: files[1].Digest, Size: files[1].Size}); err != nil {
		t.Error(err)
	}
	if files, err := evidence.FilesOf(ctx, w.db.Read(), bad.ID); err != nil || len(files) != 1 {
		t.Errorf("damaged bytes were passed on: %+v %v", files, err)
	}
}

// damage turns one byte of a stored file around.
func damage(t *testing.T, root, digest string) {
	t.Helper()
	name := strings.TrimPrefix(digest, "sha256:")
	hit := false
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.Name() != name {
			return err
		}
		hit = true
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b[0] ^= 1
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o600)
	})
	if err != nil || !hit {
		t.Fatalf("no such file, %v", err)
	}
}

// Invariants vii and viii: an excluded item cannot be put into a package; a refused referral stays for good.
func TestReferral_RefusalsStayAndExcludedItemsStayOut(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, "evidence.collected[track=administrative] ch;evidence.excluded[track=administrative] ch>ah", "referral.opened ch")
	desk := referral.Desk{Log: w.desk.Log, Access: w.desk.Access}
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
