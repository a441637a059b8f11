package procedure

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/web"
)

// ProposalFile sends a file that came with a proposal to whoever reads the proposal: what is signed can be opened before.
// The bytes are compared first, and it goes on record that they were opened (security D6, D13).
func (h *HTTP) ProposalFile(c echo.Context) error {
	ref := c.Param("aid")
	d, err := h.decisionView(c, ref)
	if err != nil {
		return err
	}
	u, at := d.file(c.Param("ref"))
	if at.Digest == "" {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return h.hand(c, d, u, at, func(ctx context.Context) error {
		_, err := h.Engine.access.Visible(ctx, h.DB.Read(), d.Who, access.Approval, ref)
		return err
	})
}

// hand opens a file of a proposal and sends it: a small one is compared before the head, a large one while it is sent. What
// reading it shows goes on record although the reader has gone.
func (h *HTTP) hand(c echo.Context, d *decisionView, u Upload, at blob.Ref, may func(context.Context) error) error {
	ctx, end := web.Beyond(c)
	defer end()
	whole, err := blob.Whole(ctx, h.Blobs, at)
	if err != nil {
		return h.unreadable(ctx, d, u, err)
	}
	defer func() { _ = whole.Close() }() // what was read has been compared; nothing is written
	if err := h.openedFile(web.Context(c), d, u); err != nil {
		return err
	}
	head := c.Response().Header()
	web.Attach(head, u.Name, "") // handed over, never shown (security D14)
	head.Set("Content-Length", strconv.FormatInt(u.Size, 10))
	c.Response().WriteHeader(http.StatusOK)
	body := &blob.Noted{ReadCloser: whole}
	if err := web.Send(c, body, may); err != nil {
		if web.Left(c, err) {
			_ = body.Rest() // it is noted
		}
		if body.Err != nil {
			_ = h.unreadable(ctx, d, u, body.Err) // the reader gets no more either way
		}
		panic(http.ErrAbortHandler) // a short body without a clean end: nobody takes it for whole
	}
	return nil
}

// file is one of the proposal's files by its reference, and where its bytes are; the address is empty where there is none.
func (d *decisionView) file(ref string) (Upload, blob.Ref) {
	for _, u := range d.filesOf() {
		if u.Ref == ref {
			return u, blob.Ref{Agency: u.AgencyID, Case: u.CaseID, Digest: u.Digest, Size: u.Size}
		}
	}
	return Upload{}, blob.Ref{}
}

// unreadable says whether the bytes are other than those that were sent, or not there, or not to be read though the store
// answers. It goes on record, with how the file was found.
func (h *HTTP) unreadable(ctx context.Context, d *decisionView, u Upload, err error) error {
	e := d.event()
	e.Action, e.Details = "paper.missing", map[string]any{"file": u.Ref, "approval": d.P.Ref}
	altered := errs.Is(err, errs.Conflict)
	switch {
	case altered:
		e.Action = "approval.file_altered"
	case !errs.Is(err, errs.NotFound) && (ctx.Err() != nil || blob.Answers(ctx, h.Blobs) != nil):
		return err // it says nothing of the file
	}
	noted := h.note(ctx, u, e, altered)
	if altered {
		return errs.Wrap(errs.Conflict, "procedure.file_altered", errors.Join(err, noted))
	}
	return errs.Wrap(errs.Unavailable, "procedure.file_missing", errors.Join(err, noted))
}

// note keeps how a file was found, and says it once.
func (h *HTTP) note(ctx context.Context, u Upload, e audit.Event, altered bool) error {
	last, err := readingOf(ctx, h.DB.Read(), u.Ref)
	if err != nil || altered && last.Altered || !altered && last.Missing {
		return err
	}
	_, err = h.Log.Write(ctx, actor.Automatic("approval"), audit.Key{}, func(tx *audit.Tx) error {
		if err := KeepReading(ctx, tx, last.File, altered, !altered); err != nil {
			return err
		}
		if !altered {
			if err := TellMissing(ctx, tx, h.Engine.access); err != nil {
				return err
			}
		}
		return tx.Record(ctx, e)
	})
	return err
}

// openedFile puts on record who opened which file of which proposal.
func (h *HTTP) openedFile(ctx context.Context, d *decisionView, u Upload) error {
	e := d.event()
	e.Action, e.Details = "approval.file_opened", map[string]any{"file": u.Ref, "approval": d.P.Ref}
	return h.Log.Viewed(ctx, d.Who, e)
}

// event is one on the proposal's object, in the stream of its matter.
func (d *decisionView) event() audit.Event {
	p := d.P
	return audit.Event{Stream: audit.Stream(p.RootKind + ":" + strconv.FormatInt(p.RootID, 10)), Kind: kindOf(p.Entity), TargetID: p.TargetID, TargetRef: d.targetRef(), CaseID: p.CaseID}
}
