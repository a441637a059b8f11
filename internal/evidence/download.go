package evidence

import (
	"context"
	"io"
	"slices"
	"time"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
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
	return blob.Whole(ctx, s, f.Address())
}

// inline are the kinds of pictures that a browser may show by itself inside the sandbox. So may it text; everything else is
// an attachment.
var inline = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// HashState is how the file was found when it was read last: mismatch, missing, verified, or pending where nobody has read it.
func (f File) HashState() string {
	switch {
	case f.Bad:
		return "mismatch"
	case f.Missing:
		return "missing"
	case f.VerifiedAt != nil:
		return "verified"
	}
	return "pending"
}

// Previewable tells whether a page may show the file instead of offering it.
func (f File) Previewable() bool {
	if f.Flagged || f.Bad || f.Disguised() {
		return false
	}
	return f.Textual() || slices.Contains(inline, f.Media)
}

// Fresh tells whether the file was verified as a whole within a day.
func (f *File) Fresh(now time.Time) bool {
	if f.Size <= WholeFirst {
		return true
	}
	if f.VerifiedAt == nil {
		return false
	}
	age := now.Sub(*f.VerifiedAt) // one that is still to come was made by a clock that was set wrong
	return -time.Minute <= age && age <= FreshFor
}
