package referral

import (
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/procedure/enginetest"
)

// Who signs is shown the referral that he decides on, with its package; the team only in the organ that sends it.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	track := Track(Deps{Book: law.Fixed(book(t))})
	enginetest.Shows(t, track, "referral", enginetest.Asking(law.Referral, 51, 11, 7, "TAC-05"))
	enginetest.Shows(t, track, "police", enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"))
	if said := enginetest.Said(t, track, enginetest.Asking(law.AdminCase, 51, 11, 7, "TAC-05"), enginetest.WholeFile()); len(said) != 0 {
		t.Errorf("another thing of that number: %s", enginetest.Written(said))
	}
}

// What is not there is no fact, and an item of the package that is not there is missing.
func TestSeen_OfABlankReferralNothing(t *testing.T) {
	t.Parallel()
	f := &matter.File{MatterID: 1, Cases: []matter.Case{{ID: 11, AgencyID: 7}},
		Referrals: []matter.Referral{{ID: 51, FromCaseID: 11, FromAgencyID: 7, ToAgencyID: 9, Ref: "RF-1", State: "DRAFT", ParentID: 50}},
		Docs:      []matter.Doc{{CaseID: 11, TargetID: 52, Code: "DOC-R04", Number: "他号", Ref: "DC-1"}}}
	said := func(id int64) procedure.Seen {
		return enginetest.Said(t, Track(Deps{Book: law.Fixed(book(t))}), enginetest.Asking(law.Referral, id, 11, 7, ""), f)
	}
	if got := enginetest.Keys(said(51), "referral:"); got != "ref state marking" {
		t.Error(got)
	}
	if got := enginetest.Keys(said(99), ""); got != "" {
		t.Error(got)
	}
	pack := func(r matter.Referral) string {
		f.Referrals[0] = r
		var out []string
		for _, x := range said(51).Under("package") {
			out = append(out, strings.TrimPrefix(x.Key, "package")+"="+strings.Join(x.Values, ","))
		}
		return strings.Join(out, " ")
	}
	base := matter.Referral{ID: 51, FromCaseID: 11, Ref: "RF-1"}
	if got := pack(base); got != ":1=missing,,,, :2=missing,,,, :3=missing,,,, :4=missing,,,, :5=missing,,,, =0,5" {
		t.Errorf("an empty package: %s", got)
	}
	letter := base
	letter.Offence = "smuggling"
	if got := pack(letter); !strings.HasPrefix(got, ":1=missing") {
		t.Errorf("without the facts there is no letter: %s", got)
	}
	letter.Offence, letter.Facts = "", "事实"
	if got := pack(letter); !strings.HasPrefix(got, ":1=missing") {
		t.Errorf("without the offence there is no letter: %s", got)
	}
	letter.Offence = "smuggling"
	if got := pack(letter); !strings.HasPrefix(got, ":1=present,,,,letter :2=missing") || !strings.HasSuffix(got, "=1,5") {
		t.Errorf("the letter is written from them: %s", got)
	}
	letter.Items = []matter.PackageItem{{No: 2, DocumentID: 99}, {No: 3, EvidenceIDs: []int64{99}}, {No: 4}}
	if got := pack(letter); !strings.Contains(got, ":2=missing,,,, :3=present,,,, :4=missing") {
		t.Errorf("a paper that is gone: %s", got)
	}
	f.Docs[0].TargetID, f.Docs[0].Digest = 51, "d"
	if got := pack(base); !strings.HasPrefix(got, ":1=present,DC-1,d,,") {
		t.Errorf("the letter that was issued: %s", got)
	}
}
