package matter

// States of a referral as the partial indexes of its table say them: plans are generic, so that an argument in the place of these
// words meets no index. That they are those of the law's table is tested.
const (
	SQLUnsent   = "state IN ('DRAFT', 'REPORT_SUBMITTED', 'APPROVED')"
	SQLUnsigned = "state = 'SENT'"
)
