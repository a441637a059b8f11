package msshandover

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func TestSecrecyCleared(t *testing.T) {
	t.Parallel()
	a := &procedure.Act{Target: matter.Target{Entity: law.MSSHandover, ID: 4}}
	past := func(result string) *matter.File {
		return &matter.File{Acts: []matter.Past{{Entity: law.MSSHandover, TargetID: 4, Event: "mss_handover.secrecy_checked",
			Input: law.Values{"classification_result": result}}}}
	}
	for name, c := range map[string]struct {
		f      *matter.File
		passes bool
	}{"not asked": {&matter.File{}, false}, "cleared": {past("classified_pointer"), true}, "unclear": {past("unclear"), false}} {
		if got := !secrecyCleared(a, c.f).Failed; got != c.passes {
			t.Errorf("%s: %v", name, got)
		}
	}
}
