package app_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// MPS 191, 227: before the investigation names its people the case knows them by their accounts, afterwards by name.
func TestEvidence_InvestigatorsAreNotInvented(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, "evidence.collected[track=administrative] ch", toReport, toReceived, toFiled)
	c := w.file().Criminal()
	seize := func(second string) error {
		t.Helper()
		w.clock.Advance(time.Minute)
		got, err := w.engine.Do(t.Context(), w.people["pv"], procedure.Command{Target: matter.Target{Entity: law.Evidence},
			Parent: matter.Target{Entity: law.CriminalCase, ID: c.ID}, Event: "evidence.collected", Variant: "track=criminal", Version: -1,
			Input: law.Values{"name": "账册（虚构）", "evidence_kind": "physical", "collected_at": w.clock.Now(), "place": "演示地点", "collection_method": "on_site",
				"collector": "pv", "co_collector": "pv2", "original_or_copy": "original", "quantity": decimal.NewFromInt(1), "unit": "piece"}})
		if err != nil {
			t.Fatal(explain(err))
		}
		_, err = w.engine.Do(t.Context(), w.people["pv"], procedure.Command{Target: got.Target, Event: "evidence.left_with_holder", Version: -1,
			Input: law.Values{"receiver": "持有人（虚构）", "estimated_value": decimal.NewFromInt(1), "photos": []string{"a.png"}, "officers": []string{"pv", second}}})
		return err
	}
	for _, started := range []bool{false, true} {
		if started {
			w.proceed("criminal_investigation.started pv")
		}
		for second, good := range map[string]bool{"pv2": true, "no.such.person": false, "ch2": false, "PV": false} {
			if err := seize(second); (err == nil) != good {
				t.Errorf("investigation started %v, second investigator %s: %v", started, second, err)
			}
		}
	}
}

