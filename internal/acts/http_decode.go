package acts

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"

	"github.com/gabriel-vasile/mimetype"
)

// sniffed reads the head of a stream for its type and gives the whole stream back.
func sniffed(r io.Reader) (string, io.Reader, error) {
	head := make([]byte, 3072)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, err
	}
	return kindOfBytes(head[:n]), io.MultiReader(strings.NewReader(string(head[:n])), r), nil
}

// kindOfBytes is the kind of content by its first bytes.
func kindOfBytes(head []byte) string {
	kind := mimetype.Detect(head)
	if wide := procedure.WideText(head); wide != "" && kind.Is("application/octet-stream") {
		return "text/plain; charset=" + wide
	}
	return kind.String()
}

func version(in url.Values) int {
	n, err := strconv.Atoi(in.Get("version"))
	if err != nil || n < 0 {
		return 0 // no page printed it: stale
	}
	return n
}

// Explainable tells refusals that the form itself can explain.
func Explainable(err error) (*errs.E, bool) {
	e, ok := errs.As(err)
	return e, ok && e.Kind == errs.InvalidInput
}
