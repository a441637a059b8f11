package page

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/matter"
	"touchstone/internal/referral"
)

// Row is a referral in a list.
type Row struct {
	ID                         int64
	Ref, State, Destination    string
	Offence                    string
	CaseTitle                  string // of the origin file, for who may open it; else empty, as on the referral's page
	FromAgency, ToAgency       string // codes
	FromZH, FromEN, ToZH, ToEN string
	SentAt, ReceivedAt         *time.Time
	NextDue                    time.Time
	Reservation                string
	Clock                      *matter.Clock // the running clock that presses most
	Marking                    actor.Marking
}

const rowColumns = `r.id, r.ref, r.state, r.destination, r.offence, CASE WHEN {case.read} THEN c.title
	ELSE '' END, fa.code, coalesce(ta.code, ''), fa.name_zh, fa.name_en, coalesce(ta.name_zh, ''), coalesce(ta.name_en, ''), r.sent_at, r.received_at, r.next_due,
	  r.reservation,
  coalesce((SELECT jsonb_build_object('Code', k.code, 'State', k.state, 'StartedAt', k.started_at, 'DueAt', k.due_at, 'Edition', k.edition)
    FROM clocks k
    WHERE k.target_kind = 'referral' AND k.target_id = r.id AND k.state IN ('RUNNING', 'PAUSED') AND NOT k.minimum ORDER BY k.due_at
      LIMIT 1), 'null'), r.marking`

const rowJoins = `JOIN cases c ON c.id = r.from_case_id JOIN agencies fa ON fa.id = r.from_agency_id LEFT JOIN agencies ta ON ta.id = r.to_agency_id`

func scanRow(r pgx.CollectableRow) (x Row, err error) {
	var clock []byte
	err = r.Scan(&x.ID, &x.Ref, &x.State, &x.Destination, &x.Offence, &x.CaseTitle, &x.FromAgency, &x.ToAgency, &x.FromZH, &x.FromEN, &x.ToZH, &x.ToEN,
		&x.SentAt, &x.ReceivedAt, &x.NextDue, &x.Reservation, &clock, &x.Marking)
	if err == nil {
		err = json.Unmarshal(clock, &x.Clock)
	}
	return x, err
}

// queueList asks for a page of referrals in the order of their next clock, and for one row more.
func (h *HTTP) queueList(b *pgx.Batch, who actor.Actor, where string, after *access.Mark, into *[]Row) {
	sql, args := h.Access.List(who, access.Referral, access.Read, access.ListSpec{Columns: rowColumns, Joins: rowJoins, Where: where,
		Args: map[string]any{"mine": who.AgencyID}, After: after, Limit: pageSize + 1})
	database.Many(b, into, sql, scanRow, args...)
}

// Frozen is one version of the package.
type Frozen struct {
	Version  int
	Digest   string
	FrozenAt time.Time
	Content  referral.Package
}

// queuePackages asks for the versions of a referral's package, oldest first, if the reader may see the referral.
func (h *HTTP) queuePackages(b *pgx.Batch, who actor.Actor, ref string, into *[]Frozen) {
	one, args := h.Access.One(who, access.Read, access.Target{Kind: access.Referral, Ref: ref})
	database.Many(b, into, "SELECT p.version, p.digest, p.frozen_at, p.data FROM "+one+" o JOIN referral_packages p ON p.referral_id = o.id ORDER BY p.version",
		scanFrozen, args...)
}

func scanFrozen(r pgx.CollectableRow) (f Frozen, err error) {
	var data []byte
	if err = r.Scan(&f.Version, &f.Digest, &f.FrozenAt, &data); err == nil {
		err = json.Unmarshal(data, &f.Content)
	}
	return f, err
}
