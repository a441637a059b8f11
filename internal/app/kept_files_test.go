package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKept_FilesStayChosen: after a refusal the files of each box are still chosen, and after the next one too; only the file
// that was refused has to be chosen again. Seen to fail without keep, and with the new form left to the browser.
func TestKept_FilesStayChosen(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例癸贸易有限公司（虚构）", "锗片")
	dir := t.TempDir()
	file := func(name string, size int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Repeat("x", size)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two, empty := file("照片一.jpg", 10), file("照片二.jpg", 20), file("照片三.jpg", 0)
	h := v.hand("officer", "/cases/"+ref+"/evidence/new", true)
	refused := func(name string, want string) {
		t.Helper()
		h.tab.Eval("document.querySelector('main .errsum') && document.querySelector('main .errsum').remove(); var f = " +
			"document.querySelector('form[data-upload]'); " +
			"f.noValidate = true; f.requestSubmit(); 0")
		h.tab.Await(".errsum")
		const chosen = "Array.from(document.querySelector('form[data-upload] input[type=file][name=files]').files).map(function (f) { return f.name; }).join(' ')"
		if got := h.tab.Eval(chosen); got != want {
			t.Errorf("%s: chosen are %q, want %q", name, got, want)
		}
	}
	h.tab.Upload("files", one, two)
	refused("refused for another field", "照片一.jpg 照片二.jpg")
	refused("and again", "照片一.jpg 照片二.jpg")
	h.tab.Eval(`var f = document.querySelector('form[data-upload]');
Object.entries({name: '报关单（虚构）', evidence_kind: 'documentary', collected_at: '2026-05-12T10:30', place: '演示口岸',
			collection_method: 'copied', co_collector: 'officer2'}).forEach(function (x) {
  f.querySelectorAll("[name='" + x[0] + "']").forEach(function (e) { if (e.type === 'radio') e.checked = e.value === x[1]; else e.value = x[1]; });
}); 0`)
	h.tab.Upload("files", one, empty, two)
	refused("refused for one of them", "照片一.jpg 照片二.jpg")
	if n := v.count("SELECT count(*) FROM evidence_items"); n != 0 {
		t.Errorf("%d were stored", n)
	}
}
