package page

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/evidence"
)

// part is the piece of a file that a reader asked for.
type part struct {
	from, size int64
	whole      bool
}

// header is the Content-Range of it.
func (p part) header(f *evidence.File) string {
	return fmt.Sprintf("bytes %d-%d/%d", p.from, p.from+p.size-1, f.Size)
}

// partOf reads the Range of a request. It is served only from a file that was verified as a whole within a day: a small one
// has been just now. Several pieces, an older copy of the reader's and what cannot be read get the whole; false: there is no
// such piece.
func partOf(c echo.Context, f *evidence.File, now time.Time) (part, bool) {
	whole := part{size: f.Size, whole: true}
	spec, ok := strings.CutPrefix(c.Request().Header.Get("Range"), "bytes=")
	from, to, dash := strings.Cut(strings.TrimSpace(spec), "-")
	if same := c.Request().Header.Get("If-Range"); !ok || !dash || strings.Contains(spec, ",") || same != "" && same != tag(f) || !f.Fresh(now) {
		return whole, true
	}
	a, errA := strconv.ParseUint(from, 10, 62)
	b, errB := strconv.ParseUint(to, 10, 62)
	switch {
	case from == "" && errB == nil: // the last bytes
		n := min(int64(b), f.Size)
		return part{from: f.Size - n, size: n}, n > 0
	case errA != nil || to != "" && (errB != nil || b < a):
		return whole, true
	case int64(a) >= f.Size:
		return whole, false
	case to == "":
		return part{from: int64(a), size: f.Size - int64(a)}, true
	}
	return part{from: int64(a), size: min(int64(b), f.Size-1) - int64(a) + 1}, true
}

// tag names the content.
func tag(f *evidence.File) string { return `"` + strings.TrimPrefix(f.Digest, "sha256:") + `"` }

// noSuchPart is the answer to a piece beyond the end.
func noSuchPart(c echo.Context, f *evidence.File) error {
	c.Response().Header().Set("Content-Range", fmt.Sprintf("bytes */%d", f.Size))
	return c.NoContent(http.StatusRequestedRangeNotSatisfiable)
}
