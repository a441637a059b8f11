package app_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func TestHandover_ListOfTwoItems(t *testing.T) {
	t.Parallel()
	item := "evidence.collected[track=administrative] ch;evidence.stored ch>cu"
	w := play(t, toFiling, item, item, toReport, toReceived, toFiled)
	ctx := t.Context()
	var ids []int64
	for _, e := range w.file().Evidence {
		ids = append(ids, e.ID)
	}
	offer := evidence.OfferInput{File: w.file(), Items: ids, ReceivingOrgan: "szpsb", HandoverList: []string{"移交清单一号"}}
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
		_, err := w.engine.Do(ctx, w.people[who], procedure.Command{Target: matter.Target{Entity: law.Evidence, ID: id}, Event: "evidence.transfer_accepted",
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
	collect := func(content string) *matter.Evidence {
		t.Helper()
		b, err := store.Put(ctx, c.AgencyID, c.ID, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		in := law.Values{"name": "报关单扫描件", "evidence_kind": "documentary", "collected_at": w.clock.Now(), "place": "演示地点", "collection_method": "copied",
			"collector": "ch", "co_collector": "ch2",
			"original_or_copy": "copy", "original_location": "海关", "files": []string{"a.pdf"}}
		w.clock.Advance(time.Minute)
		got, err := w.engine.Do(ctx, w.people["ch"], procedure.Command{Target: matter.Target{Entity: law.Evidence},
			Parent: matter.Target{Entity: law.AdminCase, ID: c.ID}, Event: "evidence.collected", Variant: "track=administrative", Version: -1, Input: in,
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
func (w *world) copies(t *testing.T, store blob.Store, good, bad *matter.Evidence) {
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
