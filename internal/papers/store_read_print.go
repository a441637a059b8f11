package papers

import (
	"context"
	"encoding/json"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Snapshot is a document as it was issued.
type Snapshot struct {
	ID, CaseID, AgencyID     int64
	Ref, Code, Number, Title string
	Version                  int
	Direction, Digest        string
	TemplateVersion          string
	IssuedAt                 time.Time
	IssuedBy                 string
	AgencyZH, AgencyEN       string
	CaseRef, CaseTitle       string
	CaseVisible              bool // the reader may open the file it is of
	Marking                  actor.Marking
	Fields                   map[string]any
	Words                    map[string]string // what accounts and references in the fields stand for
}

var snapshotSQL = `SELECT d.id, d.case_id, d.agency_id, d.ref, d.code, d.number, d.title, d.version, d.direction, d.digest, d.template_version, d.issued_at,
	u.name_zh, g.name_zh, g.name_en,
  c.ref, c.title, coalesce({case.read}, false), ` + access.MarkHere(access.Document) +
	`, d.data, (WITH said AS (SELECT DISTINCT v #>> '{}' AS s FROM jsonb_path_query(d.data, 'strict $.**') v WHERE jsonb_typeof(v) = 'string')
    SELECT coalesce(jsonb_object_agg(w.ref, w.name), '{}') FROM (
      SELECT u.username AS ref, u.name_zh AS name FROM users u JOIN said ON said.s = u.username WHERE u.agency_id = d.agency_id
      UNION ALL SELECT x.ref, '《' || x.title || '》' || x.number FROM documents x JOIN said ON said.s = x.ref WHERE x.matter_id = d.matter_id
      UNION ALL SELECT e.ref, lpad(e.no::text, 3, '0') || ' ' || e.name FROM evidence_items e JOIN said ON said.s = e.ref WHERE e.matter_id = d.matter_id
      UNION ALL SELECT p.ref, p.name FROM parties p JOIN said ON said.s = p.ref JOIN cases k ON k.id = p.case_id WHERE k.matter_id = d.matter_id
      UNION ALL SELECT a.code, a.name_zh FROM agencies a JOIN said ON said.s = a.code) w)
FROM documents d JOIN {scope?} s ON s.id = d.id JOIN cases c ON c.id = d.case_id JOIN agencies g ON g.id = d.agency_id LEFT JOIN users u ON u.id = d.issued_by
  WHERE d.ref = @ref`

// read returns a document that the reader may see; what is hidden is not there. Who and what its fields name is part of
// what it says.
func readSnapshot(ctx context.Context, q database.Q, policy *access.Policy, who actor.Actor, ref string) (*Snapshot, error) {
	sql, args := policy.Within(who, access.Document, access.Read, snapshotSQL, map[string]any{"ref": ref})
	var d Snapshot
	var raw []byte
	var by *string
	err := q.QueryRow(ctx, sql, args...).Scan(&d.ID, &d.CaseID, &d.AgencyID, &d.Ref, &d.Code, &d.Number, &d.Title, &d.Version, &d.Direction, &d.Digest,
		&d.TemplateVersion, &d.IssuedAt, &by, &d.AgencyZH, &d.AgencyEN, &d.CaseRef, &d.CaseTitle, &d.CaseVisible, &d.Marking, &raw, &d.Words)
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	if err != nil {
		return nil, err
	}
	if by != nil {
		d.IssuedBy = *by
	}
	var frozen struct {
		Fields map[string]any `json:"fields"`
	}
	if err := json.Unmarshal(raw, &frozen); err != nil {
		return nil, err
	}
	d.Fields = frozen.Fields
	named, _ := d.Fields["named"].(map[string]any)
	for ref := range named { // as it was on the day of the paper
		d.Words[ref] = text(named, ref)
	}
	return &d, nil
}
