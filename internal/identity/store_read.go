package identity

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/people"
)

// Account is a user as the sign-in desk sees one.
type Account struct {
	ID            int64
	Ref, Username string
	Name          string
	Roles         []actor.Role
	unitID        int64
	unit, agency  string
	kind, hash    string
	atSignIn      guesses
	atSigning     guesses
	disabled      bool
	LastSignIn    time.Time
}

// guesses are the wrong credentials in a row of one counter.
type guesses struct {
	failures int
	until    time.Time
}

func (a Account) actor(address string) actor.Actor {
	return actor.Actor{
		UserID: a.ID, Username: a.Username, Name: a.Name, UnitID: a.unitID, UnitName: a.unit, AgencyCode: a.agency, Roles: a.Roles, Address: address,
	}
}

var accountSQL = `SELECT u.id, u.ref, u.username, u.name_zh, u.unit_id, o.name_zh, a.code, u.credential_kind, u.password_hash, u.failures,
	coalesce(u.locked_until, 'epoch'), u.sign_failures, coalesce(u.sign_locked_until, 'epoch'), u.disabled_at IS NOT NULL, coalesce(u.last_sign_in_at, 'epoch'),
	` + people.Roles("u.id", "$2") + `
	FROM users u JOIN org_units o ON o.id = u.unit_id JOIN agencies a ON a.id = u.agency_id WHERE `

func (i *Identity) account(ctx context.Context, username string) (Account, bool, error) {
	return scanAccount(i.db.Read().QueryRow(ctx, accountSQL+`u.username = $1`, username, i.clock()))
}

func (i *Identity) accountByID(ctx context.Context, id int64) (Account, bool, error) {
	return scanAccount(i.db.Read().QueryRow(ctx, accountSQL+`u.id = $1`, id, i.clock()))
}

func scanAccount(row pgx.Row) (a Account, found bool, err error) {
	var roles []string
	err = row.Scan(&a.ID, &a.Ref, &a.Username, &a.Name, &a.unitID, &a.unit, &a.agency, &a.kind, &a.hash, &a.atSignIn.failures,
		&a.atSignIn.until, &a.atSigning.failures, &a.atSigning.until, &a.disabled, &a.LastSignIn, &roles)
	if database.NoRows(err) {
		return Account{}, false, nil
	}
	for _, r := range roles {
		a.Roles = append(a.Roles, actor.Role(r))
	}
	return a, err == nil, err
}

// kindOf reads the kind of the installation and whether anybody in it is not a demo account.
func (i *Identity) kindOf(ctx context.Context) (kind string, foreign bool, err error) {
	err = i.db.Read().QueryRow(ctx, `SELECT coalesce((SELECT value FROM settings WHERE key = 'kind'), ''),
		EXISTS (SELECT FROM users WHERE credential_kind <> $1)`, KindDemo).Scan(&kind, &foreign)
	return kind, foreign, err
}

// SessionRow is one session of the reader.
type SessionRow struct {
	ID             string // prefix of the token's hash
	Address, Agent string
	Opened, Seen   time.Time
	Ends           time.Time
	Current        bool
}

// Own reads what the page /me shows: sessions and preferences, in one round trip.
func (i *Identity) Own(ctx context.Context, who actor.Actor) (p Preferences, s []SessionRow, err error) {
	now := i.clock()
	err = i.db.Batch(ctx, func(b *pgx.Batch) {
		b.Queue(`SELECT lang, theme, density, shortcuts FROM users WHERE id = $1`, who.UserID).QueryRow(func(row pgx.Row) error {
			return row.Scan(&p.Lang, &p.Theme, &p.Density, &p.Shortcuts)
		})
		b.Queue(`SELECT left(encode(token_hash, 'hex'), 12), address, agent, created_at, last_seen_at, expires_at FROM user_sessions
			WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, token_hash LIMIT 50`, who.UserID, now).Query(func(rows pgx.Rows) error {
			for rows.Next() {
				var r SessionRow
				if err := rows.Scan(&r.ID, &r.Address, &r.Agent, &r.Opened, &r.Seen, &r.Ends); err != nil {
					return err
				}
				r.Current = r.ID == who.SessionID
				s = append(s, r)
			}
			return rows.Err()
		})
	})
	return p, s, err
}

