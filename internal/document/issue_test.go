package document_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/document"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// desk issues papers of one agency.
type desk struct {
	t      *testing.T
	db     *database.DB
	super  *pgx.Conn
	book   *law.Edition
	random io.Reader
}

const agency = 900

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, db: testkit.DB(t), random: rand.Reader}
	d.super = testkit.Super(t, d.db)
	var err error
	if d.book, err = law.Newest(policies.FS()); err != nil {
		t.Fatal(err)
	}
	d.do("INSERT INTO agencies (id, code, kind, name_zh, name_en, short_zh) OVERRIDING SYSTEM VALUE " +
		"VALUES (900, 'x', 'commerce', '演示机关', 'x', '商'), (901, 'y', 'commerce', '另一机关', 'y', '商')")
	return d
}

func (d *desk) do(sql string, args ...any) {
	d.t.Helper()
	if _, err := d.super.Exec(d.t.Context(), sql, args...); err != nil {
		d.t.Fatal(err)
	}
}

// issue numbers a paper in a transaction of its own, and undoes it where undo says so.
func (d *desk) issue(code string, matter int64, closed, undo bool) (string, error) {
	tx, err := d.db.Begin(d.t.Context())
	if err != nil {
		return "", err
	}
	defer func() { _ = tx.Rollback() }()
	ref, err := ids.NewRef("DC", rand.Reader)
	if err != nil {
		return "", err
	}
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, law.Zone())
	got, err := document.Issue(d.t.Context(), tx, d.book.Document(code),
		document.Request{Code: code, MatterID: matter, CaseID: matter, TargetKind: "case", TargetID: matter, Round: 1, ActID: 1,
			AgencyID: agency, AgencyShort: "商管", Compartmented: closed, By: 1, Now: now, Data: map[string]any{}, Ref: ref, Random: d.random})
	if err != nil || undo {
		return "", errors.Join(err, tx.Rollback())
	}
	return got, tx.Commit()
}

func (d *desk) number(code string, matter int64, closed bool) string {
	d.t.Helper()
	n, err := d.issue(code, matter, closed, false)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

var marked = regexp.MustCompile(`^商管A05·[0-9A-HJKMNP-TV-Z]{2}〔2026〕(\d+)号$`)

// TestIssue_NoTwoPapersHaveOneNumber: papers of open files count on without a gap, whatever compartmented matters write
// in between; those have a series of their own.
func TestIssue_NoTwoPapersHaveOneNumber(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var open, closed []string
	for i := range int64(4) {
		open = append(open, d.number("DOC-A05", 1+i, false))
		closed = append(closed, d.number("DOC-A05", 50, true), d.number("DOC-A05", 51, true))
	}
	if want := []string{"商管A05〔2026〕1号", "商管A05〔2026〕2号", "商管A05〔2026〕3号", "商管A05〔2026〕4号"}; !slices.Equal(open, want) {
		t.Errorf("open files: %v", open)
	}
	words := map[string][]string{}
	for _, n := range closed {
		m := marked.FindStringSubmatch(n)
		if m == nil {
			t.Fatalf("compartmented: %q", n)
		}
		word, _, _ := strings.Cut(n, "〔")
		words[word] = append(words[word], m[1])
	}
	if len(words) != 2 {
		t.Errorf("two matters write in %d series: %v", len(words), words)
	}
	for word, n := range words {
		if strings.Join(n, " ") != "1 2 3 4" {
			t.Errorf("%s: %v", word, n)
		}
	}
	if a, b := d.number("DOC-A07", 50, true), closed[0]; !strings.Contains(a, b[strings.Index(b, "·"):strings.Index(b, "〔")]) {
		t.Errorf("one matter has two marks: %s, %s", a, b)
	}
	// A file that becomes compartmented goes on in its own series, and leaves no gap in the open one.
	if n := d.number("DOC-A05", 1, true); !marked.MatchString(n) {
		t.Errorf("closed later: %s", n)
	}
	if n := d.number("DOC-A05", 2, false); n != "商管A05〔2026〕5号" {
		t.Errorf("the open series goes on at %s", n)
	}
}

// TestIssue_TwentyAtOnce: twenty desks at once, every third act undone: no number twice, none left out.
func TestIssue_TwentyAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const desks, papers = 20, 6
	var mu sync.Mutex
	var all []string
	var wg sync.WaitGroup
	for i := range desks {
		wg.Go(func() {
			for j := range papers {
				n, err := d.issue("DOC-A05", int64(i%5), i%4 == 3, (i+j)%3 == 2)
				mu.Lock()
				if err != nil {
					t.Error(err)
				}
				if n != "" {
					all = append(all, n)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	series := map[string][]int{}
	for _, n := range all {
		var i int
		word, rest, _ := strings.Cut(n, "〔2026〕")
		if _, err := fmt.Sscanf(rest, "%d号", &i); err != nil {
			t.Fatal(n, err)
		}
		series[word] = append(series[word], i)
	}
	for word, n := range series {
		slices.Sort(n)
		for i := range n {
			if n[i] != i+1 {
				t.Fatalf("%s: %v", word, n)
			}
		}
	}
	if len(all) != desks*papers*2/3 || len(series) < 2 {
		t.Errorf("%d papers in %d series", len(all), len(series))
	}
}

// TestIssue_PassesOverWhatAnOlderPaperCarries: numbers given until now stay, equal ones too; a new one never equals one.
func TestIssue_PassesOverWhatAnOlderPaperCarries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old := func(agency int64, number string, rule int) error {
		ref, err := ids.NewRef("DC", rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.super.Exec(t.Context(),
			`INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, direction, template_version, data, digest, act_id, agency_id,
				issued_by, issued_at, number_rule)
VALUES ($1, 7, 7, 'case', 7, 'DOC-A05', 't', $2, 'out', '1', '{}', 'd', 1, $3, 1, now(), $4)`, ref, number, agency, rule)
		return err
	}
	for _, x := range []struct {
		agency int64
		number string
	}{{agency, "商管A05〔2026〕2号"}, {agency, "商管A05〔2026〕2号"}, {901, "商管A05〔2026〕1号"}} {
		if err := old(x.agency, x.number, 1); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := d.number("DOC-A05", 1, false), d.number("DOC-A05", 1, false); a != "商管A05〔2026〕1号" || b != "商管A05〔2026〕3号" {
		t.Errorf("numbered %s and %s", a, b)
	}
	if err := old(agency, "商管A05〔2026〕1号", 2); err == nil {
		t.Error("the database takes a number twice")
	}
}

// same draws one mark again and again, then others.
type same struct{ left int }

func (s *same) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 7
		if s.left <= 0 {
			b[i] = byte(8 + i)
		}
	}
	s.left--
	return len(b), nil
}

// TestIssue_AMarkIsUsedOnce: what was drawn for another matter of the agency is drawn again.
func TestIssue_AMarkIsUsedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.random = &same{left: 3}
	a, b := d.number("DOC-A05", 50, true), d.number("DOC-A05", 51, true)
	if a != "商管A05·77〔2026〕1号" || b != "商管A05·89〔2026〕1号" {
		t.Errorf("numbered %s and %s", a, b)
	}
}
