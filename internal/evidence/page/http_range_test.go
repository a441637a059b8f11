package page

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/evidence"
)

// TestRange_OfWhatWasVerifiedWithinADay: a piece of a large file is given within a day of its verification, and else the whole.
func TestRange_OfWhatWasVerifiedWithinADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	at := func(ago time.Duration) *time.Time { x := now.Add(-ago); return &x }
	for _, x := range []struct {
		what  string
		f     evidence.File
		whole bool
	}{
		{"small", evidence.File{Size: evidence.WholeFirst}, false},
		{"large, never verified", evidence.File{Size: evidence.WholeFirst + 1}, true},
		{"large, a day ago", evidence.File{Size: evidence.WholeFirst + 1, VerifiedAt: at(evidence.FreshFor)}, false},
		{"large, by a clock that was ahead", evidence.File{Size: evidence.WholeFirst + 1, VerifiedAt: at(-time.Hour)}, true},
		{"large, by one a few seconds ahead", evidence.File{Size: evidence.WholeFirst + 1, VerifiedAt: at(-10 * time.Second)}, false},
		{"large, longer ago", evidence.File{Size: evidence.WholeFirst + 1, VerifiedAt: at(evidence.FreshFor + time.Second)}, true},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Range", "bytes=5-9")
		p, ok := partOf(echo.New().NewContext(r, httptest.NewRecorder()), &x.f, now)
		if !ok || p.whole != x.whole || !p.whole && p.size != 5 {
			t.Errorf("%s: %+v %v", x.what, p, ok)
		}
	}
}
