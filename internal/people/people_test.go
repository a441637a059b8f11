package people_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/people"
	"touchstone/internal/testkit"
)

var now = time.Date(2026, 5, 12, 2, 0, 0, 0, time.UTC)

// staff is an agency with one person for each way in which a grant may hold or not, and a neighbour; all are named after it.
func staff(t *testing.T) (*database.DB, int64) {
	t.Helper()
	db := testkit.DB(t)
	var agency int64
	err := testkit.Super(t, db).QueryRow(t.Context(), `WITH a AS (INSERT INTO agencies (code, kind, name_zh, name_en, short_zh)
	SELECT c, 'commerce', c, c, c FROM unnest(ARRAY['here', 'there']) c RETURNING id, code),
o AS (INSERT INTO org_units (agency_id, code, name_zh, name_en) SELECT id, 'u', 'u', 'u' FROM a RETURNING id, agency_id),
x (name, agency, role, valid_from, valid_to, revoked_at, disabled_at) AS (VALUES
	('holds', 'here', 'case_handler', $1::timestamptz, $1 + interval '1 day', NULL::timestamptz, NULL::timestamptz),
	('begins', 'here', 'case_handler', $1 + interval '1 second', $1 + interval '1 day', NULL, NULL),
	('ended', 'here', 'case_handler', $1 - interval '1 day', $1, NULL, NULL),
	('revoked', 'here', 'case_handler', $1 - interval '1 day', $1 + interval '1 day', $1 - interval '1 hour', NULL),
	('gone', 'here', 'case_handler', $1 - interval '1 day', $1 + interval '1 day', NULL, $1 - interval '1 hour'),
	('other', 'here', 'unit_head', $1 - interval '1 day', $1 + interval '1 day', NULL, NULL),
	('neighbour', 'there', 'case_handler', $1 - interval '1 day', $1 + interval '1 day', NULL, NULL)),
u AS (INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, credential_kind, password_hash, created_at, disabled_at, clearance)
	SELECT 'US-' || x.name, o.agency_id, o.id, x.name, '名' || x.name, 'Name ' || x.name, 'password', '', $1, x.disabled_at, 2
	FROM x JOIN a ON a.code = x.agency JOIN o ON o.agency_id = a.id RETURNING id, agency_id, username),
g AS (INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to, revoked_at)
	SELECT u.id, x.role, u.agency_id, x.valid_from, x.valid_to, x.revoked_at FROM x JOIN u ON u.username = x.name RETURNING id)
SELECT id FROM a WHERE code = 'here'`, now).Scan(&agency)
	if err != nil {
		t.Fatal(err)
	}
	return db, agency
}

func usernames(list []people.Person) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Username)
	}
	return out
}

// TestPeople_HoldARoleNow: whoever is looked up, by role, by account or by name, holds the roles that have begun, have not ended
// and were not revoked; an account that is out of use may be named and holds them no more for forms.
func TestPeople_HoldARoleNow(t *testing.T) {
	t.Parallel()
	db, agency := staff(t)
	var able, named []people.Person
	err := db.Batch(t.Context(), func(b *pgx.Batch) {
		people.QueueHolders(b, agency, []actor.Role{actor.CaseHandler}, now, &able)
		people.QueueNamed(b, []string{"holds", "begins", "ended", "revoked"}, []string{"name other"}, now, &named)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := usernames(able); !slices.Equal(got, []string{"holds"}) {
		t.Errorf("may be named in a form: %v", got)
	}
	if len(named) < 4 {
		t.Errorf("named: %v", usernames(named))
	}
	for _, p := range named {
		want := map[string][]actor.Role{"holds": {actor.CaseHandler}, "other": {actor.UnitHead}}[p.Username]
		if !slices.Equal(p.Roles, want) || p.AgencyID != agency || !p.Active || p.Clearance != 2 || p.NameEN != "Name "+p.Username {
			t.Errorf("%+v, want the roles %v", p, want)
		}
	}
	for _, x := range []struct {
		sql  string
		want []string
	}{
		{"SELECT u.username FROM users u WHERE " + people.Holds("u.id", "= 'case_handler'", "$1") + " ORDER BY 1", []string{"gone", "holds", "neighbour"}},
		{"SELECT u.username FROM users u WHERE " + people.Roles("u.id", "$1") + " = '{unit_head}'", []string{"other"}},
		{"SELECT u.username FROM users u WHERE jsonb_array_length(" + people.Grants("u.id", "$1") + ") = 1 ORDER BY 1",
			[]string{"gone", "holds", "neighbour", "other"}},
	} {
		got, err := database.Values[string](t.Context(), db.Read(), x.sql, now)
		if err != nil || !slices.Equal(got, x.want) {
			t.Errorf("%s: %v %v, want %v", x.sql, got, err, x.want)
		}
	}
}

// TestColleague_OfTheOwnAgencyInUse: one of the own agency is found as his account is written, whoever is elsewhere or out of use
// is nobody.
func TestColleague_OfTheOwnAgencyInUse(t *testing.T) {
	t.Parallel()
	db, agency := staff(t)
	log := audit.New(db, func() time.Time { return now })
	for written, want := range map[string]string{"holds": "holds", " Holds ": "holds", "ended": "ended", "gone": "", "neighbour": "", "nobody": ""} {
		var p people.Person
		over := errors.New("nothing is written")
		_, err := log.Write(t.Context(), actor.Actor{UserID: 1, AgencyID: agency}, audit.Key{}, func(tx *audit.Tx) (err error) {
			if p, err = people.Colleague(t.Context(), tx, agency, written, now); err != nil {
				return err
			}
			return over
		})
		if !errors.Is(err, over) || p.Username != want {
			t.Errorf("%q is %q, want %q (%v)", written, p.Username, want, err)
		}
		if p.Has(actor.CaseHandler) != (want == "holds") || p.HasAny([]actor.Role{actor.UnitHead, actor.CaseHandler}) != (want == "holds") {
			t.Errorf("%q holds %v", written, p.Roles)
		}
	}
}
