package people

// InForce is the condition that a grant of a role, under an alias of role_grants, holds at a moment: begun, not ended, not
// revoked. at is an expression or a placeholder of the statement. Every look at roles in SQL takes it from here; what the
// scopes of policies/access say in their own words is held against it by a test.
func InForce(alias, at string) string {
	return alias + ".valid_from <= " + at + " AND " + alias + ".valid_to > " + at + " AND " + alias + ".revoked_at IS NULL"
}
