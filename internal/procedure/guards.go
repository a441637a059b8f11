package procedure

import (
	"maps"
	"time"

	"touchstone/internal/entity"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// ByAct holds the guards and conditions that need only the act: proposer, decider, input, clocks.
func ByAct(book law.Current) Track {
	g := map[string]Guard{
		"approver_is_not_proposer":       approverIsNotProposer,
		"approver_is_principal_head":     approverIsPrincipalHead,
		"extension_within_limit":         extensionWithinLimit(book),
		"copy_receiver_does_not_approve": copyReceiverDoesNotApprove(book),
		pointerOnlyRule:                  pointerOnly,
		"not_served_before_made":         notServedBeforeMade(book),
		"named_clock_admits":             namedClockAdmits(book),
	}
	maps.Copy(g, byFields(book))
	return Track{Guards: g, Conds: byAnswers(book)}
}

// byFields are the rules that ask for something in the act's own form, a ground, a proof, a signature: the fields stand in guards.csv.
// The form requires most of them already; the rule still stands in the act's list for the reader.
func byFields(book law.Current) map[string]Guard {
	out := map[string]Guard{}
	for _, edition := range book().Editions() {
		for _, g := range edition.Guards {
			if len(g.Fields) > 0 {
				out[g.ID] = func(a *Act, f *matter.File) Verdict {
					if today := book().Guard(g.ID); today != nil {
						return present(today.Fields...)(a, f)
					}
					return Pass()
				}
			}
		}
	}
	return out
}

// byAnswers are the conditions that one answer of the act's own form settles: field and values stand in conditions.csv.
func byAnswers(book law.Current) map[string]Cond {
	out := map[string]Cond{}
	for _, edition := range book().Editions() {
		for _, c := range edition.Conditions {
			if c.Field != "" {
				out[c.ID] = func(a *Act, _ *matter.File) bool {
					today := book().Condition(c.ID)
					return today != nil && today.Answered(a.Input)
				}
			}
		}
	}
	return out
}

func present(fields ...string) Guard {
	return func(a *Act, f *matter.File) Verdict {
		for _, name := range fields {
			if a.Spared(f, name) {
				continue
			}
			if no, isBool := a.Input[name].(bool); !a.Input.Has(name) || isBool && !no {
				return Fail("procedure.guard.field_missing", "field", name)
			}
		}
		return Pass()
	}
}

// approverIsNotProposer: APL 57, 58. Persons are compared, not accounts or roles.
func approverIsNotProposer(a *Act, _ *matter.File) Verdict {
	return When(a.Proposing || a.Proposer == nil || a.Proposer.ID != a.Who.UserID)
}

// approverIsPrincipalHead: D310 art. 5. The principal head, or who presides over the work; not delegable.
func approverIsPrincipalHead(a *Act, _ *matter.File) Verdict {
	return When(a.Proposing || a.Role == "principal_head" && a.Who.Principal)
}

// pointerOnlyRule stands in the rows for who reads them; the engine asks it of every act.
const pointerOnlyRule = "pointer_only_if_classified"

// pointerOnly: SSL 31(3). A system that is not accredited holds no content of secret level; the enumeration
// of markings has no such value, and what is a pointer carries no files.
func pointerOnly(a *Act, f *matter.File) Verdict {
	return When(len(a.Uploads) == 0 || !a.pointerOnly(f))
}

// notServedBeforeMade: APL 44, 61. A service before the paper was made would let the party's periods run out before they
// began.
func notServedBeforeMade(book law.Current) Guard {
	return func(a *Act, f *matter.File) Verdict {
		field := book().FieldOf("not_served_before_made")
		served, at := a.Input.Time(field), made(a, f)
		if !served.IsZero() && served.Before(at.Truncate(time.Minute)) {
			return FailIn(field, "procedure.guard.before_made", "at", i18n.DateTime(at))
		}
		return Pass()
	}
}

// made is when what an act serves was there: after the act that brought the object to its present state, and after the
// last of the papers that the row asks for, which an act that moves nothing may have made (a notice is approved so).
func made(a *Act, f *matter.File) time.Time {
	var at time.Time
	for i := len(f.Acts) - 1; i >= 0; i-- {
		if p := &f.Acts[i]; p.Entity == a.Target.Entity && p.TargetID == a.Target.ID && p.From != p.To {
			at = p.At
			break
		}
	}
	for _, need := range a.Row.DocsRequired {
		for _, code := range need.AnyOf {
			if d := f.Document(code); d != nil && need.Cond == "" && d.IssuedAt.After(at) {
				at = d.IssuedAt
			}
		}
	}
	return at
}

// namedClockAdmits: as the clock's row. Pausing, resuming and extending touch a period that runs, or stands still, on the object.
func namedClockAdmits(book law.Current) Guard {
	return func(a *Act, f *matter.File) Verdict {
		want, detail, code := "RUNNING", "procedure.guard.clock_running", a.Input.Str(clockField)
		if len(a.Row.Resumes) > 0 {
			want, detail = "PAUSED", "procedure.guard.clock_paused"
		}
		for _, t := range clockTargets(book(), a, f, code) {
			if k := f.Clock(entity.Of(t.Entity).Kind, t.ID, code); k != nil && k.State == want {
				return Pass()
			}
		}
		return FailIn(clockField, detail)
	}
}

// extensionWithinLimit: no more extensions, and none longer, than the clock's row allows.
func extensionWithinLimit(book law.Current) Guard {
	return func(a *Act, f *matter.File) Verdict {
		refs := append(append(append([]law.Ref{}, a.Row.Extends...), a.Row.Checks...), law.Ref{Code: a.Input.Str(clockField)})
		next := law.Extension{Until: a.moment(law.EndsOn, time.Time{})}
		for _, ref := range refs {
			c := f.Clock(entity.Of(a.Target.Entity).Kind, a.Target.ID, ref.Code)
			if c == nil || !c.Running() || next.Until.IsZero() {
				continue
			}
			if err := book().Under(c.Edition).CheckExtension(ref.Code, c.StartedAt, c.Extended, next); err != nil {
				return Fail("procedure.guard.extension_limit", "clock", ref.Code)
			}
		}
		return Pass()
	}
}

func endOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 23, 59, 59, 0, t.Location())
}
