package axe

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

func TestSource_IsTheVendoredFile(t *testing.T) {
	t.Parallel()
	vendor, err := os.ReadFile("VENDOR")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(Source))
	if !strings.Contains(string(vendor), hex.EncodeToString(sum[:])) {
		t.Errorf("axe.min.js is %x, VENDOR says otherwise", sum)
	}
}
