package procedure

import (
	"slices"
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// of is a fact of text.
func of(key string, values ...string) Fact { return Fact{Key: key, Kind: KindText, Values: values} }

// keys writes the keys of a list.
func keys(s Seen) string {
	var out []string
	for _, x := range s {
		out = append(out, x.Key)
	}
	return strings.Join(out, " ")
}

// TestMinus_SaysWhatChanged: a fact that is new, one that says otherwise in any part, and one that is gone; what is the same is not
// said. From the difference the newer list can be read again, as its reader had it.
func TestMinus_SaysWhatChanged(t *testing.T) {
	t.Parallel()
	same := of("same", "1")
	was := Seen{of("gone", "1"), same, of("value", "1"), {Key: "kind", Kind: KindText, Values: []string{"1"}}, {Key: "zh", ZH: "甲"}, {Key: "en", Others: "a"}}
	now := Seen{of("new", "1"), same, of("value", "2"), {Key: "kind", Kind: KindCount, Values: []string{"1"}}, {Key: "zh", ZH: "乙"}, {Key: "en", Others: "b"}}
	var said []string
	for _, d := range now.Minus(was) {
		switch {
		case d.Old == nil:
			said = append(said, "+"+d.New.Key)
		case d.New == nil:
			said = append(said, "-"+d.Old.Key)
		default:
			said = append(said, d.Old.Key+d.New.Key)
		}
	}
	if want := []string{"+new", "valuevalue", "kindkind", "zhzh", "enen", "-gone"}; !slices.Equal(said, want) {
		t.Errorf("the difference is %q", said)
	}
	if got := now.Minus(now); len(got) != 0 || now.Since(now) != "" {
		t.Errorf("the same list differs: %v", got)
	}
	patch := now.Since(was)
	read := was.Patched(patch)
	if keys(read) != "same value kind zh en new" || len(read.Minus(now)) != 0 || len(now.Minus(read)) != 0 {
		t.Errorf("read again: %s", keys(read))
	}
	if gone := was[1:2].Since(was[:2]); !strings.Contains(gone, `"gone"`) || keys(was[:2].Patched(gone)) != "same" {
		t.Errorf("what is gone alone: %s", gone)
	}
	if got := was.Patched("no patch"); keys(got) != keys(was) {
		t.Errorf("of what is no patch nothing is read: %s", keys(got))
	}
	if x := now.Find("value"); x.At(0) != "2" || x.At(1) != "" || now.Find("gone") != nil || (*Fact)(nil).At(0) != "" || now.Value("value") != "2" ||
		now.Value("gone") != "" || now.Value("zh") != "" {
		t.Errorf("found: %v", x)
	}
	if got := keys(Seen{of("a:1"), of("b:1"), of("a:2")}.Under("a:")); got != "a:1 a:2" || Group("a:b:c") != "a" || Column("a:b:c") != "c" {
		t.Errorf("under a: %s", got)
	}
}

// TestSeen_StoredAndRead: a stored list is read in today's format, and in the one before, whose marks are made anew; any other is none.
func TestSeen_StoredAndRead(t *testing.T) {
	t.Parallel()
	k := newSealer([]byte("a key of this test alone"), nil)
	sealed := Fact{Key: "party:PT-1:id_number", Kind: KindSealed, Values: []string{"91*", plainMark("9144")}}
	list := Seen{of("a", "1"), sealed, {Key: "b", Kind: KindSealed, Values: []string{"one"}}, of("c", "1", "2")}
	text, err := list.Stored()
	if err != nil {
		t.Fatal(err)
	}
	got, format, ok, err := readSeen([]byte(text), k)
	if err != nil || !ok || format != "v2" || got.Digest() != list.Digest() {
		t.Errorf("today's: %v, %s, %t, %v", got, format, ok, err)
	}
	got, format, ok, err = readSeen([]byte(strings.Replace(text, `"v2"`, `"v1"`, 1)), k)
	if err != nil || !ok || format != "v1" || got[1].Values[1] != k.mark("party:PT-1:id_number",
		"9144") || got[2].Values[0] != "one" || got[3].Values[1] != "2" {
		t.Errorf("the one before: %v, %s, %t, %v", got, format, ok, err)
	}
	if _, format, ok, err = readSeen([]byte(strings.Replace(text, `"v2"`, `"v3"`, 1)), k); ok || err != nil || format != "v3" {
		t.Errorf("another: %s, %t, %v", format, ok, err)
	}
	if _, _, _, err = readSeen([]byte("no list"), k); err == nil {
		t.Error("what is no list is read")
	}
	if k.mark("a", "1") == k.mark("b", "1") || k.mark("a", "1") == k.mark("a", "2") || k.mark("a", "1") == newSealer([]byte("another"), nil).mark("a", "1") {
		t.Error("a mark is of its fact, its value and its key")
	}
	if list.Digest() == list[1:].Digest() {
		t.Error("a list without a fact is another list")
	}
}

// TestBare_IsWhatTheKeeperReads: whoever keeps a thing and may not read the file reads what is asked of him, the thing itself and its
// periods, and nothing that speaks of the file.
func TestBare_IsWhatTheKeeperReads(t *testing.T) {
	t.Parallel()
	var s Seen
	for _, key := range strings.Fields("proposal deciders case:title input:note file:a:1 effect:return evidence:EV-1:name " +
		"evidence:EV-1:parent evidence:EV-1:custody_case " +
		"evidence:EV-1:goods_item evidence:EV-1:source_person evidence:EV-10:name record:label clock:K:EV-1 clock:K:CA-1 party:PT-1:name told") {
		s = append(s, of(key, "1"))
	}
	if got := keys(s.Bare(law.Evidence, "EV-1")); got != "proposal deciders input:note file:a:1 effect:return evidence:EV-1:name clock:K:EV-1" {
		t.Errorf("of an item: %s", got)
	}
	if got := keys(s.Bare("request", "RC-1")); got != "proposal deciders input:note file:a:1 effect:return record:label" {
		t.Errorf("of a record: %s", got)
	}
	if got := keys(s.Bare(law.AdminCase, "CA-1")); got != "proposal deciders input:note file:a:1 effect:return clock:K:CA-1" {
		t.Errorf("of a file: %s", got)
	}
}

// TestLegacy_IsReadAsTheListItWouldHaveBeen: what was stored with a proposal before lists were typed, fact by fact.
func TestLegacy_IsReadAsTheListItWouldHaveBeen(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	row := book.Event("referral.approved")[0]
	p := &Approval{Ref: "AP-1", RowID: row.ID, Event: row.Event, DeciderRoles: []string{"principal_head"}, Revision: 1, Input: law.Values{}}
	list, err := legacySeen(p, []byte(`{"Ref":"CA-1","Case":{"Ref":"CA-1","Title":"演示","Mineral":"gallium","lead_basis":"ECL-34-1"},
"Documents":{"DC-2":"DOC-R05 d2","DC-1":"DOC-A24 d1"},"Evidence":{"EV-1":"报 关 单 SEALED verified 2","EV-2":"太短 SEALED verified",
"EV-3":"样品 SEALED verified many"},
"Referral":{"Offence":"smuggling","Facts":"事实","Destination":"public_security","package_digest":"pd"}}`), book)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list[2:] {
		got = append(got, x.Key+"="+strings.Join(x.Values, ","))
	}
	want := []string{"case:title=演示", "case:ref=CA-1", "case:mineral=gallium", "case:lead_basis=ECL-34-1", "referral:destination=public_security",
		"referral:offence=smuggling",
		"referral:facts=事实", "referral:package_digest=pd", "paper:DC-1=DOC-A24,,d1,,,", "paper:DC-2=DOC-R05,,d2,,,", "evidence:EV-1:name=报 关 单",
		"evidence:EV-1:state=SEALED",
		"evidence:EV-1:finding=verified", "evidence:EV-1:files=2", "evidence:EV-3:name=样品", "evidence:EV-3:state=SEALED", "evidence:EV-3:finding=verified"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if list[0].Values[0] != "AP-1" || list[0].At(8) != "CA-1" {
		t.Errorf("the proposal is %v", list[0])
	}
	if list, err = legacySeen(p, []byte(`{"Case":{}}`), book); err != nil || len(list) != 2 {
		t.Errorf("of nothing: %v, %v", list, err)
	}
	if _, err = legacySeen(p, []byte(`no`), book); err == nil {
		t.Error("what is no list is read")
	}
}

// TestRootOf_NamesTheChain: a referral has a chain of its own, an item stands in that of its case.
func TestRootOf_NamesTheChain(t *testing.T) {
	t.Parallel()
	if root, id := RootOf(thing(law.Referral, 5), &matter.Case{ID: 1}); root != "referral" || id != 5 {
		t.Errorf("%s %d", root, id)
	}
	if root, id := RootOf(thing(law.Evidence, 5), &matter.Case{ID: 1}); root != "case" || id != 1 {
		t.Errorf("%s %d", root, id)
	}
	if root, id := RootOf(thing(law.AdminCase, 5), &matter.Case{ID: 1}); root != "case" || id != 1 {
		t.Errorf("%s %d", root, id)
	}
}

// TestOverlay_AddsAnOpinionAlone: of a stored proposal the decider's opinion stands after the proposer's, once, and nothing else of his.
func TestOverlay_AddsAnOpinionAlone(t *testing.T) {
	t.Parallel()
	for i, x := range []struct{ proposed, decided, want string }{{"甲", "乙", "甲\n乙"}, {"甲", "甲", "甲"}, {"甲", "", "甲"}, {"", "乙", "乙"}, {"", "", ""}} {
		in := law.Values{"sum": "1"}
		if x.proposed != "" {
			in["opinion"] = x.proposed
		}
		got := overlay(in, law.Values{"opinion": x.decided, "sum": "2"})
		if got.Str("opinion") != x.want || got.Str("sum") != "1" || in.Str("opinion") != x.proposed {
			t.Errorf("%d: %v", i, got)
		}
	}
	if opinionOf(law.Values{"opinion": "甲", "reason": "乙"}) != "甲" || opinionOf(law.Values{"reason": "乙"}) != "乙" {
		t.Error("the opinion of an act is that, or its reason")
	}
}

// TestTurnedAway_FilesWithoutAByteOrABox: a file without a byte is refused by name, and one that no field asks for.
func TestTurnedAway_FilesWithoutAByteOrABox(t *testing.T) {
	t.Parallel()
	if err := filled([]Upload{{Field: "a", Name: "x", Size: 1}}); err != nil {
		t.Error(err)
	}
	if err := filled([]Upload{{Field: "a", Name: "x", Size: 1}, {Field: "b", Name: "y"}}); err == nil || !strings.Contains(err.Error(), "b") {
		t.Errorf("%v", err)
	}
	if got := FileKeys([]Upload{{Field: "a"}, {Field: "b"}, {Field: "a"}}); !slices.Equal(got, []string{"file:a:1", "file:b:1", "file:a:2"}) {
		t.Errorf("%q", got)
	}
	if fileField(nil, "a") || fileField(&law.Form{Fields: []*law.Field{{Name: "a", Type: "text"}}}, "a") || fileField(&law.Form{}, "a") {
		t.Error("a field that takes no file")
	}
	x := &quota{day: 8, file: 5, perDay: 10, perFile: 10}
	if x.admits(2) != nil || x.admits(3) == nil || x.more(2) != nil || x.more(1) == nil {
		t.Error("what fits exactly fits, and one byte more does not")
	}
	y := &quota{day: 5, file: 8, perDay: 10, perFile: 10}
	if err := y.admits(3); err == nil || !strings.Contains(err.Error(), "quota_case") {
		t.Errorf("what a file may hold: %v", err)
	}
}
