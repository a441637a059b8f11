package procedure

import (
	"context"
	"io"
	"maps"
	"net/url"
	"slices"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Fields takes the fields of a form, before its first file: they say which files it takes, and whether any is kept.
func (s *Submission) Fields(in url.Values) error {
	s.Values = in
	row, err := s.Row(in.Get("variant"))
	s.takes = func(field string) bool {
		switch {
		case s.Subject().ID == 0, s.signs(in): // at the root there is no record of which to ask, and no address
			return false
		case err == nil:
			return fileField(row.Form, field)
		}
		return slices.ContainsFunc(s.Rows, func(r *law.Act) bool { return fileField(r.Form, field) }) // the refusal is about the variant
	}
	if s.Subject().ID != 0 {
		s.wrong = s.unfit(row, err, in)
	}
	return nil
}

// unfit is what the fields alone are refused for.
func (s *Submission) unfit(row *law.Act, err error, in url.Values) error {
	if err != nil || in.Get("proposal") != "" {
		return err
	}
	_, bad := s.e.Decode(row, in, &s.Question, s.e.now())
	bad = slices.DeleteFunc(bad, func(x errs.Field) bool { return fileField(row.Form, x.Name) }) // the files come after the fields
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}

// Wrong is why no more of the form is taken; nil while it is.
func (s *Submission) Wrong() error { return s.wrong }

// File takes one file. Only a fault of the body itself, or of a form that no page printed, is an error here; for every other
// the rest is let pass, and Submit says it.
func (s *Submission) File(ctx context.Context, field, name string, body io.Reader) error {
	if !s.takes(field) {
		return errNoSuchFile()
	}
	if name == "" || s.wrong != nil {
		return nil
	}
	if s.room == nil {
		if s.wrong = s.admit(ctx); s.wrong != nil {
			return nil // what still comes is not kept
		}
	}
	s.wrong = s.stage(ctx, field, name, metered{body, s.room})
	if errs.Is(s.wrong, errs.BadRequest) {
		return s.wrong
	}
	return nil
}

// admit asks, before the first byte of a file, whether the act is admitted and how much may still be stored: by the fields
// alone, every file that the form has a box for taken to be there. A form that was sent before is let through to its receipt.
func (s *Submission) admit(ctx context.Context) error {
	if err := s.first(ctx, func(row *law.Act) error {
		values, uploads := maps.Clone(s.Values), []Upload(nil)
		for _, x := range row.Form.Boxes() {
			values.Set(x, "–")
			uploads = append(uploads, Upload{Field: x, Name: "–", Digest: "sha256:", Size: 1})
		}
		if err := s.admits(ctx, row, values, uploads); err != nil {
			return err
		}
		return s.challenge(ctx, row)
	}); err != nil {
		return err
	}
	_, caseID := s.address()
	q, err := quotaOf(ctx, s.e.reader, s.e.book(), s.Who, caseID, s.e.now())
	if err == nil {
		err = q.admits(max(s.Bytes, 1))
	}
	s.room = q
	return err
}

// admitted asks once more when all files have come, by the files that have.
func (s *Submission) admitted(ctx context.Context) error {
	if len(s.staged) == 0 {
		return nil
	}
	return s.first(ctx, func(row *law.Act) error {
		if err := filled(s.Uploads); err != nil {
			return err
		}
		s.onlyStored(row.Form)
		return s.admits(ctx, row, s.Values, s.Uploads)
	})
}

// first asks where the sender still is who he was, and the form is handed in for the first time and decides no proposal.
func (s *Submission) first(ctx context.Context, ask func(*law.Act) error) error {
	if s.Still != nil {
		if err := s.Still(ctx); err != nil {
			return err
		}
	}
	if _, found, err := s.e.log.Earlier(ctx, s.Who, s.Key); err != nil || found {
		return err
	}
	row, err := s.Row(s.Values.Get("variant"))
	if err != nil || s.Values.Get("proposal") != "" {
		return err
	}
	return ask(row)
}

func (s *Submission) admits(ctx context.Context, row *law.Act, in url.Values, uploads []Upload) error {
	cmd := s.draft(row, uploads)
	cmd.Input, _ = s.e.Decode(row, in, &s.Question, s.e.now()) // the fields were judged before
	return s.e.Admits(ctx, s.Who, cmd, s.Question.File.MatterID)
}

// address is where the files of the act lie: with its case.
func (s *Submission) address() (agency, caseID int64) {
	if c := s.Question.File.CaseOf(s.Subject()); c != nil {
		return c.AgencyID, c.ID
	}
	return s.Who.AgencyID, 0
}

// stage takes the bytes of one file, to no address yet.
func (s *Submission) stage(ctx context.Context, field, name string, body io.Reader) error {
	media, body, err := sniffed(body)
	if err != nil {
		return err
	}
	agency, caseID := s.address()
	look := Look(media, body)
	staged, err := s.e.blobs.Stage(ctx, agency, caseID, look)
	if err != nil {
		return err
	}
	s.staged = append(s.staged, staged)
	s.Uploads = append(s.Uploads, Upload{Field: field, Name: name, Digest: staged.Ref.Digest, Media: look.Media(), Size: staged.Ref.Size, AgencyID: agency,
		CaseID: caseID})
	return nil
}

// nameFiles puts the names of the files beside the fields; what was sent stays as it was sent.
func (s *Submission) nameFiles() {
	if len(s.Uploads) == 0 {
		return
	}
	s.Values = maps.Clone(s.Values)
	for _, u := range s.Uploads {
		s.Values[u.Field] = append(slices.Clip(s.Values[u.Field]), u.Name)
	}
}

// place puts the files at their addresses: all, or before the act those for which that takes long.
func (s *Submission) place(ctx context.Context, all bool) error {
	for _, x := range s.staged {
		if all || x.Slow {
			if err := x.Place(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// Drop lets go what was not placed.
func (s *Submission) Drop() {
	for _, x := range s.staged {
		x.Discard()
	}
}

// metered reads a file and counts it.
type metered struct {
	io.Reader
	quota *quota
}

func (m metered) Read(b []byte) (int, error) {
	n, err := m.Reader.Read(b)
	if over := m.quota.more(int64(n)); over != nil {
		return 0, over
	}
	return n, err
}
