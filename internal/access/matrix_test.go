package access_test

import (
	"context"
	"encoding/csv"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

var update = flag.Bool("update", false, "rewrite testdata/matrix.csv; read every changed line before you keep it")

// The matrix puts one person into one place: user me, in unit here of agency us, cleared for INTERNAL. Everything else
// is told by its relation to that person.
const (
	me, here, us         = int64(9), int64(11), int64(1)
	elsewhere, them      = int64(21), int64(2)
	next                 = int64(12) // another unit of us
	third                = int64(3)
	cleared1, aboveClear = int16(1), int16(2)
)

type relation struct {
	kind access.Kind
	name string
	id   int64
}

// homes are the sorts of agency a role is tried in.
func homes(role actor.Role) []string {
	switch role {
	case actor.CoordReader, actor.CoordIssuer:
		return []string{"coordination"}
	case actor.SecrecyOfficer:
		return []string{"commerce", "coordination"}
	case actor.Sysadmin, actor.Secadmin, actor.Auditor:
		return []string{"commerce", "system"}
	}
	return []string{"commerce"}
}

// verdict lists the relations in which the role may do this.
func (w *world) verdict(who actor.Actor, kind access.Kind, action access.Action, rels []relation) []string {
	var out []string
	if kind == access.Audit {
		from, args := w.p.From(who, kind, action)
		seen := w.ids("SELECT n FROM "+from+" f", args)
		for _, r := range rels {
			if slices.Contains(seen, r.id) {
				out = append(out, r.name)
			}
		}
		return out
	}
	var checks []access.Check
	for _, r := range rels {
		checks = append(checks, access.Check{Action: action, Target: access.Target{Kind: kind, ID: r.id}})
	}
	yes, err := w.p.MayMany(context.Background(), w.db.Read(), who, checks)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, r := range rels {
		if yes[i] {
			out = append(out, r.name)
		}
	}
	return out
}

type verdict struct {
	role, home   string
	kind, action string
	allowed      []string
}

func matrix(t *testing.T) []verdict {
	t.Helper()
	w, everyRole := newWorld(t), roles(t)
	byHome := map[string][]verdict{}
	for _, home := range []string{"commerce", "coordination", "system"} {
		rels := w.stage(home, everyRole)
		for _, role := range everyRole {
			if !slices.Contains(homes(role), home) {
				continue
			}
			who := as(me, here, us, actor.Internal, role)
			who.AgencyKind = home
			for _, kind := range access.Kinds() {
				for _, action := range access.Actions() {
					if !w.p.Can(actor.Actor{Roles: everyRole}, kind, action) {
						continue
					}
					of := slices.DeleteFunc(slices.Clone(rels), func(r relation) bool { return r.kind != kind })
					key := string(role) + home
					byHome[key] = append(byHome[key], verdict{string(role), home, string(kind), string(action), w.verdict(who, kind, action, of)})
				}
			}
		}
	}
	var out []verdict
	for _, role := range everyRole {
		for _, home := range homes(role) {
			out = append(out, byHome[string(role)+home]...)
		}
	}
	return out
}

// The verdicts that hold whatever the policy file says. They are not rewritten by -update.
func TestMatrix(t *testing.T) {
	t.Parallel()
	got := matrix(t)
	t.Run("an officer of another agency sees of a file only what a referral carries", func(t *testing.T) {
		for _, v := range got {
			for _, r := range v.allowed {
				stranger := strings.HasPrefix(r, "other_agency") && !strings.Contains(r, "named") || strings.Contains(r, "not_yet_sent") || r == "between_others"
				file := slices.Contains([]string{"case", "clock", "person", "record", "document", "evidence", "referral", "mss", "approval", "handover", "access_request",
					"tip"}, v.kind)
				if stranger && file && v.role != "system" {
					t.Errorf("%s in %s may %s %s %s", v.role, v.home, v.action, v.kind, r)
				}
			}
		}
	})
	t.Run("the coordination office and the administrators open no file", func(t *testing.T) {
		for _, v := range got {
			outside := v.home == "coordination" || slices.Contains([]string{"sysadmin", "secadmin", "auditor"}, v.role)
			inside := slices.Contains([]string{"public_record", "report", "user", "audit", "admin"}, v.kind)
			if outside && !inside && len(v.allowed) > 0 {
				t.Errorf("%s may %s %s: %v", v.role, v.action, v.kind, v.allowed)
			}
		}
	})
	t.Run("nobody passes his clearance, a compartment or the end of his naming", func(t *testing.T) {
		for _, v := range got {
			for _, r := range v.allowed {
				desk := v.role == "evidence_custodian" && (v.kind == "evidence" || v.kind == "handover") // reaches items by who holds them
				if v.role != "system" && (strings.Contains(r, "above_clearance") || strings.Contains(r, "ended") && !desk) {
					t.Errorf("%s may %s %s %s", v.role, v.action, v.kind, r)
				}
				if v.role != "system" && v.kind == "case" && (r == "own_unit_compartmented" || r == "other_unit_compartmented") {
					t.Errorf("%s may %s %s", v.role, v.action, r)
				}
			}
		}
	})
	t.Run("no personal link opens what the file does not", func(t *testing.T) {
		for _, v := range got {
			for _, r := range v.allowed {
				own := strings.Contains(r, "_me_") || strings.Contains(r, "asked_and_decided_") || strings.Contains(r, "asked_by_myself_") || strings.Contains(r, "team")
				closed := strings.HasSuffix(r, "_compartmented") || strings.Contains(r, "naming_ended") || strings.Contains(r, "before_i_moved_here") ||
					strings.Contains(r, "earlier_post") || strings.HasSuffix(r, "compartmented_team")
				custodian := v.role == "evidence_custodian" && r == "returned_to_me_item_compartmented" // the item is with him, and he has to act
				desk := strings.HasPrefix(r, "proposed_by_me_on_referral_to_us_compartmented") &&
					slices.Contains([]string{"ps_intake", "ps_county_head", "mss_liaison", "mss_unit_head"}, v.role)
				if own && closed && !custodian && !desk && v.role != "system" {
					t.Errorf("%s may %s %s %s", v.role, v.action, v.kind, r)
				}
			}
		}
	})
	t.Run("papers of a pointer and decisions on it open with the pointer alone", func(t *testing.T) {
		opens := map[string]bool{}
		for _, v := range got {
			for _, r := range v.allowed {
				opens[v.role+v.home+v.kind+v.action+r] = true
			}
		}
		for _, v := range got {
			for _, r := range v.allowed {
				of := strings.HasPrefix(r, "of_pointer_") && (v.kind == "document" || v.kind == "approval")
				if of && v.role != "system" && v.home != "system" && !opens[v.role+v.home+"mssread"+r] {
					named := v.role != "secrecy_officer" && strings.HasPrefix(r, "of_pointer_compartmented_handler") // who handles the file, whatever his role
					if !named {
						t.Errorf("%s may %s %s %s, and not the pointer", v.role, v.action, v.kind, r)
					}
				}
			}
		}
	})
	t.Run("whoever decides reads the secret papers behind his proposal and no others", func(t *testing.T) {
		behind := 0
		for _, v := range got {
			for _, r := range v.allowed {
				if v.kind == "document" && v.role != "system" && (strings.HasPrefix(r, "secret_elsewhere") || strings.HasPrefix(r, "pointer_elsewhere")) {
					t.Errorf("%s in %s may %s document %s", v.role, v.home, v.action, r)
				}
				if v.role != "system" && (strings.HasPrefix(r, "secret_behind") || strings.HasPrefix(r, "secret_named")) {
					behind++
				}
			}
		}
		if behind < 4*5 {
			t.Errorf("%d: who decides does not read what he decides on", behind)
		}
	})
	t.Run("who owes the naming of handlers names them and reads nothing", func(t *testing.T) {
		names := 0
		for _, v := range got {
			for _, r := range v.allowed {
				switch {
				case v.role == "system" || !strings.Contains(r, "lacking_handlers") && !strings.Contains(r, "handled_again"):
				case r == "own_unit_compartmented_lacking_handlers" && v.kind == "case" && v.action == "assign" && strings.HasSuffix(v.role, "unit_head"):
					names++
				case v.kind == "evidence" && v.role == "evidence_custodian" || v.kind == "handover": // by who holds the item
				default:
					t.Errorf("%s may %s %s %s", v.role, v.action, v.kind, r)
				}
			}
		}
		if names != 2 {
			t.Errorf("%d roles name handlers", names)
		}
	})
	t.Run("who is named as reader reads", func(t *testing.T) {
		for _, v := range got {
			for _, r := range v.allowed {
				if v.role != "system" && v.action != "read" && r == "other_agency_named_as_reader" {
					t.Errorf("%s may %s %s %s", v.role, v.action, v.kind, r)
				}
			}
		}
	})
	t.Run("is the one that was read and kept", func(t *testing.T) { compare(t, got) })
}

const golden = "testdata/matrix.csv"

func compare(t *testing.T, got []verdict) {
	lines := [][]string{{"role", "agency_kind", "kind", "action", "allowed_on"}}
	for _, v := range got {
		allowed := strings.Join(v.allowed, " ")
		if allowed == "" {
			allowed = "-"
		}
		lines = append(lines, []string{v.role, v.home, v.kind, v.action, allowed})
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	have, kept := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for _, l := range have {
		if !slices.Contains(kept, l) {
			t.Errorf("without a verdict: %s", l)
		}
	}
	for _, l := range kept {
		if !slices.Contains(have, l) {
			t.Errorf("no longer true: %s", l)
		}
	}
}
