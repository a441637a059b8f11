package page

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Detail is all there is: a pointer and where it went.
type Detail struct {
	ID, CaseID                  int64
	Ref, State                  string
	Version                     int
	CaseRef, CaseTitle          string
	FromName, ToName            string
	Indicators                  []string
	RegisterNo, Holder, Channel string
	ExternalRef                 string
	OpenedAt                    time.Time
	SentAt                      *time.Time
}

const sqlDetail = `SELECT m.id, m.case_id, m.ref, m.state, m.version, c.ref, c.title, fa.name_zh, coalesce(ta.name_zh, ''), m.indicators, m.register_no,
	m.holder, m.channel,
  m.external_ref, m.opened_at, m.sent_at
FROM mss_handovers m JOIN cases c ON c.id = m.case_id JOIN agencies fa ON fa.id = m.from_agency_id LEFT JOIN agencies ta ON ta.id = m.to_agency_id `

// Read loads one pointer.
func Read(ctx context.Context, q database.Q, id int64) (*Detail, error) {
	rows, err := q.Query(ctx, sqlDetail+"WHERE m.id = $1", id)
	if err != nil {
		return nil, err
	}
	d, err := pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByPos[Detail])
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return d, err
}

// queueDetail asks for one pointer that the reader may see.
func (h *HTTP) queueDetail(b *pgx.Batch, who actor.Actor, ref string, into **Detail) {
	one, args := h.Access.One(who, access.Read, access.Target{Kind: access.MSS, Ref: ref})
	b.Queue(sqlDetail+"WHERE m.id = (SELECT o.id FROM "+one+" o)", args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[Detail])
		if len(got) == 1 {
			*into = got[0]
		}
		return err
	})
}

// OfCase lists the pointers of a case, newest first.
func OfCase(ctx context.Context, q database.Q, caseID int64) ([]Detail, error) {
	rows, err := q.Query(ctx, sqlDetail+"WHERE m.case_id = $1 ORDER BY m.id DESC", caseID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Detail])
}
