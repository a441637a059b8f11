package intake_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"touchstone/internal/intake"
	"touchstone/policies"
)

// The public record refuses customs codes that are none, and codes without their basis.
func TestPublicRecord_CustomsCodesHaveABasis(t *testing.T) {
	t.Parallel()
	raw, err := fs.ReadFile(policies.FS(), "items/public_cases.csv")
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{",2504109900\n": ",2504.1099\n", "; 8112921010;": "; 8112;",
		"hs_examined: the code that was declared": "as declared"} {
		changed := strings.Replace(string(raw), from, to, 1)
		if changed == string(raw) {
			t.Fatalf("no %q in the table", from)
		}
		if _, err := intake.LoadPublic(fstest.MapFS{"items/public_cases.csv": {Data: []byte(changed)}}); err == nil || !strings.Contains(err.Error(), "hs_examined") {
			t.Errorf("%q accepted: %v", to, err)
		}
	}
}