// ACL 28; MPS 233, 234: no officer of any organ takes a thing back, on the file or not, by name or by account. It is refused
// when it is proposed, and once more when it is decided.
func TestEvidence_NoOfficerSignsForTheRightfulHolder(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, "evidence.collected[track=administrative] ch")
	item := matter.Target{Entity: law.Evidence, ID: w.file().Evidence[0].ID}
	cmd := procedure.Command{Target: item, Event: "property.found_unrelated", Variant: "track=administrative", Version: -1}
	propose := func(receiver string) error {
		w.clock.Advance(time.Minute)
		in := cmd
		in.Input = law.Values{"finding_on": w.clock.Now(), "receiver": receiver, "receipt": []string{"签收单.pdf"}, "reason": "经核查与本案没有关联，应予返还。"}
		_, err := w.engine.Do(t.Context(), w.people["ch"], in)
		return err
	}
	decide := func() error {
		p, in := w.open(item, cmd.Event), cmd
		in.Input, in.Approval, in.Digest = law.Values{}, p.id, p.digest
		_, err := w.engine.Do(t.Context(), w.people["ah"], in)
		return err
	}
	officer := func(err error) bool {
		var e *errs.E
		return errors.As(err, &e) && e.Kind == errs.InvalidInput && len(e.Guards) == 1 && e.Guards[0].ID == "receiver_is_no_officer" &&
			e.Guards[0].Sentence.In(i18n.With(t.Context(), i18n.ZH)) != ""
	}
	for _, receiver := range []string{w.people["pv"].Username, strings.ToUpper(w.people["pv"].Username), w.people["pv"].Name, "虚构 人员 pv"} {
		if err := propose(receiver); !officer(err) {
			t.Errorf("proposed to return to %q: %v", receiver, err)
		}
	}
	if err := propose("后来的人员（虚构）"); err != nil {
		t.Fatal(explain(err))
	}
	var id int64
	w.scan("UPDATE users SET name_zh = '后来的人员（虚构）' WHERE username = $1 RETURNING id", []any{w.people["pv2"].Username}, &id)
	if err := decide(); !officer(err) {
		t.Errorf("decided to return to somebody who came to have an account: %v", err)
	}
	w.withdraw(w.people["ch"], w.open(item, cmd.Event))
	w.scan(`INSERT INTO parties (case_id, ref, kind, name, subject, created_by, created_at) VALUES ($1,'PT-1','person',$2,true,$3,$4) RETURNING id`,
		[]any{w.file().Admin().ID, w.people["pv"].Name, w.people["ch"].UserID, w.clock.Now()}, &id)
	w.scan(`INSERT INTO parties (case_id, ref, kind, name, former_names, subject, created_by, created_at)
		VALUES ($1,'PT-2','person','某人（虚构）','曾用某；' || $2,true,$3,$4) RETURNING id`,
		[]any{w.file().Admin().ID, w.people["ch"].Name, w.people["ch"].UserID, w.clock.Now()}, &id)
	for _, receiver := range []string{"PT-2", w.people["ch"].Name, "PT-YKDR-56R3-T"} {
		if err := propose(receiver); err == nil || !strings.Contains(explain(err), "receiver_is_no_officer") && !strings.Contains(explain(err),
			"receiver: form.reference") {
			t.Errorf("proposed to return to %q, who handles the case or is no party of it: %v", receiver, explain(err))
		}
	}
	if err := propose(w.people["pv"].Name); err != nil {
		t.Fatalf("a party who is the namesake of an officer: %v", explain(err))
	}
	w.withdraw(w.people["ch"], w.open(item, cmd.Event))
	if err := propose("PT-1"); err != nil {
		t.Fatalf("the same picked: %v", explain(err))
	}
	if err := decide(); err != nil || w.file().Evidence[0].State != "RELEASED" {
		t.Errorf("the thing is %s: %v", w.file().Evidence[0].State, err)
	}
	var to, by string
	w.scan("SELECT to_holder FROM custody_entries WHERE evidence_id = $1 ORDER BY id DESC LIMIT 1", []any{item.ID}, &to)
	w.scan("SELECT receiver_name FROM custody_entries WHERE evidence_id = $1 ORDER BY id DESC LIMIT 1", []any{item.ID}, &by)
	if name := w.people["pv"].Name; to != name || by != name || w.file().Evidence[0].HolderText != name {
		t.Errorf("the chain holds %q, %q and %q for %q", to, by, w.file().Evidence[0].HolderText, name)
	}
}

// A file has bytes; a photograph is a picture that carries no script.
func TestEvidence_EmptyFilesAndDrawingsAreRefused(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例辛贸易有限公司（虚构）", "锗片")
	pdf := []byte("%PDF-1.7 虚构报关单\n")
	png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00")
	svg := []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	for _, c := range []struct {
		field, name, says string
		content           []byte
	}{
		{"files", "报关单.pdf", "空文件", nil},
		{"photos", "现场.png", "空文件", nil},
		{"photos", "现场.svg", "不是照片", svg},
		{"photos", "现场.png", "不是照片", svg},
		{"photos", "现场.bmp", "不是照片", append([]byte("BM"), make([]byte, 64)...)},
	} {
		f := v.evidenceForm("officer", "officer2", ref, "documentary")
		if c.field != "files" {
			f = f.File("files", "报关单.pdf", pdf)
		}
		p := f.File(c.field, c.name, c.content).Submit().Want(http.StatusUnprocessableEntity)
		if !strings.Contains(p.Text(), c.says) {
			t.Errorf("%s as %s: %s", c.name, c.field, p.Text())
		}
	}
	if n := v.count("SELECT count(*) FROM evidence_items"); n != 0 {
		t.Errorf("%d items of refused files", n)
	}
	v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "报关单.pdf", pdf).File("photos", "现场.png", png).Submit().Want(http.StatusOK)
	if n := v.count("SELECT count(*) FROM evidence_files WHERE media = 'image/png'"); n != 1 {
		t.Errorf("%d photographs stored", n)
	}
}
