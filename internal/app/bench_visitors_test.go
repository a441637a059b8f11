package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"golang.org/x/sync/errgroup"
)

// visitors open one page over and over, each on a connection of his own. They do as little as can be: the machine is
// for the server.
type visitors struct {
	request []byte
	lines   []*bufio.ReadWriter
}

func (h *house) visitors(b *testing.B, url string, cookies []*http.Cookie) *visitors {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, k := range cookies {
		r.AddCookie(k)
	}
	var text bytes.Buffer
	if err := r.Write(&text); err != nil {
		b.Fatal(err)
	}
	v := &visitors{request: text.Bytes()}
	for range atOnce {
		c, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", r.URL.Host)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		v.lines = append(v.lines, bufio.NewReadWriter(bufio.NewReaderSize(c, 1<<16), bufio.NewWriter(c)))
	}
	return v
}

// burst lets every visitor open the page a few times.
func (v *visitors) burst(int) error {
	var all errgroup.Group
	for _, line := range v.lines {
		all.Go(func() error {
			for range perVisitor {
				if err := v.open(line); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return all.Wait()
}

func (v *visitors) open(line *bufio.ReadWriter) error {
	if _, err := line.Write(v.request); err != nil {
		return err
	}
	if err := line.Flush(); err != nil {
		return err
	}
	answer, err := http.ReadResponse(line.Reader, nil)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	return answer.Body.Close()
}
