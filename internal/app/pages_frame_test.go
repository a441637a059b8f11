package app_test

import (
	"testing"

	"touchstone/internal/testkit"
	"touchstone/internal/testkit/axe"
)

// TestFramePages_Axe: signing in, settings, help, administration and error pages have no accessibility fault, in Chinese
// on a wide light screen and in English on a narrow dark one.
func TestFramePages_Axe(t *testing.T) {
	t.Parallel()
	_, _, origin := assemble(t)
	for name, o := range map[string]struct {
		lang    string
		options []testkit.TabOption
	}{
		"zh-light-1366": {"zh", []testkit.TabOption{testkit.Window(1366, 768)}},
		"en-dark-390":   {"en", []testkit.TabOption{testkit.Window(390, 844), testkit.Dark()}},
	} {
		for user, paths := range map[string]map[string]string{
			"":         {"login": "/login", "accessibility": "/accessibility"},
			"sysadmin": {"users": "/admin/users", "agencies": "/admin/agencies", "me": "/me", "help": "/help", "missing": "/nowhere"},
		} {
			tab := testkit.OpenTab(t, origin, o.options...)
			if user != "" {
				tab.Adopt(enter(t, origin, user))
			}
			for page, path := range paths {
				tab.Open(path + "?lang=" + o.lang)
				tab.Screenshot("frame-" + page + "-" + name)
				for _, v := range tab.Axe(axe.Source) {
					t.Errorf("%s %s: %s", page, name, v)
				}
			}
		}
	}
}
