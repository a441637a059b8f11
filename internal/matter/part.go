package matter

// Part is one kind of rows of a file. An act reads the whole file once; after that only the parts that it changed are read again.
type Part int

// The parts of a file.
const (
	PartCases Part = iota
	PartReferrals
	PartEvidence
	PartHandovers
	PartPersons
	PartRecords
	PartActs
	PartDocs
	PartClocks
	PartMembers
	PartGoods
	PartParties
	PartDecisions
	PartProposals
	PartAgencies
	allParts
)

// PartsOf are the parts in which an object of a kind stands.
func PartsOf(kind string) []Part {
	return map[string][]Part{"case": {PartCases, PartMembers}, "referral": {PartReferrals}, "evidence": {PartEvidence}, "mss": {PartHandovers},
		"person": {PartPersons}, "record": {PartRecords}}[kind]
}
