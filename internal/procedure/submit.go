package procedure

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Challenge asks for the credential of the person who acts once more (security 7.5.1 to 7.5.3): to sign, to grant access,
// to unmask, to learn who an informant is. The credential travels in the form that does the act, beside everything the
// act says, so it can be no older than the act, serves no other one and no changed one; no session remembers it. What
// the form asks for is done under the form's one-time key: sent a second time, it does and shows nothing. A wrong
// credential counts toward the lockout of the account.
type Challenge func(ctx context.Context, who actor.Actor, credential string) error

// Form is an act that somebody hands in: what he was asked, and what belongs to the answer beside its fields and files.
type Form struct {
	Question
	Key   audit.Key
	Open  []OpenProposal              // that wait on the target, as the page knew them
	Known law.Values                  // what the page knows beyond the fields of the form: a tip, the duplicates it showed
	Still func(context.Context) error // whether who sends still is who he was, asked before bytes are taken; nil: he is
	Bytes int64                       // that are announced to come
	Under *Signature                  // given already for this and other acts; nil: the form carries the credential
}

// Submission is a form while it comes in: its fields, then its files. The fields hold more than the act asks for: variant,
// version and digest of the page, the proposal that is decided, the credential. Of a form that is refused for its fields, or
// that its row, its guards or the rights of the sender do not admit, no byte of a file is kept.
type Submission struct {
	Form
	Values  url.Values // what was sent; the names of its files stand in it when all have come
	Uploads []Upload

	e       *Engine
	staged  []*blob.Staged // the bytes of Uploads, at no address yet
	stepped bool           // the credential was asked for and is right
	takes   func(field string) bool
	wrong   error // why no more is taken
	room    *quota
}

// Receive begins to take a form. Whoever has it ends it by Drop.
func (e *Engine) Receive(f Form) *Submission { return &Submission{Form: f, e: e, Values: url.Values{}} }

// Submit runs the act, or stores its proposal: it decodes the fields by the row that the variant chose, asks for the
// credential where the act binds, puts the files at their addresses and acts. Browser, import and demonstration come this way.
func (s *Submission) Submit(ctx context.Context) (Receipt, error) {
	if s.wrong != nil {
		return Receipt{}, s.wrong
	}
	s.nameFiles()
	if err := s.admitted(ctx); err != nil {
		return Receipt{}, err
	}
	row, err := s.Row(s.Values.Get("variant"))
	if err != nil {
		return Receipt{}, err
	}
	s.onlyStored(row.Form)
	cmd, err := s.command(ctx, row)
	if err != nil {
		return Receipt{}, err
	}
	if err := s.challenge(ctx, row); err != nil {
		return Receipt{}, err
	}
	if err := s.place(ctx, false); err != nil {
		return Receipt{}, err
	}
	cmd.Place = func(ctx context.Context) error { return s.place(ctx, true) }
	return s.e.Do(ctx, s.Who, cmd)
}

// command is the act as the engine does it.
func (s *Submission) command(ctx context.Context, row *law.Act) (cmd Command, err error) {
	cmd = s.draft(row, s.Uploads)
	cmd.Key, cmd.Digest = s.Key, s.Values.Get("digest")
	var bad []errs.Field
	if ref := s.Values.Get("proposal"); ref != "" {
		p, err := s.e.visibleApproval(ctx, s.e.reader, s.Who, ref)
		if err != nil {
			return cmd, err
		}
		cmd.Approval = p.ID
		cmd.Input, bad = s.e.DecodeDecision(p, row, s.Values, &s.Question, s.e.now())
	} else {
		cmd.Input, bad = s.e.Decode(row, s.Values, &s.Question, s.e.now())
	}
	if len(bad) > 0 {
		return cmd, errs.Invalid(bad...)
	}
	for k, v := range s.Known {
		cmd.Input[k] = v
	}
	return cmd, nil
}

func (s *Submission) draft(row *law.Act, uploads []Upload) Command {
	return Command{Target: s.Target, Parent: s.Parent, Event: s.Event, Variant: row.Variant, Uploads: uploads, Version: version(s.Values)}
}

// challenge asks for the credential once, where an act binds whoever sends it.
func (s *Submission) challenge(ctx context.Context, row *law.Act) error {
	if s.stepped || s.Under.by(s.Who) || !row.Binding || row.FourEyes && s.Values.Get("proposal") == "" {
		return nil
	}
	if s.e.ask == nil {
		return errs.New(errs.Internal, "errs.internal")
	}
	err := s.e.ask(ctx, s.Who, s.Values.Get("credential"))
	s.stepped = err == nil
	return err
}

// onlyStored leaves in a file field the names of what was stored under it: a name that was typed is no file.
func (s *Submission) onlyStored(form *law.Form) {
	for _, x := range form.Boxes() {
		delete(s.Values, x)
		for _, u := range s.Uploads {
			if u.Field == x {
				s.Values.Add(x, u.Name)
			}
		}
	}
}

// version is the one that the page printed.
func version(in url.Values) int {
	n, err := strconv.Atoi(in.Get("version"))
	if err != nil || n < 0 {
		return 0 // no page printed it: stale
	}
	return n
}

// signs tells whether a stored proposal is signed: what is signed came with the proposal, and files with it.
func (s *Submission) signs(in url.Values) bool {
	ref := in.Get("proposal")
	return ref != "" && !slices.ContainsFunc(s.Open, func(p OpenProposal) bool { return p.Ref == ref && p.ByAct })
}
