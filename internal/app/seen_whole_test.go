package app_test

import (
	"crypto/rand"
	"testing"

	"touchstone/internal/app"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/procedure/enginetest"
	"touchstone/policies"
)

// TestSeen_DigestsStay: what a proposal shows of a file in which nothing is left blank has the digest that it had. A change of one
// gives every proposal that waits back to whoever made it: it is no matter of moving code. The control list speaks in it too: who
// changes the entry of gallium metal writes the digests of the goods anew.
func TestSeen_DigestsStay(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	reg, err := app.Registry(law.Fixed(book), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	e := procedure.New(procedure.Parts{Book: law.Fixed(book), Registry: reg, Secret: []byte("a key of this test alone, in memory")})
	for _, x := range []struct {
		what string
		p    *procedure.Approval
		want string
	}{
		{"an own file", enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05"),
			"sha256:384d15b480c56adcff02fbf15412a20393b38f496e0502cbdbee2377e3e0afc2"},
		{"a referral to the organ that sends it", enginetest.Asking(law.Referral, 51, 11, 7, "TAC-05"),
			"sha256:7da9353cf26e61acba90e780063d368df5dea9acb28e2c16fe10ee1d4ddf2d90"},
		{"a referral to the organ that gets it", enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"),
			"sha256:5285d9a2bd8fa804f5cd7739666834daef05715b3ece7f8aa8e9eaf284df1531"},
		{"a pointer", enginetest.Asking(law.MSSHandover, 61, 11, 7, "TAC-05"),
			"sha256:a3e4340b1ab30871ccab56ece32f607ba63ad1c6b2ae10648d1d4d4aa12e2ecc"},
		{"a person", enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"),
			"sha256:f286fa87024c3d48ca945f37c7933191b740606e03d75d2f851f92d44d5d0561"},
		{"a record", enginetest.Asking("request", 81, 11, 7, "TAC-05"),
			"sha256:9bd550d3bc83795ef3a9d752b2daa23d22a6afacf4c2a8e79ef340199b81aa55"},
		{"an item", enginetest.Asking(law.Evidence, 31, 11, 8, "TAC-05"),
			"sha256:301467028b1424049bd4d2f2d81d31588b350c362d6775500295a23a7690e83a"},
	} {
		if got := e.Seen(t.Context(), x.p, enginetest.WholeFile()).Digest(); got != x.want {
			t.Errorf("%s: the digest is %s, was %s", x.what, got, x.want)
		}
	}
}
