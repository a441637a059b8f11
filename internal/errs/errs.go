// Package errs carries the one error type that handlers turn into pages: what kind it is, which sentence explains
// it, and which fields or guards it is about. Text stays out of it; keys are resolved by i18n at the edge.
package errs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind is what the caller may do about an error; the web layer maps it to a status.
type Kind int

// The kinds. InvalidInput is what Invalid and Refused make.
const (
	Internal Kind = iota
	InvalidInput
	BadRequest
	Unauthenticated
	Forbidden
	NotFound
	Conflict
	Busy
	TooLarge
	UnsupportedType
	TooMany
	Unavailable
)

var kinds = [...]string{
	Internal: "internal", InvalidInput: "invalid", BadRequest: "bad_request", Unauthenticated: "unauthenticated", Forbidden: "forbidden",
	NotFound: "not_found", Conflict: "conflict", Busy: "busy", TooLarge: "too_large", UnsupportedType: "unsupported_type", TooMany: "too_many",
	Unavailable: "unavailable",
}

// String is the stable word for logs and translation keys.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kinds) {
		return kinds[Internal]
	}
	return kinds[k]
}

// Field is what is wrong with one field of a form. Key is a translation key.
type Field struct {
	Name, Key string
	Args      []any
}

// Text says itself in the reader's language at the edge.
type Text interface {
	In(ctx context.Context) string
}

// Guard is one rule that stopped an act (or only warns), with its sentence and its article.
type Guard struct {
	ID       string
	Sentence Text
	Basis    string
	Cited    Text   // the articles as a lawyer cites them; nil: as they stand in Basis
	Detail   string // translation key of what exactly is missing; empty: the sentence says it
	Args     []any
	Warn     bool
}

// Law is the article of a rule for the reader: as a lawyer cites it, where somebody said so.
func (g Guard) Law(ctx context.Context) string {
	if g.Cited == nil {
		return g.Basis
	}
	return g.Cited.In(ctx)
}

// E is an error with everything a page needs to explain it.
type E struct {
	Kind   Kind
	Key    string // translation key of the sentence
	Args   []any
	Fields []Field
	Guards []Guard
	Err    error // the cause: for the log, never for the page
}

// New makes an error without a cause.
func New(k Kind, key string, args ...any) *E { return &E{Kind: k, Key: key, Args: args} }

// Wrap gives a cause a kind and a sentence.
func Wrap(k Kind, key string, err error) *E { return &E{Kind: k, Key: key, Err: err} }

// Invalid says which fields of a form cannot be accepted.
func Invalid(fields ...Field) *E {
	return &E{Kind: InvalidInput, Key: "errs.invalid", Fields: fields}
}

// Also adds what is wrong with further fields: of each field the first fault is told.
func Also(bad []Field, more ...Field) []Field {
	for _, x := range more {
		if !slices.ContainsFunc(bad, func(b Field) bool { return b.Name == x.Name }) {
			bad = append(bad, x)
		}
	}
	return bad
}

// Refused says which guards stopped an act.
func Refused(guards ...Guard) *E {
	return &E{Kind: InvalidInput, Key: "errs.refused", Guards: guards}
}

// Error is for logs: ids and keys, no field values.
func (e *E) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Kind, e.Key)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s %s]", f.Name, f.Key)
	}
	for _, g := range e.Guards {
		fmt.Fprintf(&b, " [guard %s]", g.ID)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *E) Unwrap() error { return e.Err }

// KindOf tells the kind of the outermost *E in the chain. What nobody classified is our fault: Internal.
func KindOf(err error) Kind {
	var e *E
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// As gives the outermost *E in the chain.
func As(err error) (*E, bool) {
	var e *E
	ok := errors.As(err, &e)
	return e, ok
}

// Is tells whether err is an *E of that kind; nil is of no kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }
