package identity_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"touchstone/internal/identity"
)

// TestSessions_ThirdEndsTheOldest: a third browser ends the session of the first, and which person that was is still known,
// so that what he types there is kept for him. Seen to fail with the row taken away.
func TestSessions_ThirdEndsTheOldest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, false)
	id := d.person("known", identity.KindPassword, "case_handler")
	var requests []*http.Request
	for range 3 {
		d.clock.Advance(time.Second)
		a, err := d.SignIn(t.Context(), identity.SignInInput{Username: "known", Password: password, Address: "192.0.2.1"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := d.Sessions().Load(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		if err := d.Sessions().Open(r.Context(), w, r, a, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		r = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.AddCookie(w.Result().Cookies()[0])
		requests = append(requests, r)
	}
	for i, r := range requests {
		loaded, err := d.Sessions().Load(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, in := d.Sessions().Actor(loaded.Context()); in != (i > 0) {
			t.Errorf("browser %d is in: %v", i, in)
		}
		if former, token, err := d.Sessions().Former(r); err != nil || former != id || token == "" {
			t.Errorf("browser %d was that of %d, %v", i, former, err)
		}
	}
}

// TestEndOf: ten hours, or four in the morning in Beijing.
func TestEndOf(t *testing.T) {
	t.Parallel()
	beijing := time.FixedZone("CST", 8*3600)
	for opened, want := range map[string]string{
		"2026-05-12T08:30:00+08:00": "2026-05-12T18:30:00+08:00",
		"2026-05-12T18:00:00+08:00": "2026-05-13T04:00:00+08:00",
		"2026-05-12T22:00:00+08:00": "2026-05-13T04:00:00+08:00",
		"2026-05-13T02:00:00+08:00": "2026-05-13T12:00:00+08:00",
	} {
		o, err := time.Parse(time.RFC3339, opened)
		if err != nil {
			t.Fatal(err)
		}
		if got := identity.EndOf(o, beijing).In(beijing).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", opened, got, want)
		}
	}
}
