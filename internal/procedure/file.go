package procedure

// packageItems: D310 art. 6 names five.
const packageItems = 5

// PackagePapers are the documents that are an item of the package by themselves, in the order of the items: transfer
// letter, investigation report, list of things, inspection or appraisal, other material (D310 6). Nothing but a referral
// issues them. The scope "carried" of policies/access names them once more; a test holds the two together.
func PackagePapers() [packageItems]string {
	return [5]string{"DOC-R04", "DOC-R05", "DOC-R06", "DOC-R07", "DOC-R08"}
}
