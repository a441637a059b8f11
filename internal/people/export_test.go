package people

// InForce is the one condition.
func InForce(alias, at string) string { return inForce(alias, at) }
