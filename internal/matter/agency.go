package matter

// Agency is an organ that takes part.
type Agency struct {
	ID              int64
	Code, Kind      string
	NameZH, NameEN  string
	OwnPenaltyPower bool
	Accounts        bool
}
