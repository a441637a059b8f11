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
	ctx, ref := web.Context(c), c.Param("aid")
	d, err := h.decisionView(c, ref)
	if err != nil {
		return err
	}
	u, at := d.file(c.Param("ref"))
	if at.Digest == "" {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	if err := blob.Verify(ctx, h.Blobs, at); err != nil {
		return h.unreadable(ctx, d, u, err)
	}
	body, err := blob.Reader(ctx, h.Blobs, at)
	if err != nil {
		return h.unreadable(ctx, d, u, err)
	}
	defer func() { _ = body.Close() }() // what was read has been compared; nothing is written
	if err := h.openedFile(ctx, d, u); err != nil {
		return err
	}
	head := c.Response().Header()
	web.Attach(head, u.Name, "") // handed over, never shown (security D14)
	head.Set("Content-Length", strconv.FormatInt(u.Size, 10))
	c.Response().WriteHeader(http.StatusOK)
	if err := web.Send(c, body, func(ctx context.Context) error {
		_, err := h.Engine.access.Visible(ctx, h.DB.Read(), d.Who, access.Approval, ref)
		return err
	}); err != nil {
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

// unreadable says whether the bytes are other than those that were sent, or not there. Other bytes go on record, also where
// the reader has gone.
func (h *HTTP) unreadable(ctx context.Context, d *decisionView, u Upload, err error) error {
	switch {
	case errs.Is(err, errs.Conflict):
		e := d.event()
		e.Action, e.Details = "approval.file_altered", map[string]any{"file": u.Ref, "approval": d.P.Ref}
		ctx = context.WithoutCancel(ctx)
		_, noted := h.Log.Write(ctx, actor.Automatic("approval"), audit.Key{}, func(tx *audit.Tx) error { return tx.Record(ctx, e) })
		return errs.Wrap(errs.Conflict, "procedure.file_altered", errors.Join(err, noted))
	case errs.Is(err, errs.NotFound):
		return errs.Wrap(errs.Unavailable, "procedure.file_missing", err)
	}
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
