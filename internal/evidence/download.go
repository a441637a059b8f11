package evidence

import (
	"context"
	"io"
	"mime"
	"path"
	"strings"
	"time"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
)

// WholeFirst is the size up to which bytes are verified in full before the first of them is sent (security D6).
const WholeFirst = 64 << 20

// FreshFor is how long a recorded verification is good for larger files.
const FreshFor = 24 * time.Hour

// Open gives the bytes of a file to send. Up to 64 MiB they have been read and compared already; larger ones need a
// good verification of the last 24 hours and are compared while they are sent: the last Read fails on a difference,
// and the sender breaks off then. Frozen items (a mismatch on record) are not opened at all.
func Open(ctx context.Context, s blob.Store, f File, now time.Time) (io.ReadCloser, error) {
	if f.Bad {
		return nil, errs.New(errs.Conflict, "evidence.rule.frozen")
	}
	if f.Size <= WholeFirst {
		if err := blob.Verify(ctx, s, f.address()); err != nil {
			return nil, err
		}
	} else if f.VerifiedAt == nil || now.Sub(*f.VerifiedAt) > FreshFor {
		return nil, errs.Wrap(errs.Conflict, "evidence.rule.verify_first", errNotVerified)
	}
	return blob.Reader(ctx, s, f.address())
}

// inline are the kinds that a browser may show by itself inside the sandbox; everything else is an attachment.
var inline = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"}

// claims are the kinds that a name promises and that content shows by its first bytes.
var claims = map[string]string{".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}

// claimed is the kind that a file's name promises; empty where it promises none that could be checked.
func claimed(name string) string { return claims[strings.ToLower(path.Ext(name))] }

// Headers are what goes with a download (security D14): dangerous content is not refused and not rewritten, it is never
// rendered. A flagged item and whatever could carry script is an attachment of no type.
func Headers(f File) map[string]string {
	media, disposition := "application/octet-stream", "attachment"
	if f.Previewable() {
		media, disposition = f.Media, "inline"
	}
	return map[string]string{
		"Content-Type":            media,
		"Content-Disposition":     mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}),
		"Content-Security-Policy": "sandbox; default-src 'none'",
		"X-Content-Type-Options":  "nosniff",
		"Cache-Control":           "no-store",
	}
}

// Previewable tells whether a page may show the file instead of offering it.
func (f File) Previewable() bool {
	if f.Flagged || f.Bad || f.MediaClaimed != "" && f.MediaClaimed != f.Media {
		return false
	}
	for _, m := range inline {
		if f.Media == m {
			return true
		}
	}
	return false
}
