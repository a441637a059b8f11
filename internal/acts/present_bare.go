package acts

import (
	"context"

	"touchstone/internal/i18n"
)

// strip takes the file from a page: from what is shown now and was stored then, and from the submissions it is compared to.
func (d *decisionView) strip() {
	ref := d.targetRef()
	d.Seen, d.P.Shown = d.Seen.Bare(d.P.Entity, ref), d.P.Shown.Bare(d.P.Entity, ref)
	for _, x := range d.Earlier {
		x.Shown = x.Shown.Bare(x.Entity, ref)
	}
}

// name is a person of the proposal as the reader's language writes names; other is what is known without it.
func (d *decisionView) name(ctx context.Context, id int64, other string) string {
	for _, n := range d.Named {
		if n.ID == id {
			return i18n.Name(ctx, n.NameZH, n.NameEN)
		}
	}
	return other
}
