package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"touchstone/internal/errs"
)

// Translate reads an error of any layer over PostgreSQL. What is already read, and "no rows", pass unchanged.
func Translate(err error) error { return translate(err) }

func translate(err error) error {
	var own *errs.E
	var pg *pgconn.PgError
	switch {
	case err == nil, errors.As(err, &own), errors.Is(err, pgx.ErrNoRows), errors.Is(err, gorm.ErrRecordNotFound):
		return err
	case errors.As(err, &pg):
		return state(pg, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return errs.Wrap(errs.Unavailable, "database.cancelled", err)
	case lost(err):
		return errs.Wrap(errs.Unavailable, "database.unavailable", err)
	default:
		return errs.Wrap(errs.Internal, "database.failed", err)
	}
}

func lost(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, ErrInjected) || strings.Contains(err.Error(), "closed pool") || strings.Contains(err.Error(), "conn closed")
}

func state(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "55P03", "40P01", "40001": // lock not available, deadlock, serialization
		return errs.Wrap(errs.Busy, "database.busy", err)
	case "57014": // statement timeout, or our own cancel
		return errs.Wrap(errs.Unavailable, "database.cancelled", err)
	case "25P03", "57P01", "57P02", "57P03", "57P05": // ended by a time limit or by an operator
		return errs.Wrap(errs.Unavailable, "database.unavailable", err)
	}
	switch pg.Code[:min(2, len(pg.Code))] {
	case "08", "53": // connection; out of disk, memory, connections
		return errs.Wrap(errs.Unavailable, "database.unavailable", err)
	case "23":
		return constraint(pg, err)
	}
	return errs.Wrap(errs.Internal, "database.failed", err)
}

// Constraint is the name of the constraint that err broke, or nothing.
func Constraint(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}

// DividedByZero tells whether a statement divided by none: how one that nobody waits for says that it found nothing.
func DividedByZero(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "22012"
}

// constraint knows the constraints that a person can break. Any other one should have been caught before: our bug.
func constraint(pg *pgconn.PgError, err error) error {
	refusal := func(k errs.Kind, field, key string) error {
		e := errs.Wrap(k, key, err)
		if field != "" {
			e.Fields = []errs.Field{{Name: field, Key: key}}
		}
		return e
	}
	switch pg.ConstraintName {
	case "users_username_key":
		return refusal(errs.InvalidInput, "username", "database.username_taken")
	case "org_units_agency_id_code_key", "agencies_code_key":
		return refusal(errs.InvalidInput, "code", "database.code_taken")
	case "evidence_items_two_collectors_check":
		return refusal(errs.InvalidInput, "co_collector", "database.two_collectors")
	case "role_grants_two_admins_check":
		return refusal(errs.Forbidden, "", "database.second_administrator")
	case "role_grants_period_check":
		return refusal(errs.InvalidInput, "valid_to", "database.period")
	case "party_links_ends_check":
		return refusal(errs.InvalidInput, "to", "database.link_to_itself")
	case "access_requests_days_check":
		return refusal(errs.InvalidInput, "days", "database.days")
	case "settings_small_cells_check":
		return refusal(errs.InvalidInput, "value", "database.small_cells")
	case "approvals_open_key", "clocks_running_key", "evidence_items_case_id_no_key", "custody_entries_evidence_id_n_key",
		"audit_events_pkey", "audit_heads_pkey", "document_series_pkey", "documents_number_key":
		return refusal(errs.Conflict, "", "database.conflict") // two did the same at once
	}
	return errs.Wrap(errs.Internal, "database.constraint", err)
}
