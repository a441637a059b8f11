package cases

import "strconv"

func custodyCount(p Page) string {
	if p.Custody == nil {
		return ""
	}
	return p.Custody.Items
}

func duplicateCount(p New) string { return strconv.Itoa(len(p.Duplicates)) }
