package goods

import "testing"

// The look-up runs for every row of a page of goods and of a file that is decided: well under a millisecond.
func BenchmarkControl(b *testing.B) {
	d := desk(b)
	day := on("2026-03-01")
	for b.Loop() {
		d.find("人造石墨负极材料与球化石墨混合料（25公斤/桶）", "石墨", "8545190000", day)
	}
}
