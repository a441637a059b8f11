package app

import (
	"fmt"

	"touchstone/internal/actor"
)

// seeded are the tables with numbers of their own that rows went into.
func seeded() []string {
	return []string{"agencies", "org_units", "users", "role_grants", "matters", "cases", "clocks", "goods_items", "tips", "acts", "approvals", "referrals"}
}

// numbersOn lets a table count on from its last row.
func numbersOn(table string) string {
	return fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), coalesce((SELECT max(id) FROM %[1]s), 1))", table)
}

// settled is for what was loaded: the planner knows it, as after some hours of work.
const settled = "VACUUM (ANALYZE) cases, case_members, clocks, case_facts, tips, users, role_grants, audit_events, audit_heads, goods_items, matters, acts, " +
	"approvals, referrals"

func (w *volumeWorld) firstOf(table string) (n int64, err error) {
	err = w.one("SELECT coalesce(max(id), 0) + 1 FROM "+table, &n)
	return n, err
}

func (w *volumeWorld) agency(code string) (id int64, err error) {
	err = w.one(`SELECT id FROM agencies WHERE code = '`+code+`'`, &id)
	return id, err
}

// password is the hash that all accounts of a demonstration have.
func (w *volumeWorld) password() (hash string, err error) {
	err = w.one(`SELECT password_hash FROM users WHERE username = 'officer'`, &hash)
	return hash, err
}

// officer is an officer of the demonstration's own bureau.
func (w *volumeWorld) officer(name string) (actor.Actor, error) {
	x := actor.Actor{Username: name, AgencyCode: "mofcom"}
	err := w.one(`SELECT u.id, u.name_zh, u.agency_id, u.unit_id, o.name_zh FROM users u JOIN org_units o ON o.id = u.unit_id WHERE u.username = '`+name+`'`,
		&x.UserID, &x.Name, &x.AgencyID, &x.UnitID, &x.UnitName)
	return x, err
}
