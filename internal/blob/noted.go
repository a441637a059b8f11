package blob

import (
	"io"
	"sync"
)

// Noted remembers why reading failed, whatever those make of it who pass the bytes on.
type Noted struct {
	io.ReadCloser
	Err error
}

func (n *Noted) Read(p []byte) (int, error) {
	k, err := n.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		n.Err = err
	}
	return k, err
}

// Rest reads what nobody takes any more to its end, so that it is known whether the whole was right.
func (n *Noted) Rest() error {
	if n.Err == nil {
		_, _ = io.CopyBuffer(onlyWriter{io.Discard}, n, make([]byte, bufferSize)) // Read notes it
	}
	return n.Err
}

// Rests are the rests that are being read for nobody: of each file one at a time, however many readers have left it.
type Rests struct{ under sync.Map }

// Read is Noted.Rest, unless that file is being read so already, which finds the same.
func (r *Rests) Read(file any, n *Noted) {
	if _, busy := r.under.LoadOrStore(file, true); busy {
		return
	}
	defer r.under.Delete(file)
	_ = n.Rest() // it is noted
}
