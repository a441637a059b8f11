package names_test

import (
	"strings"
	"testing"

	"touchstone/internal/names"
)

func TestFileNames_LeaveHarmless(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"报关单.pdf": {"报关单.pdf", "报关单.pdf"},
		`C:\Users\张三\桌面\报关单（一）.pdf`: {"报关单（一）.pdf", `C:\Users\张三\桌面\报关单（一）.pdf`},
		"../../etc/passwd":                {"passwd", "../../etc/passwd"},
		".":                               {"file", "."},
		"..":                              {"file", ".."},
		"a/":                              {"file", "a/"},
		"":                                {"file", ""},
		"账\u202egpj.exe":                  {"账gpj.exe", "账⟨U+202E⟩gpj.exe"},
		"a\u200b\u2066b\u061c.txt":        {"ab.txt", "a⟨U+200B⟩⟨U+2066⟩b⟨U+061C⟩.txt"},
		"a\r\nX: y.txt":                   {"aX: y.txt", "a⟨U+000D⟩⟨U+000A⟩X: y.txt"},
		"a%22b.txt":                       {"a%22b.txt", "a%22b.txt"},
		"㐂\U000e0100 〇 · ⺌.txt":           {"㐂\U000e0100 〇 · ⺌.txt", "㐂\U000e0100 〇 · ⺌.txt"},
		strings.Repeat("证", 94) + ".x":    {strings.Repeat("证", 94) + ".x", strings.Repeat("证", 94) + ".x"},
		strings.Repeat("证", 240) + ".pdf": {strings.Repeat("证", 196) + ".pdf", strings.Repeat("证", 240) + ".pdf"},
		strings.Repeat("证", 230) + "." + strings.Repeat("x", 24):    {strings.Repeat("证", 200), strings.Repeat("证", 230) + "." + strings.Repeat("x", 24)},
		strings.Repeat("证", 180) + strings.Repeat(" ", 30) + ".exe": {strings.Repeat("证", 180) + ".exe", strings.Repeat("证", 180) + strings.Repeat(" ", 30) + ".exe"},
		"账.exe . .": {"账.exe", "账.exe . ."},
	} {
		if got := [2]string{names.Saved(name), names.Shown(name)}; got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
