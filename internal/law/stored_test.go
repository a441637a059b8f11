package law_test

import (
	"slices"
	"testing"

	"touchstone/internal/law"
)

// TestInput_StoredAndReadBack: the answers are stored by the fields of the form alone, those with several values as a list, and read
// back as they were.
func TestInput_StoredAndReadBack(t *testing.T) {
	t.Parallel()
	form := &law.Form{Fields: []*law.Field{{Name: "note", Type: "longtext"}, {Name: "things", Type: "evidence_items"}, {Name: "empty", Type: "text"}}}
	out := form.Plain(law.Values{"note": "话", "things": []string{"EV-1", "EV-2"}, "other": "x"})
	if out["note"] != "话" || !slices.Equal(out["things"].([]string), []string{"EV-1", "EV-2"}) || len(out) != 2 ||
		len((*law.Form)(nil).Plain(law.Values{"note": "x"})) != 0 {
		t.Errorf("stored: %v", out)
	}
	got, err := form.Stored([]byte(`{"note":"话","things":["EV-1","EV-2",3],"empty":7}`))
	if err != nil || got.Str("note") != "话" || !slices.Equal(got.List("things"), []string{"EV-1", "EV-2"}) || got.Has("empty") {
		t.Errorf("read: %v, %v", got, err)
	}
	if got, err = (*law.Form)(nil).Stored([]byte("no")); err != nil || len(got) != 0 {
		t.Errorf("without a form: %v, %v", got, err)
	}
	if _, err = form.Stored([]byte("no")); err == nil {
		t.Error("what is no input is read")
	}
}
