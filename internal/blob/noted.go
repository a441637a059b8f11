package blob

import "io"

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
