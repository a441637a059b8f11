package blob_test

import (
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"touchstone/internal/blob"
)

// TestRests_OneReadingOfAFile: however many leave a file while it is sent, it is read to its end once at a time; another one
// meanwhile, and the same one later. Seen to fail with each reading its own rest.
func TestRests_OneReadingOfAFile(t *testing.T) {
	t.Parallel()
	var rests blob.Rests
	var begun atomic.Int64
	go1, end := make(chan struct{}), make(chan struct{})
	slow := func() *blob.Noted {
		first := true
		return &blob.Noted{ReadCloser: io.NopCloser(reader(func([]byte) (int, error) {
			if first {
				first = false
				if begun.Add(1) == 1 {
					close(go1)
				}
				<-end
			}
			return 0, errors.New("altered")
		}))}
	}
	noted := slow()
	done := make(chan struct{})
	go func() { rests.Read("a", noted); close(done) }()
	<-go1
	for range 100 {
		rests.Read("a", slow()) // would wait for the end
	}
	other := &blob.Noted{ReadCloser: io.NopCloser(strings.NewReader("b"))}
	rests.Read("b", other)
	close(end)
	<-done
	if begun.Load() != 1 || noted.Err == nil || other.Err != nil {
		t.Errorf("%d readings, %v, %v", begun.Load(), noted.Err, other.Err)
	}
	if again := slow(); again.Err == nil {
		if rests.Read("a", again); again.Err == nil {
			t.Error("not read again")
		}
	}
}

type reader func([]byte) (int, error)

func (r reader) Read(b []byte) (int, error) { return r(b) }
