package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// Exit codes of every command (contract §1).
const (
	exitOK         = 0
	exitFailed     = 1
	exitWrongUse   = 2
	exitDifference = 3
)

// terminal is the language in which the commands answer; those of the law print Chinese beside it.
const terminal = "en"

// Env is what commands that need no database work with. main hands it to kong with Bind.
type Env struct {
	Out, Err io.Writer
	Tables   fs.FS               // policies.FS(); procedure/ and items/
	Built    func(*law.Act) bool // whether every guard and the form of a row exist in this program; nil: none
}

// book loads the tables that are in force today.
func (e *Env) book() (*law.Edition, error) {
	library, err := law.Load(e.Tables)
	if err != nil {
		return nil, err
	}
	return library.On(time.Now()), nil
}

// printJSON writes one value as one indented document.
func (e *Env) printJSON(v any) error {
	enc := json.NewEncoder(e.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// printf writes text; an unwritable output is an error like any other.
func (e *Env) printf(format string, args ...any) error {
	if _, err := fmt.Fprintf(e.Out, format, args...); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// usageError is a command given wrongly.
type usageError struct{ what string }

func (e *usageError) Error() string { return e.what }

func wrongUse(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// differenceError is a verification that found something.
type differenceError struct{ what string }

func (e *differenceError) Error() string { return e.what }

// exitCode turns the error of a command into the code of the process.
func exitCode(err error) int {
	var usage *usageError
	var difference *differenceError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		return exitWrongUse
	case errors.As(err, &difference):
		return exitDifference
	}
	return exitFailed
}

// say puts an error into words for a terminal: those of the catalogue where it has a key.
func say(ctx context.Context, book *law.Edition, err error) string {
	var e *errs.E
	if !errors.As(err, &e) {
		return err.Error()
	}
	ctx = i18n.With(ctx, terminal)
	text := i18n.T(ctx, e.Key, e.Args...)
	for _, f := range e.Fields {
		text += fmt.Sprintf("\n  %s: %s", labelled(book, f.Name), i18n.T(ctx, f.Key, f.Args...))
	}
	if e.Err != nil {
		text += "\n  " + e.Err.Error()
	}
	return text
}

// labelled is what the forms call a field; without the tables its name has to do.
func labelled(book *law.Edition, field string) string {
	if book != nil {
		for _, form := range book.Forms {
			if x := form.Field(field); x != nil {
				return x.Label.Of(terminal)
			}
		}
	}
	return field
}
