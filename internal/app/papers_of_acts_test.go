package app_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestPapers_OfActsAreGivenOut: what came with an act that needed no second person is given out on the timeline to whoever reads
// the act there, on record; to nobody else, under no other case, and not what came with a proposal, which is given out with
// that; other bytes are not delivered and are on record. Seen to fail without the address, and open to all without the act's organ.
func TestPapers_OfActsAreGivenOut(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例申贸易有限公司（虚构）", "锗片")
	other := v.registered("officer", "officer2", "示例酉贸易有限公司（虚构）", "锗片")
	own := int64(v.count("SELECT id FROM cases WHERE ref = $1", ref))
	v.paper(own, "proof")
	v.set("UPDATE attachments SET name = '送达回证\u202e.pdf', act_id = (SELECT min(id) FROM acts WHERE case_id = " + strconv.FormatInt(own, 10) + ")")
	line := v.as("officer").Get("/cases/" + ref + "/timeline").Want(http.StatusOK)
	link := line.One(".tl a[download]")
	href := link.Attr("href")
	if href != "/cases/"+ref+"/files/AT-proof" || !strings.Contains(link.Text(), "送达回证") || strings.Contains(link.Text(), "\u202e") {
		t.Errorf("the timeline leads to %s: %q", href, link.Text())
	}
	got := v.as("officer").Get(href).Want(http.StatusOK)
	if got.Body != "proof" || got.Header.Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("%q with %v", got.Body, got.Header)
	}
	if n := v.count(eventsOf+" AND stream = 'case:' || $2::bigint || ':read'", "paper.opened", own); n != 1 {
		t.Errorf("%d openings on record", n)
	}
	for _, who := range []string{"gd.officer", "ps.officer", "coord", "sysadmin", "auditor", "custodian"} {
		if page, file := v.as(who).Get(line.URL.Path).Status, v.as(who).Get(href).Status; page != http.StatusNotFound || file != http.StatusNotFound {
			t.Errorf("%s: the timeline is answered %d, the file %d", who, page, file)
		}
	}
	v.as("officer").Get(strings.Replace(href, ref, other, 1)).Want(http.StatusNotFound)
	closed := func(why, put, back string) {
		t.Helper()
		v.set(put)
		if p := v.as("officer").Get("/cases/" + ref + "/timeline"); p.Has(".tl a[download]") || v.as("officer").Get(href).Status != http.StatusNotFound {
			t.Errorf("%s is given out", why)
		}
		v.set(back)
	}
	closed("a file of a proposal", "UPDATE attachments SET approval_id = 1", "UPDATE attachments SET approval_id = NULL")
	closed("a file of another organ's act", "UPDATE acts SET agency_id = agency_id + 1", "UPDATE acts SET agency_id = agency_id - 1")
	closed("a file of no act yet", "UPDATE attachments SET act_id = 0",
		"UPDATE attachments SET act_id = (SELECT min(id) FROM acts WHERE case_id = "+strconv.FormatInt(own, 10)+")")
	mend := spoilt(t, v.holding("proof"))
	for range 2 {
		v.as("officer").Get(href).Want(http.StatusConflict)
	}
	if n := v.count(eventsOf, "paper.altered"); n != 1 {
		t.Errorf("%d findings", n)
	}
	mend()
	v.as("officer").Get(href).Want(http.StatusOK)
}
