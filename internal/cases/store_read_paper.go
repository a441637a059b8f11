package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
)

// handed is the condition that a file t of the act x is given out on the timeline: to the organ whose act it is. What came
// with a proposal is given out there, to whoever reads the proposal.
const handed = `t.approval_id IS NULL AND x.agency_id = @agency`

// sqlPaper is a file of an act on the timeline of a case.
const sqlPaper = file + `SELECT f.id, f.ref, t.field, t.name, t.digest, t.media, t.size, t.agency_id, t.case_id
FROM f JOIN acts x ON x.case_id = f.id JOIN attachments t ON t.act_id = x.id AND t.act_id <> 0 WHERE t.ref = @paper AND ` + handed + ` AND ` + seen

// paper is a file of an act with the case on whose timeline it stands.
type paper struct {
	CaseID  int64
	CaseRef string
	procedure.Upload
}

// paperOf finds a file of an act that the reader may be given; any other is not there.
func (h *HTTP) paperOf(ctx context.Context, who actor.Actor, caseRef, ref string) (*paper, error) {
	sql, args := h.Access.Scoped(who, sqlPaper, map[string]any{"ref": caseRef, "paper": ref})
	rows, err := h.DB.Read().Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	x, err := pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) (*paper, error) {
		x := &paper{Upload: procedure.Upload{Ref: ref}}
		return x, r.Scan(&x.CaseID, &x.CaseRef, &x.Field, &x.Name, &x.Digest, &x.Media, &x.Size, &x.AgencyID, &x.Upload.CaseID)
	})
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return x, err
}
