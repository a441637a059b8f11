package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/law"
	"touchstone/internal/testkit"
)

// with sends a form as a program would that adds a file nobody asked for.
func (s *site) with(who string, f *testkit.Form, path, field, name string, content []byte) *testkit.Page {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, n := range f.Names() {
		for _, v := range f.Values(n) {
			if err := w.WriteField(n, v); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	r := s.as(who).Request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.as(who).Do(r)
}

const unrelated = "property.found_unrelated"

// returning is a case with an item that turned out to have nothing to do with it, and the form that proposes its return.
func returning(t *testing.T) (v vault, form func() *testkit.Form) {
	t.Helper()
	v = newVault(t)
	return v, v.returning()
}

func (v vault) returning() func() *testkit.Form {
	v.t.Helper()
	w := v.matter(toFiling, "evidence.collected[track=administrative] ch")
	path := "/evidence/" + w.file().Evidence[0].Ref + "/acts/" + unrelated
	return func() *testkit.Form {
		return v.form("officer", path, unrelated, url.Values{"receiver": {"后来的人员（虚构）"}, "reason": {written}, "variant": {"track=administrative"},
			"finding_on": {v.clock.Now().In(law.Zone()).Format("2006-01-02")}})
	}
}

// TestSeen_FilesOfAProposal: what came with a proposal is kept with it, stands in what is signed by its field, name, size
// and SHA-256, and belongs to the act once that is done. Of one that comes back it stays with the proposal; of a form that
// is refused nothing is kept.
func TestSeen_FilesOfAProposal(t *testing.T) {
	t.Parallel()
	v, form := returning(t)
	super := testkit.Super(t, v.db)
	receipt := []byte("%PDF-1.7 收条（虚构）\n")
	sum := sha256.Sum256(receipt)
	digest := hex.EncodeToString(sum[:])

	bytesBefore := len(v.stored())
	if p := form().Set("reason", "").File("receipt", "收条.pdf", receipt).Submit(); p.Status != http.StatusUnprocessableEntity || len(v.stored()) != bytesBefore {
		t.Errorf("refused with %d, %d files are kept", p.Status, len(v.stored())-bytesBefore)
	}
	form().File("receipt", "收条.pdf", receipt).Submit().Want(http.StatusOK)
	ref := v.ref("SELECT ref FROM approvals WHERE event = $1 AND state = 'OPEN'", unrelated)
	kept := func(where string) int {
		return v.count("SELECT count(*) FROM attachments t JOIN approvals a ON a.id = t.approval_id WHERE a.ref = $1 AND t.field = 'receipt' AND t.name = '收条.pdf' "+
			"AND t.digest = $2 AND "+where, ref, "sha256:"+digest)
	}
	if kept("t.act_id = 0") != 1 {
		t.Fatal("the file is not kept with the proposal")
	}
	says := func(p *testkit.Page) {
		t.Helper()
		text := p.One("[data-fact='file:receipt:1']").Text()
		for _, want := range []string{"收条.pdf", strconv.Itoa(len(receipt)), digest} {
			if !strings.Contains(text, want) {
				t.Errorf("%s says %q, without %s", p.One("body").Attr("data-page"), text, want)
			}
		}
	}
	p20 := v.as("head").Get("/approvals/" + ref).Want(http.StatusOK)
	says(p20)
	if p20.One("main").Text() == "" || !strings.Contains(p20.One("main").Text(), "签收单") {
		t.Error("the field is not named")
	}
	v.opensFile(p20, receipt)
	p21 := v.sign("head", ref, unrelated, nil)
	says(p21)
	sign := p21.Form("form[data-act]").Set("credential", identity.DemoPassword)
	for _, change := range []string{"digest = 'sha256:' || repeat('0', 64)", "size = size + 1", "name = '别的.pdf'", "field = 'other'"} {
		if _, err := super.Exec(t.Context(), "UPDATE attachments SET "+change+" WHERE approval_id IS NOT NULL"); err != nil {
			t.Fatal(err)
		}
		if p := sign.Submit(); p.Status != http.StatusConflict {
			t.Errorf("%s: the old signature is answered %d", change, p.Status)
		}
		if _, err := super.Exec(t.Context(), "UPDATE attachments SET digest = $1, size = $2, name = '收条.pdf', field = 'receipt' WHERE approval_id IS NOT NULL",
			"sha256:"+digest, len(receipt)); err != nil {
			t.Fatal(err)
		}
	}

	// it comes back: the file stays with what was proposed, and is compared with the next one
	back := v.as("head").Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", "return").Set("opinion",
		"退回补正：收条没有签名。").Set("reason_code", "facts_unclear")
	back.Submit().Want(http.StatusOK).Form("form[action$='/decide']").Submit().Want(http.StatusOK)
	if kept("t.act_id = 0 AND a.state = 'RETURNED'") != 1 {
		t.Error("what was proposed is gone")
	}
	says(v.as("head").Get("/approvals/" + ref).Want(http.StatusOK))

	v.clock.Advance(1e9)
	signed := []byte("%PDF-1.7 收条，已签名（虚构）\n")
	form().File("receipt", "收条.pdf", signed).Submit().Want(http.StatusOK)
	ref = v.ref("SELECT ref FROM approvals WHERE event = $1 AND state = 'OPEN'", unrelated)
	if p := v.as("head").Get("/approvals/" + ref).Want(http.StatusOK); !p.Has("tr[data-fact='file:receipt:1']") {
		t.Error("another file of the same name is not told apart from the first")
	}
	v.sign("head", ref, unrelated, nil).Form("form[data-act]").Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	sum = sha256.Sum256(signed)
	digest = hex.EncodeToString(sum[:])
	if kept("t.act_id = a.act_id AND a.state = 'DECIDED'") != 1 {
		t.Error("the file is not the act's")
	}
	says2 := v.as("head").Get("/approvals/" + ref).Want(http.StatusOK).One("main :not(tr)[data-fact='file:receipt:1']").Text()
	if !strings.Contains(says2, digest) {
		t.Errorf("decided, it says %q", says2)
	}
	if r, err := v.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

// TestApproval_NoFileNobodyAskedFor: a file in a field that the form lacks is refused, on the signature of a stored proposal
// every file; nothing of it is kept, and the honest form goes through.
func TestApproval_NoFileNobodyAskedFor(t *testing.T) {
	t.Parallel()
	v, form := returning(t)
	refused := func(what string, send func() *testkit.Page) {
		t.Helper()
		files, rows := len(v.stored()), v.count("SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM acts) + (SELECT count(*) FROM approvals)")
		if p := send(); p.Status != http.StatusBadRequest || !strings.Contains(p.Text(), "没有相应的文件项") {
			t.Errorf("%s: %d %.200s", what, p.Status, p.Text())
		}
		if len(v.stored()) != files || v.count("SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM acts) + (SELECT count(*) FROM approvals)") != rows {
			t.Errorf("%s: something of it is kept", what)
		}
	}
	path := "/evidence/" + v.ref("SELECT ref FROM evidence_items") + "/acts/" + unrelated
	refused("a proposal", func() *testkit.Page {
		return v.with("officer", form(), path, "anything_else", "未经展示.bin", []byte("x"))
	})
	stored := "/cases/" + v.ref("SELECT ref FROM cases") + "/evidence"
	refused("a new item", func() *testkit.Page {
		return v.with("officer", v.evidenceForm("officer", "officer2", v.ref("SELECT ref FROM cases"), "documentary"), stored, "receipt", "收条.pdf", []byte("x"))
	})
	form().File("receipt", "收条.pdf", []byte("%PDF-1.7\n")).Submit().Want(http.StatusOK)
	ref := v.ref("SELECT ref FROM approvals WHERE event = $1 AND state = 'OPEN'", unrelated)
	sign := v.sign("head", ref, unrelated, nil).Form("form[data-act]").Set("credential", identity.DemoPassword)
	for _, field := range []string{"anything_else", "receipt"} {
		refused("a signature with "+field, func() *testkit.Page { return v.with("head", sign, path, field, "未经展示.bin", []byte("x")) })
	}
	sign.Submit().Want(http.StatusOK)
	if v.count("SELECT count(*) FROM attachments WHERE act_id <> 0") != 1 {
		t.Error("the honest signature is not taken, or took more than was shown")
	}
}

// TestHandover_NoAnswerIsDropped: the same form again leads to the list; what somebody else says of an item that was answered,
// or the same key with other text, is refused and given back, whether the list is closed or not.
func TestHandover_NoAnswerIsDropped(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例戌贸易有限公司（虚构）", "锗片")
	for range 2 {
		item := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", "provided").Set("quantity", "10").Set("unit",
			"kg").Submit().Want(http.StatusOK).URL.Path
		v.act("officer", item, "evidence.stored", map[string][]string{"seal_no": {"F-1"}, "storage_place": {"一号库"}, "weight": {"10.5"}})
		v.decide("custodian", "evidence.stored")
	}
	link := v.as("custodian").Get("/custody").Want(http.StatusOK).Attrs("tr[data-evidence] a[data-act-link='evidence.transfer_offered']", "href")[0]
	offer := v.as("custodian").Get(link).Want(http.StatusOK).Form("form[data-act='evidence.transfer_offered']")
	items := offer.Offers("evidence")
	list := offer.Set("evidence", items...).Set("receiving_organ", "szpsb").Set("handover_list", "移交清单").Submit().Want(http.StatusOK).URL.Path
	form := func() *testkit.Form {
		return v.as("ps.custodian").Get(list).Want(http.StatusOK).Form("form[data-act='evidence.transfer_accepted']")
	}
	const words = "封签破损，当面清点后拒收退回。"
	refuse := func(f *testkit.Form, at int) *testkit.Form {
		return f.Set("answer-"+items[at], "refused").Set("note-"+items[at], words)
	}
	answered := func() int { return v.count("SELECT count(*) FROM handover_items WHERE outcome <> ''") }
	dropped := func(what string, f *testkit.Form) {
		t.Helper()
		before := answered()
		if p := f.Submit(); p.Status != http.StatusConflict || !strings.Contains(p.Body, words+"再说") || answered() != before {
			t.Errorf("%s: %d, %d answers more: %.300s", what, p.Status, answered()-before, p.Text())
		}
	}
	mine, other, late := form(), form(), form()
	first := refuse(mine, 0)
	first.Submit().Want(http.StatusOK)
	if answered() != 1 {
		t.Fatalf("%d answers", answered())
	}
	dropped("another answer while the list is open", refuse(refuse(other, 0), 1).Set("note-"+items[0], words+"再说"))
	refuse(form(), 1).Submit().Want(http.StatusOK)
	if answered() != 2 {
		t.Fatalf("%d answers", answered())
	}
	if p := first.Submit(); p.Status != http.StatusOK || p.URL.Path != list {
		t.Errorf("the same again: %d at %s", p.Status, p.URL)
	}
	dropped("the same key with other text", first.Set("note-"+items[0], words+"再说"))
	dropped("another form when all is said", refuse(late, 1).Set("note-"+items[1], words+"再说"))
}

// opensFile: who decides opens the file from the page and gets these bytes, on record; who does not read the proposal is
// told that there is nothing; bytes that are other ones or missing are not delivered.
func (v vault) opensFile(p20 *testkit.Page, want []byte) {
	v.t.Helper()
	href := p20.One("[data-fact='file:receipt:1'] a").Attr("href")
	got := v.as("head").Get(href).Want(http.StatusOK)
	if got.Body != string(want) || got.Header.Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment;") {
		v.t.Errorf("%s gives %d bytes with %v", href, len(got.Body), got.Header)
	}
	if n := v.count("SELECT count(*) FROM audit_events WHERE action = 'approval.file_opened' AND stream LIKE '%:read'"); n != 1 {
		v.t.Errorf("%d openings are on record", n)
	}
	v.as("head").Get(href[:len(href)-3] + "00").Want(http.StatusNotFound)
	closed := 0
	// whoever reads the proposal, and nobody else
	for _, who := range []string{"ps.officer", "cus.officer", "ss.liaison", "intake", "legal", "unithead", "officer"} {
		page, file := v.as(who).Get(p20.URL.Path).Status, v.as(who).Get(href).Status
		if page != file || page != http.StatusOK && page != http.StatusNotFound {
			v.t.Errorf("%s: the proposal is answered %d, its file %d", who, page, file)
		}
		if file == http.StatusNotFound {
			closed++
		}
	}
	if closed < 3 {
		v.t.Errorf("closed to %d only", closed)
	}
	i := slices.IndexFunc(v.stored(), func(path string) bool {
		b, err := os.ReadFile(path)
		return err == nil && bytes.Equal(b, want)
	})
	file := v.stored()[i]
	if err := os.Chmod(file, 0o600); err != nil {
		v.t.Fatal(err)
	}
	for status, spoil := range map[int]func() error{
		http.StatusConflict:           func() error { return os.WriteFile(file, bytes.ToLower(want), 0o600) },
		http.StatusServiceUnavailable: func() error { return os.Remove(file) },
	} {
		if err := spoil(); err != nil {
			v.t.Fatal(err)
		}
		v.as("head").Get(href).Want(status)
		if err := os.WriteFile(file, want, 0o600); err != nil {
			v.t.Fatal(err)
		}
	}
	if n := v.count("SELECT count(*) FROM audit_events WHERE action = 'approval.file_altered'"); n != 1 {
		v.t.Errorf("%d times it is on record that the file was altered", n)
	}
}
