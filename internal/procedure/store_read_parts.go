package procedure

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Part is one kind of rows of a file. An act reads the whole file once; after that only the parts that it changed are read again.
type Part int

// The parts of a file.
const (
	PartCases Part = iota
	PartReferrals
	PartEvidence
	PartHandovers
	PartPersons
	PartRecords
	PartActs
	PartDocs
	PartClocks
	PartMembers
	PartGoods
	PartParties
	PartDecisions
	PartProposals
	PartAgencies
	allParts
)

// partsOf are the parts in which an object of a kind stands.
func partsOf(kind string) []Part {
	return map[string][]Part{"case": {PartCases, PartMembers}, "referral": {PartReferrals}, "evidence": {PartEvidence}, "mss": {PartHandovers},
		"person": {PartPersons}, "record": {PartRecords}}[kind]
}

// Changed says what else of the file an effect has changed, beside the object of the act.
func (a *Act) Changed(parts ...Part) { a.changed = append(a.changed, parts...) }

func (x *matter) queue(b *pgx.Batch, book *law.Edition, m family) {
	for p := range allParts {
		x.queuePart(b, book, m, p)
	}
}

func (x *matter) queuePart(b *pgx.Batch, book *law.Edition, m family, p Part) {
	f := &x.File
	switch p {
	case PartCases:
		into(b, m, sqlCases, &f.Cases, scanCase)
	case PartReferrals:
		into(b, m, sqlReferrals, &f.Referrals, scanReferral)
		into(b, m, sqlItems, &x.items, scanItem)
	case PartEvidence:
		into(b, m, sqlEvidence, &f.Evidence, scanEvidence)
	case PartHandovers:
		into(b, m, sqlHandovers, &f.Handovers, scanHandover)
	case PartPersons:
		into(b, m, sqlPersons, &f.Persons, scanPerson)
	case PartRecords:
		into(b, m, sqlRecords, &f.Records, scanRecord)
	case PartActs:
		into(b, m, sqlActs, &f.Acts, scanPast(book))
	case PartDocs:
		into(b, m, sqlDocs, &f.Docs, scanDoc)
	case PartClocks:
		into(b, m, sqlClocks, &f.Clocks, scanClock)
	case PartMembers:
		into(b, m, sqlMembers, &f.Members, scanMember)
	case PartGoods:
		into(b, m, sqlGoods, &f.Goods, scanGoods)
	case PartParties:
		into(b, m, sqlParties, &f.Parties, scanParty)
	case PartDecisions:
		into(b, m, sqlDecisions, &f.Decisions, scanDecision)
	case PartProposals:
		into(b, m, sqlProposals, &f.Proposals, pgx.RowToStructByPos[Proposal])
	case PartAgencies:
		into(b, m, sqlAgencies, &x.agencies, scanAgency)
	}
}

// filed is the file when all rows are there.
func (x *matter) filed() *File {
	f := &x.File
	f.Whole = true
	x.join()
	if len(f.Cases) > 0 {
		f.MatterID = f.Cases[0].MatterID
	}
	return f
}

// join puts rows that were read apart where they belong.
func (x *matter) join() {
	f := &x.File
	for _, it := range x.items {
		r := f.Referral(it.ReferralID)
		r.Items = append(r.Items, it)
	}
	if f.Agencies == nil {
		f.Agencies = map[int64]Agency{}
	}
	for _, a := range x.agencies {
		f.Agencies[a.ID] = a
	}
}

// Again reads parts of a file once more, inside the act that changed them. What waits to be written is written before. The file is a
// new one, as the act found it is left alone.
func Again(ctx context.Context, q database.Q, book *law.Edition, f *File, now time.Time, parts ...Part) (*File, error) {
	slices.Sort(parts)
	x := matter{File: *f.Copy()}
	m := family{Matter: "$1", Args: []any{f.MatterID}, Now: now}
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		for _, p := range slices.Compact(parts) {
			x.queuePart(b, book, m, p)
		}
	})
	if err != nil {
		return f, fmt.Errorf("matter: read again: %w", err)
	}
	x.join()
	return &x.File, nil
}

// recheck compares the file of an act with what stands in the database: an effect that does not say what it changed is found in
// the tests, which ask for it.
func (e *Engine) recheck(ctx context.Context, tx *audit.Tx, a *Act, f *File) error {
	if !e.rechecks {
		return nil
	}
	stored, err := e.load(ctx, tx, f.MatterID, tx.Now)
	if err != nil {
		return err
	}
	ours, theirs := reflect.ValueOf(*f), reflect.ValueOf(*stored)
	for i := range ours.NumField() {
		if t := ours.Type().Field(i); t.IsExported() && !slices.Contains([]string{"Agencies", "Readable", "Opened"}, t.Name) && !reflect.DeepEqual(ours.Field(i).Interface(),
			theirs.Field(i).Interface()) {
			return errs.Wrap(errs.Internal, "errs.internal", fmt.Errorf("procedure: %s of %s: the file in hand has other %s than the database:\n%.900v\n%.900v",
				a.Row.Event, entity.Of(a.Target.Entity).Kind, t.Name, ours.Field(i).Interface(), theirs.Field(i).Interface()))
		}
	}
	return nil
}
