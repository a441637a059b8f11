package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// TestFiles_StayChosen: of three files one has a name that no file may have: the form comes back with the other two still
// chosen, and sent again it is taken; names stand in the database as the browser had them. Seen to fail before: the box was
// empty.
func TestFiles_StayChosen(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲未贸易有限公司（虚构）", "锗片")
	delete(v.seen, "officer")
	tab := testkit.OpenTab(t, v.origin, testkit.Window(1366, 768))
	tab.Adopt(v.as("officer"))
	tab.Open("/cases/" + ref + "/evidence/new").Await("form[data-act='evidence.collected']")
	tab.Eval(`(() => {
	const f = document.querySelector("form[data-act='evidence.collected']"), d = new DataTransfer();
	for (const [name, value] of Object.entries({name: "海关报关单（虚构）", evidence_kind: "documentary",
			collected_at: "2026-05-12T10:30", place: "口岸", collection_method: "copied", co_collector: "officer2", original_or_copy: "original"}))
		f.elements[name].value = value;
	for (const name of ["一.pdf", "证".repeat(252) + ".pdf", "末尾\\"]) d.items.add(new File(["%PDF-1.7 " + name], name));
	f.elements["files"].files = d.files;
	
		f.requestSubmit(f.querySelector("button[type=submit], button.btn-1"));
	return "";
})()`)
	tab.Await("[data-error-for='files']")
	if got := tab.Eval(`Array.from(document.querySelector("input[type=file][name=files]").files).map(f => f.name).join("|")`); got != `一.pdf|末尾\` {
		t.Errorf("still chosen: %q", got)
	}
	tab.Eval(`(() => { const f = document.querySelector("form[data-act='evidence.collected']");
		f.requestSubmit(f.querySelector("button[type=submit], button.btn-1")); return ""; })()`)
	tab.Await("body[data-page='P13'] main")
	if n := v.count("SELECT count(*) FROM evidence_files WHERE name IN ('一.pdf', $1)", `末尾\`); n != 2 || len(v.stored()) != 2 {
		t.Errorf("%d files of those names, %d stored: %s", n, len(v.stored()), strings.TrimSpace(tab.Page().Text()))
	}
	v.as("officer").Get(tab.Path()).Want(http.StatusOK)
}
