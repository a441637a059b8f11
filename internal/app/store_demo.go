package app

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
)

// begun tells whether the database has a file already.
func (a *App) begun(ctx context.Context) (there bool, err error) {
	err = a.DB.Read().QueryRow(ctx, `SELECT EXISTS (SELECT FROM cases) OR EXISTS (SELECT FROM tips)`).Scan(&there)
	return there, err
}

func (a *App) demoPeople(ctx context.Context) (demoPeople, error) {
	rows, err := a.DB.Read().Query(ctx, `SELECT u.id, u.username, u.name_zh, u.agency_id, ga.code, ga.name_zh, ga.kind, u.unit_id, o.name_zh, u.clearance,
  array_agg(g.role ORDER BY g.id), bool_or(g.presiding)
FROM users u JOIN agencies ga ON ga.id = u.agency_id JOIN org_units o ON o.id = u.unit_id JOIN role_grants g ON g.user_id = u.id AND g.revoked_at IS NULL
GROUP BY u.id, ga.id, o.id ORDER BY u.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := demoPeople{}
	for rows.Next() {
		x := actor.Actor{Lang: i18n.ZH, Demo: true}
		var roles []string
		if err := rows.Scan(&x.UserID, &x.Username, &x.Name, &x.AgencyID, &x.AgencyCode, &x.AgencyName, &x.AgencyKind, &x.UnitID, &x.UnitName, &x.Clearance,
			&roles, &x.Principal); err != nil {
			return nil, err
		}
		for _, r := range roles {
			x.Roles = append(x.Roles, actor.Role(r))
		}
		for _, r := range roles {
			out[x.AgencyCode+"/"+r] = append(out[x.AgencyCode+"/"+r], x)
		}
	}
	return out, rows.Err()
}

func (p *demoPlayer) tipID(ctx context.Context) (id int64, err error) {
	err = p.app.DB.Read().QueryRow(ctx, `SELECT id FROM tips WHERE ref = $1`, p.tip).Scan(&id)
	return id, err
}

func (p *demoPlayer) matterOf(ctx context.Context, caseID int64) (id int64, err error) {
	err = p.app.DB.Read().QueryRow(ctx, `SELECT matter_id FROM cases WHERE id = $1`, caseID).Scan(&id)
	return id, err
}
