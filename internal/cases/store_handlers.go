package cases

import (
	"context"
	"fmt"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/people"
)

// handlersInForce is the one definition of who handles a case c now: named as its handler, with an account and a role of the
// case's own agency in which one handles it. now is the placeholder of the time.
func handlersInForce(now string) string { return "(SELECT count(*) " + handlersNow(now) + ")" }

// handlersNow are those, as h with their accounts hu, behind the words of a query.
func handlersNow(now string) string {
	return strings.ReplaceAll(fmt.Sprintf(`FROM case_members h JOIN users hu ON hu.id = h.user_id AND hu.disabled_at IS NULL AND hu.agency_id = c.lead_agency_id
  WHERE h.case_id = c.id AND h.part = 'handler' AND h.from_at <= @at AND h.to_at > @at
    AND `+people.Holds("h.user_id", "= CASE c.machine WHEN 'criminal_case' THEN '%s' ELSE '%s' END AND g.agency_id = c.lead_agency_id", "@at"),
		actor.PSInvestigator, actor.CaseHandler), "@at", now)
}

// lacksHandlers: the case runs and had two handlers, and has fewer now. Who handled it stays named with his end, and as
// one who did when his part is another one; a case to which two were never named lacks nobody yet. running are the placeholders of the machines and states that
// are no end.
func lacksHandlers(now, machines, states string) string {
	return fmt.Sprintf(`((c.machine, c.state) IN (SELECT * FROM unnest(%s::text[], %s::text[])) AND %s < %d
  AND (SELECT count(*) FROM case_members was WHERE was.case_id = c.id AND 'handler' IN (was.part, was.handled)) >= %d)`, machines, states, handlersInForce(now),
		fewestHandlers, fewestHandlers)
}

func countHandlers(ctx context.Context, tx *audit.Tx, caseID int64) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT `+handlersInForce("$2")+` FROM cases c WHERE c.id = $1`, caseID, tx.Now).Scan(&n)
	return n, err
}
