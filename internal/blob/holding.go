package blob

import "io"

// holding gives out each block only when the one behind it has been read. The last block, and with it a complete answer,
// comes only after the reader below has found the whole to be right: whoever passes the bytes on as they come can send
// too few wrong bytes, never all of them.
type holding struct {
	io.ReadCloser
	out, held []byte // what is given out, and what waits behind it
	spare     [2][]byte
	err       error // how the reader below ended; io.EOF after a good end
	begun     bool
}

func (h *holding) Read(p []byte) (int, error) {
	if !h.begun {
		h.begun = true
		h.held = h.next(0)
	}
	for len(h.out) == 0 {
		switch {
		case h.err == nil:
			next := h.next(1)
			h.spare[0], h.spare[1] = h.spare[1], h.spare[0]
			h.out, h.held = h.held, next
		case h.err == io.EOF && len(h.held) > 0:
			h.out, h.held = h.held, nil
		default:
			h.held = nil
			return 0, h.err
		}
		if h.err != nil && h.err != io.EOF {
			h.out, h.held = nil, nil
			return 0, h.err
		}
	}
	n := copy(p, h.out)
	h.out = h.out[n:]
	return n, nil
}

// next fills a spare buffer as far as the reader below goes.
func (h *holding) next(i int) []byte {
	if h.spare[i] == nil {
		h.spare[i] = make([]byte, bufferSize)
	}
	n, err := io.ReadFull(h.ReadCloser, h.spare[i])
	if err == io.ErrUnexpectedEOF { // ReadFull's own: the reader below came to its good end. One that wraps this error was torn
		err = io.EOF
	}
	h.err = err
	return h.spare[i][:n]
}
