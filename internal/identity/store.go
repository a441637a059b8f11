package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// userRow is an account.
type userRow struct {
	ID                            int64 `gorm:"primaryKey"`
	Ref, Username, NameZh, NameEn string
	AgencyID, UnitID              int64
	CertificateNo                 string
	CertificateTo                 *time.Time
	ReviewerQualified             bool
	Clearance                     int16
	CredentialKind, PasswordHash  string
	Failures, SignFailures        int
	CreatedAt                     time.Time
}

func (userRow) TableName() string { return "users" }

func updateUser(ctx context.Context, tx *audit.Tx, id int64, set database.Set) error {
	return database.One(gorm.G[userRow](tx.Gorm()).Where("id = ?", id).Set(set).Update(ctx))
}

func updateSignedIn(ctx context.Context, tx *audit.Tx, id int64) error {
	return updateUser(ctx, tx, id, database.Set{"failures": 0, "locked_until": nil, "last_sign_in_at": tx.Now})
}

func updateForgiven(ctx context.Context, tx *audit.Tx, id int64) error {
	return updateUser(ctx, tx, id, database.Set{"sign_failures": 0, "sign_locked_until": nil})
}

// counter is where wrong credentials are counted: the columns of one count, its action, and its time of lock.
type counter struct{ failures, until, action string }

// The two counters. A stranger who guesses at somebody's sign-in must not stop him from signing, so neither moves the
// other.
func atSignIn() counter  { return counter{"failures", "locked_until", "session.refused"} }
func atSigning() counter { return counter{"sign_failures", "sign_locked_until", "credential.refused"} }

// updateFailed counts on the locked row, so that parallel guesses cannot share one number.
func updateFailed(ctx context.Context, tx *audit.Tx, id int64, c counter) (int, error) {
	rows, err := database.Changed[userRow](ctx, tx, database.Set{c.failures: database.Next(c.failures)}, []string{c.failures + " AS failures"}, "id = ?", id)
	if err := database.One(len(rows), err); err != nil {
		return 0, err
	}
	return rows[0].Failures, nil
}

func updateLock(ctx context.Context, tx *audit.Tx, id int64, c counter, until time.Time) error {
	return updateUser(ctx, tx, id, database.Set{c.until: until})
}

func updatePreferences(ctx context.Context, tx *audit.Tx, id int64, p Preferences) error {
	return updateUser(ctx, tx, id, database.Set{"lang": p.Lang, "theme": p.Theme, "density": p.Density, "shortcuts": p.Shortcuts})
}

// agencyRow is an organ.
type agencyRow struct {
	ID                                          int64 `gorm:"primaryKey"`
	Code, Kind, NameZh, NameEn, ShortZh, Region string
	OwnPenaltyPower, Accounts                   bool
}

func (agencyRow) TableName() string { return "agencies" }

func insertAgency(ctx context.Context, tx *audit.Tx, a demoAgency) (int64, error) {
	row := agencyRow{Code: a.code, Kind: a.kind, NameZh: a.zh, NameEn: a.en, ShortZh: a.short, Region: a.region, OwnPenaltyPower: a.ownPower,
		Accounts: a.accounts}
	err := gorm.G[agencyRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

// unitRow is a unit of an organ.
type unitRow struct {
	ID, AgencyID         int64
	Code, NameZh, NameEn string
}

func (unitRow) TableName() string { return "org_units" }

func insertUnit(ctx context.Context, tx *audit.Tx, agencyID int64, u demoUnit) (int64, error) {
	row := unitRow{AgencyID: agencyID, Code: u.code, NameZh: u.zh, NameEn: u.en}
	err := gorm.G[unitRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

func insertUser(ctx context.Context, tx *audit.Tx, row userRow) (int64, error) {
	if row.CertificateNo != "" {
		_, to := demoPeriod()
		row.CertificateTo = &to
	}
	row.CreatedAt = tx.Now
	err := gorm.G[userRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

// grantRow is a role of an account, from when to when.
type grantRow struct {
	ID, UserID         int64
	Role               string
	AgencyID           int64
	Presiding          bool
	ValidFrom, ValidTo time.Time
}

func (grantRow) TableName() string { return "role_grants" }

func insertGrants(ctx context.Context, tx *audit.Tx, userID, agencyID int64, roles []actor.Role) error {
	from, to := demoPeriod()
	var rows []grantRow
	for _, r := range roles {
		rows = append(rows, grantRow{UserID: userID, Role: string(r), AgencyID: agencyID, Presiding: r == actor.PrincipalHead, ValidFrom: from, ValidTo: to})
	}
	return database.CreateAll(ctx, tx, rows)
}
