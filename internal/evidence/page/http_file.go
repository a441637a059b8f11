package page

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/web"
)

// Download sends one file of an item: compared first, put on record, then sent; altered bytes are never delivered as
// whole (security D6, D13, D14).
func (h *HTTP) Download(c echo.Context) error {
	ctx := web.Context(c)
	v, err := h.open(c)
	if err != nil {
		return err
	}
	may := func(ctx context.Context) error {
		return h.Access.Require(ctx, h.DB.Read(), v.Who, access.ViewContent, access.Target{Kind: access.Evidence, ID: v.Item.ID})
	}
	if err := may(ctx); err != nil {
		return err
	}
	f, err := fileOf(ctx, h.DB.Read(), v.Item.ID, c.Param("ref"))
	if err != nil {
		return err
	}
	p, ok := partOf(c, f, web.Now(c))
	if !ok {
		return noSuchPart(c, f)
	}
	return h.hand(c, v, f, p, may)
}

// hand opens the file and sends it. What reading it shows goes on record although the reader has gone.
func (h *HTTP) hand(c echo.Context, v *view, f *evidence.File, p part, may func(context.Context) error) error {
	ctx, end := web.Beyond(c)
	defer end()
	whole, err := evidence.Open(ctx, h.Desk.Blobs, *f)
	if err != nil {
		return h.damaged(ctx, f, err)
	}
	defer func() { _ = whole.Close() }() // what was read has been compared; nothing is written
	if err := h.viewed(c, v, "evidence.opened", map[string]any{"file": f.Ref}); err != nil {
		return err
	}
	as, err := encoding(ctx, h.Desk.Blobs, *f)
	if err != nil {
		return h.damaged(ctx, f, err)
	}
	body := &blob.Noted{ReadCloser: whole}
	if err := web.Send(c, p.begin(c, f, as, body), may); err != nil {
		h.brokenOff(ctx, f, body, web.Left(c, err))
		panic(http.ErrAbortHandler) // a short body without a clean end: nobody takes it for whole
	}
	return nil
}

// brokenOff records what made the sending end, where that was the file. What a reader would still have got who has left is
// compared to its end, once at a time for each file.
func (h *HTTP) brokenOff(ctx context.Context, f *evidence.File, body *blob.Noted, left bool) {
	if body.Err == nil && left {
		h.rests.Read(f.Address(), body)
	}
	if body.Err != nil {
		_, _ = h.Desk.Found(ctx, *f, body.Err) // the reader gets no more either way; the next reading finds it again
	}
}

// begin sends the head of the answer and gives what comes behind it.
func (p part) begin(c echo.Context, f *evidence.File, as string, body io.ReadCloser) io.ReadCloser {
	head, status := c.Response().Header(), http.StatusOK
	for k, s := range Headers(*f, as) {
		head.Set(k, s)
	}
	head.Set("Accept-Ranges", "bytes")
	head.Set("ETag", tag(f))
	head.Set("Content-Length", strconv.FormatInt(p.size, 10))
	if !p.whole {
		status = http.StatusPartialContent
		head.Set("Content-Range", p.header(f))
		body = blob.Section(body, p.from, p.size)
	}
	c.Response().WriteHeader(status)
	return body
}

// damaged answers for bytes that cannot be sent, and puts on record what nobody knew of yet: a difference freezes the file,
// of bytes that are not there or cannot be read nothing is known.
func (h *HTTP) damaged(ctx context.Context, f *evidence.File, err error) error {
	if f.Bad {
		return err
	}
	c, noted := h.Desk.Found(ctx, *f, err)
	switch {
	case errs.Is(err, errs.Conflict):
		return errs.Wrap(errs.Conflict, "evidence.rule.frozen", errors.Join(err, noted))
	case c.Missing:
		return errs.Wrap(errs.Unavailable, "evidence.rule.missing", errors.Join(err, noted))
	}
	return err
}

// Headers are what goes with a download (security D14): dangerous content is not refused and not rewritten, it is never
// rendered. A flagged item and whatever could carry script is an attachment of no type. encoding is that of a text; without
// one it is not shown.
func Headers(f evidence.File, encoding string) map[string]string {
	media, disposition := "application/octet-stream", "attachment"
	switch {
	case !f.Previewable() || f.Textual() && encoding == "":
	case f.Textual():
		media, disposition = "text/plain; charset="+encoding, "inline"
	default:
		media, disposition = f.Media, "inline"
	}
	return map[string]string{
		"Content-Type":            media,
		"Content-Disposition":     web.Disposition(disposition, f.Name),
		"Content-Security-Policy": web.SandboxPolicy,
		"X-Content-Type-Options":  "nosniff",
		"Cache-Control":           "no-store",
	}
}

// encoding reads a text that may be shown for the encoding it is written in; empty for anything else.
func encoding(ctx context.Context, s blob.Store, f evidence.File) (string, error) {
	if !f.Previewable() || !f.Textual() || f.Size > evidence.WholeFirst {
		return "", nil
	}
	r, err := blob.Reader(ctx, s, f.Address())
	if err != nil {
		return "", err
	}
	name, err := evidence.EncodingOf(r)
	return name, errors.Join(err, r.Close())
}
