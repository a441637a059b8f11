package app_test

import (
	"testing"

	"touchstone/internal/procedure"
)

// spaces are the characters that Unicode calls white space and a form may carry.
const spaces = "\t\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

// TestDuties_WhateverSpaceIsTyped: a name is that of an account with whatever space it is written, in the form or in the
// account; another name is not. Seen to fail with the spaces that the database's collation knows.
func TestDuties_WhateverSpaceIsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toFiling, withEvidence)
	who, matter := w.people["so"], w.file().Admin().MatterID
	duty := func() bool {
		t.Helper()
		d, err := procedure.DutyAgainst(t.Context(), s.db.Read(), s.app.Book(), who, matter, "case_handler")
		if err != nil {
			t.Fatal(err)
		}
		return d != nil
	}
	name := []rune(who.Name)
	for _, space := range spaces {
		typed := string(name[:1]) + string(space) + string(name[1:])
		s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', $1::text) WHERE event = 'evidence.collected'`, typed)
		if !duty() {
			t.Errorf("typed with %U: no duty", space)
		}
		s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', $1::text) WHERE event = 'evidence.collected'`, who.Name)
		s.set(`UPDATE users SET name_zh = $1 WHERE id = $2`, typed, who.UserID)
		if !duty() {
			t.Errorf("the account is written with %U: no duty", space)
		}
		s.set(`UPDATE users SET name_zh = $1 WHERE id = $2`, who.Name, who.UserID)
	}
	s.set(`UPDATE users SET name_zh = '阿不都·热西提', name_en = 'Abdurishit Ｇ.' WHERE id = $1`, who.UserID)
	for typed, want := range map[string]bool{"阿不都•热西提": true, "阿不都・热西提": true, "阿不都热西提": true, "阿不都·\u200b热西提\ufeff": true, "阿不都·熱西提": false, "ABDURISHIT G": true,
		"ａｂｄｕｒｉｓｈｉｔ　ｇ": true, "Abdurishit C.": false, "··": false} {
		s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', $1::text) WHERE event = 'evidence.collected'`, typed)
		if duty() != want {
			t.Errorf("typed %q: a duty %v, want %v", typed, !want, want)
		}
	}
	s.set(`UPDATE users SET name_zh = $1, name_en = '' WHERE id = $2`, who.Name, who.UserID)
	for _, typed := range []string{"··", who.Name + "甲"} {
		s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', $1::text) WHERE event = 'evidence.collected'`, typed)
		if duty() {
			t.Errorf("%q is his", typed)
		}
	}
	s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', $1::text) WHERE event = 'evidence.collected'`, who.Name+"甲")
	if duty() {
		t.Error("another name is his")
	}
	// as a party that was picked, by any of its names
	s.set(`INSERT INTO parties (case_id, ref, kind, name, former_names, name_latin, subject, created_by, created_at)
		VALUES ($1, 'PT-9', 'person', '某人（虚构）', '曾用某；' || $2, '', true, $3, now())`, w.file().Admin().ID, who.Name, who.UserID)
	s.set(`UPDATE acts SET input = input || jsonb_build_object('source_person', 'PT-9') WHERE event = 'evidence.collected'`)
	if !duty() {
		t.Error("picked as a party that was called so: no duty")
	}
	s.set(`UPDATE parties SET former_names = '曾用某' WHERE ref = 'PT-9'`)
	if duty() {
		t.Error("another party is he")
	}
}
