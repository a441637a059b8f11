package blob

import (
	"context"
	"io"
	"time"
)

// Staged are bytes that have arrived in full and lie at no address yet: a form that is refused for what comes after them
// leaves nothing.
type Staged struct {
	Ref     Ref
	Slow    bool // Place takes as long as the bytes are many: no lock should be held meanwhile
	place   func(context.Context) error
	discard func()
}

// Place puts the bytes at their address, where they would survive a power cut.
func (s *Staged) Place(ctx context.Context) error {
	if s.place == nil {
		return nil
	}
	err := s.place(ctx)
	s.place = nil
	return err
}

// Discard lets the bytes go unless they were placed.
func (s *Staged) Discard() {
	if s.place != nil {
		s.discard()
		s.place = nil
	}
}

// placed is Put by means of a Stage.
func placed(ctx context.Context, s Store, agency, file int64, r io.Reader) (Ref, error) {
	staged, err := s.Stage(ctx, agency, file, r)
	if err != nil {
		return Ref{}, err
	}
	if err := staged.Place(ctx); err != nil {
		return Ref{}, err
	}
	return staged.Ref, nil
}

// trashDir holds what was thrown away, in a folder for each day.
const (
	trashDir = "trash"
	trashDay = time.DateOnly
)
