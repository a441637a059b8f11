package acts

import (
	"slices"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/views/act"
	"touchstone/views/ui"
)

// compare says what is otherwise than in the submission before, and what changed on the file since this one was made.
func (e *Desk) compare(t *teller, d *decisionView, page *act.ApprovalPage) {
	if len(d.Earlier) > 0 {
		last := d.Earlier[0]
		page.Before, page.After = revisionName(t.ctx, last.Revision), revisionName(t.ctx, d.P.Revision)
		page.Changes, page.First = t.changes(resubmitted(d.Seen, last)), false
		if f, ok := t.fact("earlier"); ok {
			page.Earlier = f.Value
		}
	}
	if d.P.State == "OPEN" && !d.P.Legacy {
		page.Moved = t.changes(d.Seen.Minus(d.P.Shown))
		page.MovedTitle, page.MovedFrom = t.t("act.approval.moved", "n", len(page.Moved)), t.t("act.approval.then")
	}
}

// resubmitted is what a submission says otherwise than the one before it: that it is another one goes without saying. Of
// what was stored before lists were typed only that is compared which was stored.
func resubmitted(now procedure.Seen, last *procedure.Approval) []procedure.Difference {
	return slices.DeleteFunc(now.Minus(last.Shown), func(x procedure.Difference) bool {
		key, added := key(x), x.Old == nil
		return key == "proposal" || key == "earlier" || last.Legacy && added && !strings.HasPrefix(key, "input:") && !strings.HasPrefix(key, "paper:")
	})
}

func key(x procedure.Difference) string {
	if x.New != nil {
		return x.New.Key
	}
	return x.Old.Key
}

// changes says differences in words.
func (t *teller) changes(list []procedure.Difference) []ui.Change {
	out := make([]ui.Change, len(list))
	for i, x := range list {
		out[i].Key = key(x)
		if x.Old != nil {
			out[i].Label, out[i].Old = t.about(*x.Old), t.words(*x.Old)
		}
		if x.New != nil {
			out[i].Label, out[i].New = t.about(*x.New), t.words(*x.New)
		}
		if out[i].Old == out[i].New { // what is shown of a sealed fact, or of a long one, may stay the same
			out[i].New = i18n.T(t.ctx, "act.fact.changed", "value", out[i].New)
		}
	}
	return out
}
