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
		err    error
		kind   errs.Kind
		status int
	}{
		{errs.New(errs.NotFound, "k"), errs.NotFound, 404},
		{fmt.Errorf("load: %w", errs.New(errs.Busy, "k")), errs.Busy, 409},
		{errs.Wrap(errs.Conflict, "k", errs.New(errs.NotFound, "inner")), errs.Conflict, 409},
		{errs.Invalid(errs.Field{Name: "reason", Key: "form.short"}), errs.InvalidInput, 422},
		{errs.Refused(errs.Guard{ID: "approver_is_not_proposer"}), errs.InvalidInput, 422},
		{cause, errs.Internal, 500},
		{errs.New(errs.Kind(99), "k"), errs.Kind(99), 500},
	} {
		if got := errs.KindOf(c.err); got != c.kind || got.Status() != c.status {
			t.Errorf("%v: kind %v status %d, want %v %d", c.err, got, got.Status(), c.kind, c.status)
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
