package procedure

import (
	"context"
	"net/url"
	"strconv"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Signature is a credential that was asked for once and was right: under it one person does several acts, the items of a list, the
// cases of a page. Nobody has one but from Sign.
type Signature struct{ who int64 }

// Sign asks for the credential once for several acts that are handed in together.
func (e *Engine) Sign(ctx context.Context, who actor.Actor, credential string) (*Signature, error) {
	if e.ask == nil {
		return nil, errs.New(errs.Internal, "errs.internal")
	}
	if err := e.ask(ctx, who, credential); err != nil {
		return nil, err
	}
	return &Signature{who.UserID}, nil
}

func (s *Signature) by(who actor.Actor) bool { return s != nil && s.who == who.UserID }

// WithChallenge is the same engine, which asks otherwise who acts: for the player of stories, whose persons are nobody.
func (e *Engine) WithChallenge(ask Challenge) *Engine {
	other := *e
	other.ask = ask
	return &other
}

// AskOn prepares an act on an object of a file that is already read.
func (e *Engine) AskOn(who actor.Actor, f *matter.File, t matter.Target, event string) (Question, error) {
	q := Question{Event: event, Target: t, File: f, Who: who, Rows: e.Rows(t.Entity, event, f.State(t))}
	if len(q.Rows) > 0 {
		return q, nil
	}
	if _, err := e.Book().Find(t.Entity, event, "", f.State(t)); err != nil {
		return q, err
	}
	return q, errs.New(errs.Conflict, "procedure.not_admitted")
}

// AskNew prepares an act that creates its object under another one (or, parent zero, at the root). variant narrows
// the rows, as a page for one track does.
func (e *Engine) AskNew(who actor.Actor, f *matter.File, machine law.Machine, parent matter.Target, event, variant string) (Question, error) {
	q := Question{Event: event, Target: matter.Target{Entity: machine}, Parent: parent, File: f, Who: who}
	for _, row := range e.Book().Variants(machine, event, law.New) {
		if variant == "" || row.Variant == variant {
			q.Rows = append(q.Rows, row)
		}
	}
	if len(q.Rows) == 0 {
		return q, errs.New(errs.NotFound, "errs.not_found")
	}
	return q, nil
}

// Hand submits a form whose answers are there at once and carry no files: one of several that a page hands in together. Where they
// name no version, they rest on that of the question's file.
func (e *Engine) Hand(ctx context.Context, f Form, answers url.Values) (Receipt, error) {
	s := e.Receive(f)
	defer s.Drop()
	s.Values = answers
	if len(answers["version"]) == 0 {
		s.Values.Set("version", strconv.Itoa(f.File.Version(f.Target)))
	}
	return s.Submit(ctx)
}
