package procedure

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/matter"
	"touchstone/internal/people"
)

// sqlReadable are the references of one matter's papers and items, or of any file, that the reader may open: the same
// scopes for what a form offers and for what it takes.
const sqlReadable = `SELECT d.ref FROM documents d JOIN cases c ON c.id = d.case_id WHERE {d} AND {document.read}
UNION ALL SELECT e.ref FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id WHERE {e}
  AND {evidence.read}`

// sqlReadableAll are also the other things that a reference may name.
const sqlReadableAll = sqlReadable + `
UNION ALL SELECT r.ref FROM referrals r WHERE {r} AND {referral.read}
UNION ALL SELECT c.ref FROM cases c WHERE {c} AND {case.read}
UNION ALL SELECT p.ref FROM parties p JOIN cases c ON c.id = p.case_id WHERE {p} AND {case.read}`

var (
	alias    = regexp.MustCompile(`\{([a-z])\}`)
	position = regexp.MustCompile(`\$(\d+)`)
)

// scopedIn is a statement under the reader's scopes with a matter in the place of {matter}: its own values stand behind
// those of the scopes.
func (e *Engine) scopedIn(who actor.Actor, text string, m matter.Family) (string, []any) {
	sql, args := e.access.Scoped(who, text, nil)
	shifted := position.ReplaceAllStringFunc(m.Matter, func(p string) string {
		n, err := strconv.Atoi(p[1:])
		if err != nil {
			return p
		}
		return "$" + strconv.Itoa(n+len(args))
	})
	return strings.ReplaceAll(sql, "{matter}", shifted), append(slices.Clone(args), m.Args...)
}

// queueReadable asks which papers and items of a matter the reader may open: a form offers them, a page links to them.
func (e *Engine) queueReadable(b *pgx.Batch, who actor.Actor, m matter.Family, f *matter.File) {
	sql, args := e.scopedIn(who, alias.ReplaceAllString(sqlReadable, "$1.matter_id = {matter}"), m)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
		f.Readable = map[string]bool{}
		for _, ref := range refs {
			f.Readable[ref] = true
		}
		return err
	})
}

// references are those that stand in an act's form where a paper, an item, a person or an organ is asked for, by
// field. A name that is no reference stands for itself: a paper from outside, a court.
func (a *Act) references() (refs []string, fields map[string][]string) {
	fields = map[string][]string{}
	if a.Row.Form == nil || a.stored {
		return nil, fields
	}
	for _, x := range a.Row.Form.Fields {
		if !x.Referring() {
			continue
		}
		for _, v := range a.Input.List(x.Name) {
			if ref, ok := ids.Normal(v); ok {
				refs, fields[x.Name] = append(refs, ref), append(fields[x.Name], ref)
			}
		}
	}
	return refs, fields
}

// queueTyped asks which of the references that stand in an act's form its author may open now.
func (e *Engine) queueTyped(b *pgx.Batch, who actor.Actor, refs []string, open map[string]bool) {
	sql, args := e.access.Scoped(who, alias.ReplaceAllString(sqlReadableAll, "$1.ref = ANY (@typed)"), map[string]any{"typed": refs})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, ref := range found {
			open[ref] = true
		}
		return err
	})
}

// unresolved refuses a reference that its author may not open as one that does not exist; an item has to be one of the
// matter, a person or an organ one of its parties.
func (a *Act) unresolved(f *matter.File, fields map[string][]string, open map[string]bool) []errs.Field {
	var bad []errs.Field
	if a.Row.Form == nil {
		return nil
	}
	for _, x := range a.Row.Form.Fields {
		if slices.ContainsFunc(fields[x.Name], func(ref string) bool {
			switch x.Type {
			case "evidence_items":
				return !open[ref] || !slices.ContainsFunc(f.Evidence, func(i matter.Evidence) bool { return i.Ref == ref })
			case "org", "person":
				return !open[ref] || f.Picked(ref) == nil
			}
			return !open[ref]
		}) {
			bad = append(bad, errs.Field{Name: x.Name, Key: "form.reference"})
		}
	}
	return bad
}

// mentioned reads, in one round trip, what an act's form names: the accounts of people, for its guards, and the references. It
// refuses who or what may not be named. It is asked of a proposal and of its decision.
func (e *Engine) mentioned(ctx context.Context, q database.Q, a *Act, f *matter.File) ([]errs.Field, error) {
	accounts, persons := a.people(f)
	refs, fields := a.references()
	SetAccounts(f, nil)
	if len(accounts)+len(persons)+len(refs) == 0 {
		return nil, nil
	}
	open := map[string]bool{}
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		if len(accounts)+len(persons) > 0 {
			people.QueueNamed(b, accounts, persons, a.Now, &readingOf(f).accounts)
		}
		if len(refs) > 0 {
			e.queueTyped(b, a.Who, refs, open)
		}
	})
	if err != nil {
		return nil, err
	}
	duties, err := e.dutiesOfNamed(ctx, q, f)
	return append(e.misnamed(a, f, duties), a.unresolved(f, fields, open)...), err
}