// UserRow is a user as administrators list them: who, where, which roles, until when.
type UserRow struct {
	Ref, Username, NameZH, NameEN  string
	AgencyCode, AgencyZH, AgencyEN string
	UnitZH, UnitEN                 string
	Certificate                    string
	CertificateTo                  time.Time
	Clearance                      actor.Marking
	Grants                         []GrantRow
	Kind                           string
	LastSignIn, LockedUntil        time.Time
	Disabled                       bool
}

// GrantRow is a role in force.
type GrantRow struct {
	Role      string    `json:"role"`
	Presiding bool      `json:"presiding"`
	To        time.Time `json:"to"`
}

var sqlUsers = `SELECT u.ref, u.username, u.name_zh, u.name_en, a.code, a.name_zh, a.name_en, o.name_zh, o.name_en,
		u.certificate_no, coalesce(u.certificate_to, 'epoch'), u.clearance, u.credential_kind,
		coalesce(u.last_sign_in_at, 'epoch'), coalesce(greatest(u.locked_until, u.sign_locked_until), 'epoch'), u.disabled_at IS NOT NULL,
		` + people.Grants("u.id", "$2") + `
		FROM users u JOIN agencies a ON a.id = u.agency_id JOIN org_units o ON o.id = u.unit_id `

const usersInOrder = " ORDER BY a.id, o.id, u.id LIMIT 500"

// Users lists everybody with the roles in force. The list is bounded: an installation with more needs the filter.
func (i *Identity) Users(ctx context.Context, agency string) ([]UserRow, error) {
	rows, err := i.db.Read().Query(ctx, sqlUsers+"WHERE $1 = '' OR a.code = $1"+usersInOrder, agency, i.clock())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanUser)
}

// Directory is Users and Agencies in one round trip. A code that is no organisation's filters nothing.
func (i *Identity) Directory(ctx context.Context, agency string) (users []UserRow, agencies []AgencyRow, err error) {
	err = i.db.Batch(ctx, func(b *pgx.Batch) {
		database.Many(b, &agencies, sqlAgencies, scanAgency)
		database.Many(b, &users, sqlUsers+"WHERE a.code = $1 OR NOT EXISTS (SELECT FROM agencies WHERE code = $1)"+usersInOrder, scanUser, agency,
			i.clock())
	})
	return users, agencies, err
}

func scanUser(row pgx.CollectableRow) (u UserRow, err error) {
	err = row.Scan(&u.Ref, &u.Username, &u.NameZH, &u.NameEN, &u.AgencyCode, &u.AgencyZH, &u.AgencyEN, &u.UnitZH, &u.UnitEN,
		&u.Certificate, &u.CertificateTo, &u.Clearance, &u.Kind, &u.LastSignIn, &u.LockedUntil, &u.Disabled, &u.Grants)
	return u, err
}

// AgencyRow is an organisation with its units.
type AgencyRow struct {
	Code, Kind, NameZH, NameEN, Region string
	OwnPenaltyPower, Accounts          bool
	Units                              []UnitRow
	Users                              int
}

// UnitRow is a unit of an organisation.
type UnitRow struct {
	Code   string `json:"code"`
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	Users  int    `json:"users"`
}

const sqlAgencies = `SELECT a.code, a.kind, a.name_zh, a.name_en, a.region, a.own_penalty_power, a.accounts,
		coalesce((SELECT jsonb_agg(jsonb_build_object('code', o.code, 'name_zh', o.name_zh, 'name_en', o.name_en,
			'users', (SELECT count(*) FROM users u WHERE u.unit_id = o.id)) ORDER BY o.id) FROM org_units o WHERE o.agency_id = a.id), '[]'),
		(SELECT count(*) FROM users u WHERE u.agency_id = a.id)
		FROM agencies a ORDER BY a.id LIMIT 500`

// Agencies lists the organisations with their units and how many people each has.
func (i *Identity) Agencies(ctx context.Context) ([]AgencyRow, error) {
	rows, err := i.db.Read().Query(ctx, sqlAgencies)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanAgency)
}

func scanAgency(row pgx.CollectableRow) (a AgencyRow, err error) {
	err = row.Scan(&a.Code, &a.Kind, &a.NameZH, &a.NameEN, &a.Region, &a.OwnPenaltyPower, &a.Accounts, &a.Units, &a.Users)
	return a, err
}

func (i *Identity) hasUsers(ctx context.Context) (there bool, err error) {
	err = i.db.Read().QueryRow(ctx, `SELECT EXISTS (SELECT FROM users)`).Scan(&there)
	return there, err
}
