package papers

import (
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
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
  d.direction, d.issued_at, CASE WHEN u.agency_id = @agency THEN u.name_zh ELSE '' END, CASE WHEN u.agency_id = @agency THEN u.name_en ELSE '' END, g.short_zh, g.name_en
FROM seen d JOIN agencies g ON g.id = d.agency_id LEFT JOIN users u ON u.id = d.issued_by ORDER BY d.issued_at DESC, d.id DESC LIMIT 300`

func queue(b *pgx.Batch, policy *access.Policy, who actor.Actor, ref string, into *[]line) {
	sql, args := policy.Within(who, access.Document, access.Read, ofCase, map[string]any{"ref": ref})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToStructByPos[line])
		*into = got
		return err
	})
}
