package party

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Party is a row as one case knows it. IDNumber is unmasked: present masks it (Masked) unless the reader unmasks on
// record.
type Party struct {
	ID, CaseID                         int64
	Ref, Kind, Name, NameLatin         string
	FormerNames, Part                  string
	IDKind, IDNumber, Country, Address string
	Note                               string
	Subject                            bool
	Version                            int
	CreatedAt                          time.Time
}

const sqlParty = `SELECT id, case_id, ref, kind, name, name_latin, former_names, part, id_kind, id_number, country, address, note, subject, version, created_at
	FROM parties `

func byRef(ctx context.Context, q database.Q, caseID int64, ref string) (Party, error) {
	rows, err := q.Query(ctx, sqlParty+"WHERE ref = $1 AND case_id = $2 AND removed_at IS NULL", ref, caseID)
	if err != nil {
		return Party{}, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Party])
	if database.NoRows(err) {
		return p, errs.New(errs.NotFound, "errs.not_found")
	}
	return p, err
}

// Link is a link as the table and the drawing show it.
type Link struct {
	ID                        int64
	FromRef, FromName         string
	ToRef, ToName             string
	Relation, Status, Source  string
	EvidenceRef, EvidenceName string
	CreatedBy                 string
	CreatedAt                 time.Time
	CreatorAgency             int64
}

// Network is everything P09 shows: the parties and the links between them.
type Network struct {
	Parties []Party
	Links   []Link
}

// Of loads the network of a case in one round trip, the suspected offender first. The caller has decided that the
// reader may see the case.
func Of(ctx context.Context, q database.Q, caseID int64) (*Network, error) {
	n := &Network{}
	b := &pgx.Batch{}
	database.Many(b, &n.Parties, partiesOf("$1"), pgx.RowToStructByPos[Party], caseID)
	database.Many(b, &n.Links, linksOf("$1"), pgx.RowToStructByPos[Link], caseID)
	return n, q.SendBatch(ctx, b).Close()
}

// partiesOf and linksOf read what is on a case; here is the expression of its key.
func partiesOf(here string) string {
	return sqlParty + "WHERE case_id = " + here + " AND removed_at IS NULL ORDER BY subject DESC, id"
}

func linksOf(here string) string {
	return `SELECT l.id, f.ref, f.name, t.ref, t.name, l.relation, l.status, l.source, coalesce(e.ref, ''), coalesce(e.name, ''), coalesce(u.name_zh, ''),
		l.created_at, coalesce(u.agency_id, 0)
FROM party_links l JOIN parties f ON f.id = l.from_id JOIN parties t ON t.id = l.to_id LEFT JOIN evidence_items e ON e.id = l.evidence_id
  LEFT JOIN users u ON u.id = l.created_by
WHERE l.case_id = ` + here + ` AND l.removed_at IS NULL ORDER BY l.id`
}
