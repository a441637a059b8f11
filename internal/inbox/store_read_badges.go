package inbox

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// badgeCap: a badge says 99+.
const badgeCap = 99

// sqlBadges counts, each at most to the cap, the rows behind the lines of the navigation.
const sqlBadges = `SELECT
  (SELECT count(*) FROM (SELECT FROM tips t WHERE t.state = 'NEW' AND t.agency_id = @agency AND {tip.triage} LIMIT 100) z)::int,
  (SELECT count(*) FROM (SELECT FROM referrals r WHERE r.` + matter.SQLUnsigned + ` AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND {referral.act}
    LIMIT 100) z)::int,
  (SELECT count(*) FROM (SELECT FROM access_requests q JOIN cases c ON c.ref = q.case_ref WHERE q.state = 'OPEN' AND q.requester_id <> @user
    AND {access_request.decide} LIMIT 100) z)::int,
  (SELECT count(*) FROM (SELECT FROM handovers h JOIN cases c ON c.id = h.case_id WHERE h.state = 'OFFERED' AND h.to_agency_id = @agency AND {handover.act}
    LIMIT 100) z)::int`

// Counts are the badges of the navigation, under the names that web's menus use, in one round trip. What is due today
// or past makes the badge of the inbox red. What a page must know before it can ask for its rows goes along (more).
func (h *HTTP) Counts(ctx context.Context, who actor.Actor, more ...func(*pgx.Batch)) (map[string]int, error) {
	var inbox, due, tips, received, asked, handed, alarms int
	var periods int64
	now := h.Clock()
	err := h.DB.Batch(ctx, func(b *pgx.Batch) {
		named := h.turn(who)
		named["tomorrow"] = endOfDay(now)
		sql, args := h.Access.Scoped(who, playable(sqlTodoCount), named)
		b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&inbox, &due) })
		sql, args = h.Access.Scoped(who, sqlBadges, nil)
		b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&tips, &received, &asked, &handed) })
		sql, args = h.Access.Count(who, access.Clock, access.Read, access.ListSpec{Where: owed + " AND k.state = 'RUNNING' AND k.due_at <= @soon",
			Args: map[string]any{"own_roles": h.ownRoles(), "sees_pointers": h.Access.Can(who, access.MSS, access.Read),
				"soon": now.Add(h.Engine.Book().Lasts(law.ClockBadge))}}, badgeCap)
		b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&periods) })
		if procedure.Keeps(h.Access, who) {
			unread(b, h.Access, who, &alarms)
		}
		for _, ask := range more {
			ask(b)
		}
	})
	return map[string]int{"inbox": inbox, "inbox.due": due, "tips": tips, "received": received, "access": asked, "handovers": handed, "clocks": int(periods),
		"to_read": alarms}, err
}
