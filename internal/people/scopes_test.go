package people_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"touchstone/internal/people"
	"touchstone/policies"
)

// TestInForce_IsWhatTheScopesSay: where a scope looks at roles it does so by the same condition, all three parts of it.
func TestInForce_IsWhatTheScopesSay(t *testing.T) {
	t.Parallel()
	b, err := fs.ReadFile(policies.FS(), "access/scopes.sql")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(b)), " ")
	froms := regexp.MustCompile(`role_grants (\w+) `).FindAllStringSubmatch(text, -1)
	if len(froms) == 0 {
		t.Fatal("no scope looks at roles")
	}
	for _, m := range froms {
		if !strings.Contains(text, people.InForce(m[1], "@now")) {
			t.Errorf("role_grants %s is not read by %q", m[1], people.InForce(m[1], "@now"))
		}
	}
	if n := strings.Count(text, ".revoked_at IS NULL"); n != len(froms) {
		t.Errorf("%d looks at roles, %d of them in force", len(froms), n)
	}
}
