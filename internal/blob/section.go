package blob

import "io"

// Section is a part of what a Reader gives out. The whole is read, and the last block of the part is held back until the
// whole has been found to be right: a part is no way round the check.
func Section(whole io.ReadCloser, from, size int64) io.ReadCloser {
	return &section{ReadCloser: whole, skip: from, free: size - min(size, bufferSize), held: min(size, bufferSize)}
}

type section struct {
	io.ReadCloser
	skip, free, held int64
	last             []byte // what is held, when the whole is right
	done             bool
}

func (s *section) Read(p []byte) (int, error) {
	if s.skip > 0 {
		if _, err := io.CopyN(io.Discard, s.ReadCloser, s.skip); err != nil {
			return 0, short(err)
		}
		s.skip = 0
	}
	if s.free > 0 {
		n, err := s.ReadCloser.Read(p[:min(int64(len(p)), s.free)])
		s.free -= int64(n)
		if err != nil {
			err = short(err)
		}
		return n, err
	}
	if !s.done {
		s.done = true
		last := make([]byte, s.held)
		if _, err := io.ReadFull(s.ReadCloser, last); err != nil {
			return 0, short(err)
		}
		if _, err := io.CopyBuffer(onlyWriter{io.Discard}, s.ReadCloser, make([]byte, bufferSize)); err != nil {
			return 0, err
		}
		s.last = last
	}
	if len(s.last) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.last)
	s.last = s.last[n:]
	return n, nil
}

// short: the whole was to reach further than the part.
func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
