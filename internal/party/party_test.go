package party

import "testing"

func TestCheck(t *testing.T) {
	t.Parallel()
	good := Input{Kind: Organisation, Name: "虚构贸易有限公司", Part: "exporter"}
	with := func(change func(*Input)) Input {
		in := good
		change(&in)
		return in
	}
	for name, c := range map[string]struct {
		in    Input
		field string
	}{
		"enough":                 {good, ""},
		"no name":                {with(func(i *Input) { i.Name = "  " }), "name"},
		"no such kind":           {with(func(i *Input) { i.Kind = "ghost" }), "kind"},
		"no such part":           {with(func(i *Input) { i.Part = "" }), "part"},
		"a credit code":          {with(func(i *Input) { i.IDKind, i.IDNumber = "credit_code", " 91350100m000100y43 " }), ""},
		"a mistyped code":        {with(func(i *Input) { i.IDKind, i.IDNumber = "credit_code", "91350100M000100Y44" }), "id_number"},
		"a resident number":      {with(func(i *Input) { i.IDKind, i.IDNumber = "resident_id", "11010519491231002X" }), ""},
		"a mistyped number":      {with(func(i *Input) { i.IDKind, i.IDNumber = "resident_id", "110105194912310021" }), "id_number"},
		"a number of no kind":    {with(func(i *Input) { i.IDNumber = "123" }), "id_number"},
		"a foreign registration": {with(func(i *Input) { i.IDKind, i.IDNumber = "registration", "HRB 1" }), ""},
		"a passport":             {with(func(i *Input) { i.IDKind, i.IDNumber = "passport", "Ｅ 1234-5678" }), ""},
		"no passport":            {with(func(i *Input) { i.IDKind, i.IDNumber = "passport", "E1" }), "id_number"},
		"the number on file, of the rules of its day": {with(func(i *Input) { i.IDKind, i.IDNumber, i.FiledKind = "passport", "E1", "passport" }), ""},
		"the number on file as one of another kind":   {with(func(i *Input) { i.IDKind, i.IDNumber, i.FiledKind = "other", "E1", "passport" }), ""},
		"the number on file as what it cannot be":     {with(func(i *Input) { i.IDKind, i.IDNumber, i.FiledKind = "resident_id", "E1", "passport" }), "id_number"},
		"the number on file of no kind":               {with(func(i *Input) { i.IDNumber, i.FiledKind = "E1", "passport" }), "id_number"},
	} {
		got, bad := c.in.Check()
		if (len(bad) == 0) != (c.field == "") || len(bad) > 0 && bad[0].Name != c.field {
			t.Errorf("%s: %+v", name, bad)
		}
		if c.in.IDKind == "credit_code" && c.field == "" && got.IDNumber != "91350100M000100Y43" {
			t.Errorf("stored as %q", got.IDNumber)
		}
	}
	if got := Masked("11010519491231002X"); got != "110*************2X" {
		t.Errorf("masked %s", got)
	}
}

func TestLink_NeedsASource(t *testing.T) {
	t.Parallel()
	in := LinkInput{From: "a", To: "b", Relation: "controls", Status: "suspected", Source: "工商登记"}
	if bad := in.check(); len(bad) != 0 {
		t.Errorf("%+v", bad)
	}
	in.Source = " "
	if bad := in.check(); len(bad) != 1 || bad[0].Name != "source" {
		t.Errorf("%+v", bad)
	}
	in.Source, in.To = "x", "a"
	if bad := in.check(); len(bad) != 1 || bad[0].Name != "to" {
		t.Errorf("%+v", bad)
	}
}
