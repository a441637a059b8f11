package acts

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
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
	u := d.file(c.Param("ref"))
	if u.Digest == "" {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	e := d.event()
	e.Details = map[string]any{"file": u.Ref, "approval": d.P.Ref}
	return h.Give(c, Paper{Upload: u, Event: e, Opened: "approval.file_opened", Altered: "approval.file_altered", May: func(ctx context.Context) error {
		_, err := h.Engine.Policy().Visible(ctx, h.DB.Read(), d.Who, access.Approval, ref)
		return err
	}})
}

// Paper is a file of an act or of a proposal that is given out.
type Paper struct {
	procedure.Upload
	Event           audit.Event // of what it is; without its action
	Opened, Altered string      // what it is called that somebody opened it, and that other bytes were found
	May             func(context.Context) error
}

func (p Paper) address() blob.Ref {
	return blob.Ref{Agency: p.AgencyID, Case: p.CaseID, Digest: p.Digest, Size: p.Size}
}

// said is the event with an action.
func (p Paper) said(action string) audit.Event {
	e := p.Event
	e.Action, e.Details = action, maps.Clone(e.Details)
	return e
}

// Give sends a file: a small one is compared before the head, a large one while it is sent. That it is opened is on record
// before (security D13), and what reading it shows, although the reader has gone.
func (h *HTTP) Give(c echo.Context, p Paper) error {
	ctx, end := web.Beyond(c)
	defer end()
	whole, err := blob.Whole(ctx, h.Blobs, p.address())
	if err != nil {
		return h.unreadable(ctx, p, err)
	}
	defer func() { _ = whole.Close() }() // what was read has been compared; nothing is written
	if err := h.Log.Viewed(web.Context(c), web.Actor(c), p.said(p.Opened)); err != nil {
		return err
	}
	head := c.Response().Header()
	web.Attach(head, p.Name, "") // handed over, never shown (security D14)
	head.Set("Content-Length", strconv.FormatInt(p.Size, 10))
	c.Response().WriteHeader(http.StatusOK)
	body := &blob.Noted{ReadCloser: whole}
	if err := web.Send(c, body, p.May); err != nil {
		if web.Left(c, err) {
			h.rests.Read(p.address(), body)
		}
		if body.Err != nil {
			_ = h.unreadable(ctx, p, body.Err) // the reader gets no more either way
		}
		panic(http.ErrAbortHandler) // a short body without a clean end: nobody takes it for whole
	}
	return nil
}

// file is one of the proposal's files by its reference; empty where there is none.
func (d *decisionView) file(ref string) procedure.Upload {
	for _, u := range d.filesOf() {
		if u.Ref == ref {
			return u
		}
	}
	return procedure.Upload{}
}

// unreadable says whether the bytes are other than those that were sent, or not there, or not to be read though the store
// answers. It goes on record, with how the file was found.
func (h *HTTP) unreadable(ctx context.Context, p Paper, err error) error {
	switch {
	case errs.Is(err, errs.Conflict):
		return errs.Wrap(errs.Conflict, "procedure.file_altered", errors.Join(err, h.note(ctx, p, true)))
	case !errs.Is(err, errs.NotFound) && (ctx.Err() != nil || blob.Answers(ctx, h.Blobs) != nil):
		return err // it says nothing of the file
	}
	return errs.Wrap(errs.Unavailable, "procedure.file_missing", errors.Join(err, h.note(ctx, p, false)))
}

// event is one on the proposal's object, in the stream of its matter.
func (d *decisionView) event() audit.Event {
	p := d.P
	return audit.Event{Stream: audit.Stream(p.RootKind + ":" + strconv.FormatInt(p.RootID, 10)), Kind: entity.Of(p.Entity).Kind, TargetID: p.TargetID,
		TargetRef: d.targetRef(), CaseID: p.CaseID}
}

// filesOf are the files of a proposal that its reader may open, by their key in the list. What is on record now and what
// the list says are the same bytes, or there is nothing to open.
func (d *decisionView) filesOf() map[string]procedure.Upload {
	out := map[string]procedure.Upload{}
	for i, key := range procedure.FileKeys(d.P.Files) {
		if x := d.Seen.Find(key); x != nil && x.At(1) == d.P.Files[i].Digest {
			out[key] = d.P.Files[i]
		}
	}
	return out
}
