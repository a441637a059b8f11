package cases

import (
	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/people"
)

// duplicate is a case that the reader may see and that names the same party, or the same mineral not long ago.
type duplicate struct {
	Ref, Title, State      string
	Machine                law.Machine
	SameParty, SameMineral bool
	Marking                actor.Marking
}

// sqlAlike compares with visible cases only: what is hidden neither shows nor counts (security K05). What a tip knows is
// compared in its place. A party is one by any of its names, however they are written.
const sqlAlike = `WITH asked AS (SELECT name_key(coalesce(t.party_name, @party)) AS party, btrim(coalesce(t.mineral, @mineral)) AS mineral FROM (SELECT 1) one
	LEFT JOIN tips t ON t.ref = @tip AND {tip.read}),
named AS MATERIALIZED (SELECT p.case_id FROM asked, parties p WHERE asked.party <> '' AND p.removed_at IS NULL
  AND party_keys(p.name, p.name_latin, p.former_names) @> ARRAY[asked.party])
SELECT c.ref, c.title, c.state, c.machine, same.party, c.mineral = asked.mineral AND asked.mineral <> '', c.marking FROM asked, {scope} v
  JOIN cases c ON c.id = v.id
CROSS JOIN LATERAL (SELECT c.id IN (SELECT case_id FROM named) AS party) same
WHERE same.party OR asked.mineral <> '' AND c.mineral = asked.mineral AND c.registered_at > @since ORDER BY same.party DESC, c.registered_at DESC, c.id DESC
  LIMIT 6`

func (h *HTTP) queueAlike(b *pgx.Batch, p presenter, party, mineral, tip string, into *[]duplicate) {
	sql, args := h.Access.Within(p.who, access.Case, access.Read, sqlAlike,
		map[string]any{"party": party, "mineral": mineral, "tip": tip, "since": p.now.AddDate(0, -6, 0)})
	database.Many(b, into, sql, func(r pgx.CollectableRow) (d duplicate, err error) {
		err = r.Scan(&d.Ref, &d.Title, &d.State, &d.Machine, &d.SameParty, &d.SameMineral, &d.Marking)
		return d, err
	}, args...)
}

// beside is what the page of a new case shows beside its form: cases that look alike, and who may be second officer.
type beside struct {
	alike []duplicate
	able  []people.Person
}

// queueTip fills in what the tip knows. A tip that the reader may not see is not there.
func (h *HTTP) queueTip(b *pgx.Batch, r *registration, ref string) {
	sql, args := h.Access.Scoped(r.p.who,
		`SELECT t.ref, t.subject, t.summary, t.party_name, t.mineral, t.source_kind, t.state, t.received_at, t.public_case, t.marking FROM tips t
WHERE t.ref = @ref AND {tip.read}`, map[string]any{"ref": ref})
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		s := &r.source
		if err := row.Scan(&s.Tip, &s.Subject, &s.Summary, &s.Party, &s.Mineral, &s.SourceKind, &s.State, &s.ReceivedAt, &s.Public,
			&s.Marking); !database.NoRows(err) {
			return err
		}
		return nil
	})
}

// readSource fills in what the tip or the public record knows, for a form that comes back.
func (h *HTTP) readSource(r *registration, tip, public string) error {
	if tip == "" {
		return h.publicSource(r, public)
	}
	ref, _ := ids.Normal(tip)
	err := h.DB.Batch(r.p.ctx, func(b *pgx.Batch) { h.queueTip(b, r, ref) })
	if err == nil && r.source.Tip == "" {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	r.opened()
	return err
}

// publicSource fills in what an entry of the public record knows.
func (h *HTTP) publicSource(r *registration, public string) error {
	if public == "" {
		return nil
	}
	if h.Public == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	e, ok := h.Public(public)
	if !ok {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	r.source = source{Public: e.Code, Subject: e.Title, Summary: e.Summary, Mineral: e.Mineral, SourceKind: "other_organ"}
	return nil
}

// queueColleagues asks for the people of the reader's agency, for naming them on a case.
func (h *HTTP) queueColleagues(b *pgx.Batch, who actor.Actor, into *[]Person) {
	sql, args := h.Access.Within(who, access.User, access.Read, `SELECT u.id, u.username, u.name_zh, u.name_en, n.name_zh, n.name_en,
  `+people.Roles("u.id", "@now")+`
FROM {scope} v JOIN users u ON u.id = v.id JOIN org_units n ON n.id = u.unit_id ORDER BY n.id, u.id LIMIT 300`, nil)
	database.Many(b, into, sql, func(r pgx.CollectableRow) (x Person, err error) {
		err = r.Scan(&x.ID, &x.Username, &x.NameZH, &x.NameEN, &x.AgencyZH, &x.AgencyEN, &x.Holds)
		return x, err
	}, args...)
}
