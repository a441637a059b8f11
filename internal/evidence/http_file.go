package evidence

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
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
	body, err := Open(ctx, h.Desk.Blobs, *f)
	if err != nil {
		return h.damaged(c, v, f, err)
	}
	defer func() { _ = body.Close() }() // what was read has been compared; nothing is written
	if err := h.viewed(c, v, "evidence.opened", map[string]any{"file": f.Ref}); err != nil {
		return err
	}
	as, err := encoding(ctx, h.Desk.Blobs, *f)
	if err != nil {
		return h.damaged(c, v, f, err)
	}
	if err := web.Send(c, p.begin(c, f, as, body), may); err != nil {
		if errs.Is(err, errs.Conflict) {
			_ = h.integrity(c, v) // the reader gets no more either way; the nightly scrub finds it again
		}
		panic(http.ErrAbortHandler) // a short body without a clean end: nobody takes it for whole
	}
	return nil
}

// begin sends the head of the answer and gives what comes behind it.
func (p part) begin(c echo.Context, f *File, as string, body io.ReadCloser) io.ReadCloser {
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

// damaged answers for bytes that cannot be sent; a difference that nobody knew of yet goes on record and freezes the item.
func (h *HTTP) damaged(c echo.Context, v *view, f *File, err error) error {
	switch {
	case f.Bad || !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.NotFound):
		return err
	case errs.Is(err, errs.NotFound): // nothing is known about the bytes: it freezes nothing
		return errs.Wrap(errs.Unavailable, "evidence.rule.missing", errors.Join(err, h.integrity(c, v)))
	}
	return errs.Wrap(errs.Conflict, "evidence.rule.frozen", errors.Join(err, h.integrity(c, v)))
}

// integrityTime bounds the reading of an item whose reader may have gone meanwhile.
const integrityTime = 30 * time.Minute

// integrity writes what re-reading the item finds now, in the program's own name: whoever happened to open the file
// need not have the right to write about it.
func (h *HTTP) integrity(c echo.Context, v *view) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(web.Context(c)), integrityTime) // the reader may have gone
	defer cancel()
	_, err := h.Desk.Verify(ctx, actor.Automatic("evidence"), v.Item.ID, audit.Key{})
	return err
}
