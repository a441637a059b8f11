package errs_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"touchstone/internal/errs"
)

func TestKindOf_FindsTheOutermostKindAndDefaultsToInternal(t *testing.T) {
	cause := errors.New("disk gone")
	for _, c := range []struct {
		err  error
		kind errs.Kind
	}{
		{errs.New(errs.NotFound, "k"), errs.NotFound},
		{fmt.Errorf("load: %w", errs.New(errs.Busy, "k")), errs.Busy},
		{errs.Wrap(errs.Conflict, "k", errs.New(errs.NotFound, "inner")), errs.Conflict},
		{errs.Invalid(errs.Field{Name: "reason", Key: "form.short"}), errs.InvalidInput},
		{errs.Refused(errs.Guard{ID: "approver_is_not_proposer"}), errs.InvalidInput},
		{cause, errs.Internal},
		{errs.New(errs.Kind(99), "k"), errs.Kind(99)},
	} {
		if got := errs.KindOf(c.err); got != c.kind {
			t.Errorf("%v: kind %v, want %v", c.err, got, c.kind)
		}
	}
	if errs.Is(nil, errs.Internal) {
		t.Error("nil is of no kind")
	}
	if !errors.Is(errs.Wrap(errs.Unavailable, "k", cause), cause) {
		t.Error("the cause is lost")
	}
}

func TestError_NamesFieldsAndGuardsButNoArguments(t *testing.T) {
	e := errs.Invalid(errs.Field{Name: "id_number", Key: "form.check_digit", Args: []any{"110101199003077571"}})
	e.Guards = []errs.Guard{{ID: "two_officers_present"}}
	s := e.Error()
	if !strings.Contains(s, "id_number form.check_digit") || !strings.Contains(s, "two_officers_present") {
		t.Errorf("not named: %s", s)
	}
	if strings.Contains(s, "1101") {
		t.Errorf("personal data in the log: %s", s)
	}
}
