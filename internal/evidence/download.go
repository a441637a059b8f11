package evidence

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/web"
)

// WholeFirst is the size up to which bytes are verified in full before the first of them is sent (security D6).
const WholeFirst = blob.WholeFirst

// FreshFor is how long a recorded verification is good for a piece of a larger file.
const FreshFor = 24 * time.Hour

// Open gives the bytes of a file to send. Up to 64 MiB they have been read and compared already; larger ones are compared
// while they are sent: the last block is given out only when the whole is right, on a difference the Read fails before it,
// and the sender breaks off then. Frozen items (a mismatch on record) are not opened at all.
func Open(ctx context.Context, s blob.Store, f File) (io.ReadCloser, error) {
	if f.Bad {
		return nil, errs.New(errs.Conflict, "evidence.rule.frozen")
	}
	return blob.Whole(ctx, s, f.address())
}

// inline are the kinds of pictures that a browser may show by itself inside the sandbox. So may it text; everything else is
// an attachment.
var inline = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// Headers are what goes with a download (security D14): dangerous content is not refused and not rewritten, it is never
// rendered. A flagged item and whatever could carry script is an attachment of no type. encoding is that of a text; without
// one it is not shown.
func Headers(f File, encoding string) map[string]string {
	media, disposition := "application/octet-stream", "attachment"
	switch {
	case !f.Previewable() || f.textual() && encoding == "":
	case f.textual():
		media, disposition = "text/plain; charset="+encoding, "inline"
	default:
		media, disposition = f.Media, "inline"
	}
	return map[string]string{
		"Content-Type":            media,
		"Content-Disposition":     web.Disposition(disposition, f.Name),
		"Content-Security-Policy": web.SandboxPolicy,
		"X-Content-Type-Options":  "nosniff",
		"Cache-Control":           "no-store",
	}
}

// encoding reads a text that may be shown for the encoding it is written in; empty for anything else.
func encoding(ctx context.Context, s blob.Store, f File) (string, error) {
	if !f.Previewable() || !f.textual() || f.Size > WholeFirst {
		return "", nil
	}
	r, err := blob.Reader(ctx, s, f.address())
	if err != nil {
		return "", err
	}
	name, err := encodingOf(r)
	return name, errors.Join(err, r.Close())
}

// Previewable tells whether a page may show the file instead of offering it.
func (f File) Previewable() bool {
	if f.Flagged || f.Bad || f.disguised() {
		return false
	}
	return f.textual() || slices.Contains(inline, f.Media)
}
