package papers

import (
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// line is one document as the list shows it.
type line struct {
	Ref, Code, Title, Number, Digest string
	Version, Newest                  int
	Direction                        string
	IssuedAt                         time.Time
	ByZH, ByEN                       string
	AgencyZH, AgencyEN               string
}

// ofCase: the case's own papers and what the other side wrote about its referrals, as far as the reader may see them.
// The newest version is counted among those alone, so that a paper he may not see supersedes nothing.
const ofCase = `WITH seen AS (SELECT d.* FROM {scope} s JOIN documents d ON d.id = s.id, cases f
  WHERE f.ref = @ref AND (d.case_id = f.id OR d.target_kind = 'referral' AND d.target_id IN (SELECT id FROM referrals WHERE from_case_id = f.id)))
SELECT d.ref, d.code, d.title, d.number, d.digest, d.version,
  (SELECT max(n.version) FROM seen n WHERE n.target_kind = d.target_kind AND n.target_id = d.target_id AND n.code = d.code),
  d.direction, d.issued_at, CASE WHEN u.agency_id = @agency THEN u.name_zh ELSE '' END, CASE WHEN u.agency_id = @agency THEN u.name_en
    ELSE '' END, g.short_zh, g.name_en
FROM seen d JOIN agencies g ON g.id = d.agency_id LEFT JOIN users u ON u.id = d.issued_by ORDER BY d.issued_at DESC, d.id DESC LIMIT 300`

func queue(b *pgx.Batch, policy *access.Policy, who actor.Actor, ref string, into *[]line) {
	sql, args := policy.Within(who, access.Document, access.Read, ofCase, map[string]any{"ref": ref})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToStructByPos[line])
		*into = got
		return err
	})
}

// doubt is a paper whose number another one carries too.
type doubt struct {
	Ref, Title, Number string
	CaseTitle          string // where the reader may open the case
	IssuedAt           time.Time
	Marking            actor.Marking
}

// sqlDoubtful finds equal numbers of the old rule first, by their index, and then what of them the reader may open.
var sqlDoubtful = `SELECT z.ref, z.title, z.number, z.case_title, z.issued_at, z.marking FROM (
  SELECT d.ref, d.title, d.number, CASE WHEN {case.read} THEN c.title ELSE '' END AS case_title, d.issued_at, ` + access.MarkHere(access.Document) +
	` AS marking, d.id, count(*) OVER (PARTITION BY d.number) AS equal
  FROM documents d JOIN cases c ON c.id = d.case_id
  WHERE d.agency_id = @agency AND d.number IN (SELECT x.number FROM documents x WHERE x.agency_id = @agency AND x.number <> '' GROUP BY x.number
    HAVING count(*) > 1) AND {document.read}) z
WHERE z.equal > 1 ORDER BY z.number, z.issued_at, z.id LIMIT 200`

func queueDoubtful(b *pgx.Batch, policy *access.Policy, who actor.Actor, into *[]doubt) {
	sql, args := policy.Scoped(who, sqlDoubtful, nil)
	database.Many(b, into, sql, pgx.RowToStructByPos[doubt], args...)
}
