// Package document issues official documents: a number of the agency's series, a template version and the
// canonical data, frozen with their digest in the transaction of the act. The page /documents/{did} (package
// papers) renders the snapshot; nothing is recomputed later, so what was signed is what is read.
package document
