package matter

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/law"
)

// Load reads one matter in one round trip; now decides which memberships are in force.
func Load(ctx context.Context, q database.Q, book *law.Edition, id int64, now time.Time) (*File, error) {
	var x Loading
	err := database.Batch(ctx, q, func(b *pgx.Batch) { x.Queue(b, book, Family{Matter: "$1", Args: []any{id}, Now: now}) })
	if err != nil {
		return nil, fmt.Errorf("matter: load: %w", err)
	}
	return x.Filed(), nil
}

// Family says whose matter is read: an SQL expression with its arguments.
type Family struct {
	Matter string
	Args   []any
	Now    time.Time
}

func (m Family) fill(sql string) (string, []any) {
	args := m.Args
	if strings.Contains(sql, "$2") {
		args = append(slices.Clone(args), m.Now)
		sql = strings.ReplaceAll(sql, "$2", "$"+strconv.Itoa(len(args)))
		return strings.ReplaceAll(sql, "@matter", m.Matter), args
	}
	if !strings.Contains(sql, "@matter") {
		args = nil
	}
	return strings.ReplaceAll(sql, "@matter", m.Matter), args
}

// Loading is a file while its rows come in.
type Loading struct {
	File     File
	items    []PackageItem
	agencies []Agency
}

func into[T any](b *pgx.Batch, m Family, sql string, out *[]T, scan func(pgx.CollectableRow) (T, error)) {
	sql, args := m.fill(sql)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scan)
		*out = got
		return err
	})
}

func (x *Loading) Queue(b *pgx.Batch, book *law.Edition, m Family) {
	for p := range allParts {
		x.queuePart(b, book, m, p)
	}
}

func (x *Loading) queuePart(b *pgx.Batch, book *law.Edition, m Family, p Part) {
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
		into(b, m, sqlDocs, &f.Docs, scanDoc(book))
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

// Filed is the file when all rows are there.
func (x *Loading) Filed() *File {
	f := &x.File
	f.Whole = true
	x.join()
	if len(f.Cases) > 0 {
		f.MatterID = f.Cases[0].MatterID
	}
	return f
}

// join puts rows that were read apart where they belong.
func (x *Loading) join() {
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
	x := Loading{File: *f.Copy()}
	m := Family{Matter: "$1", Args: []any{f.MatterID}, Now: now}
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
