package intake

import (
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

// Tip is a tip as a page shows it. HasInformant is true for those alone who take tips in (security K36).
type Tip struct {
	ID, AgencyID         int64
	Ref, Channel         string
	SourceKind, State    string
	ReceivedAt           time.Time
	Subject, Summary     string
	PartyName, Mineral   string
	PublicCase, Reason   string
	Marking              actor.Marking
	HasInformant         bool
	CaseID               int64
	CaseRef              string
	Version              int
	CreatedBy, TriagedBy string
	TriagedAt            *time.Time
}

const tipColumns = `t.id, t.agency_id, t.ref, t.channel, t.source_kind, t.state, t.received_at, t.subject, t.summary, t.party_name, t.mineral,
  t.public_case, t.reason,
  t.marking, t.has_informant AND @intake, coalesce(t.case_id, 0), coalesce(c.ref, ''), t.version, u.name_zh, coalesce(v.name_zh, ''), t.triaged_at`

const tipJoins = ` LEFT JOIN cases c ON c.id = t.case_id JOIN users u ON u.id = t.created_by LEFT JOIN users v ON v.id = t.triaged_by`

func scanTip(r pgx.CollectableRow) (t Tip, err error) {
	err = r.Scan(&t.ID, &t.AgencyID, &t.Ref, &t.Channel, &t.SourceKind, &t.State, &t.ReceivedAt, &t.Subject, &t.Summary, &t.PartyName, &t.Mineral, &t.PublicCase,
		&t.Reason, &t.Marking, &t.HasInformant, &t.CaseID, &t.CaseRef, &t.Version, &t.CreatedBy, &t.TriagedBy, &t.TriagedAt)
	return t, err
}

func takesIn(who actor.Actor) bool { return who.HasAny(actor.IntakeOfficer, actor.PSIntake) }

// Tips queues a page of tips, the latest first, scoped by access. states narrows; empty means those still open.
func Tips(b *pgx.Batch, p *access.Policy, who actor.Actor, states []string, after *access.Mark, limit int, into *[]Tip) {
	if len(states) == 0 {
		states = []string{"NEW", "TRIAGED"}
	}
	sql, args := p.List(who, access.Tip, access.Read, access.ListSpec{Columns: tipColumns, Joins: tipJoins, Where: "t.state = ANY(@states)",
		Args: map[string]any{"states": states, "intake": takesIn(who)}, After: after, Limit: limit + 1})
	collect(b, sql, args, into)
}

// TipByRef queues one tip, or none where the reader may not see it. Whether its case is visible is the page's next
// question: a case reference is shown only to whom access shows the case.
func TipByRef(b *pgx.Batch, p *access.Policy, who actor.Actor, ref string, into *[]Tip) {
	sql, args := p.Within(who, access.Tip, access.Read, "SELECT "+tipColumns+" FROM {scope?} x JOIN tips t ON t.id = x.id"+tipJoins+" WHERE t.ref = @ref",
		map[string]any{"ref": ref, "intake": takesIn(who)})
	collect(b, sql, args, into)
}

func collect(b *pgx.Batch, sql string, args []any, into *[]Tip) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scanTip)
		*into = got
		return err
	})
}
