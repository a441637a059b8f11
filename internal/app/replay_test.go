package app_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/identity"
	"touchstone/internal/intake"
	"touchstone/internal/law"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// replay takes one entry of the public record through the pages, as the officers of a demonstration would, to the
// outcome that was reported. What the source does not say is said in the fixture to be assumed.
type replay struct {
	*site
	entry intake.PublicCase
	refs  map[string]string // newest object of each kind of URL; "criminal" beside "cases"
	used  map[string]time.Time
	super *pgx.Conn
}

// move is one line of a replay: who does what, from when, with which fields, decided by whom.
type move struct {
	after  string // how long since the line before: "2d", "3h"; "" = a quarter of an hour; "due:CODE" = past that period
	who    string
	event  string // "criminal:event" is done to the criminal case, "event#2" to the second item
	by     string
	fields string // name=value|name=value
}

type outcome struct {
	states  map[string]string // by kind of object: admin_case, referral, criminal_case, evidence_item
	clocks  []string          // running at the end, each with its last day
	papers  []string          // codes that must be on file
	kind    string            // of the decision
	fine    int64             // yuan
	reasons []string          // what the decision row must carry in its ground, reasons or calculation
}

func newReplay(t *testing.T, code, day string) *replay {
	t.Helper()
	r := &replay{site: newSite(t), refs: map[string]string{}, used: map[string]time.Time{}}
	record, err := intake.LoadPublic(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	var ok bool
	if r.entry, ok = record.Find(code); !ok {
		t.Fatalf("no %s in the public record", code)
	}
	r.super = testkit.Super(t, r.db)
	r.clock.Set(day + "T09:00:00+08:00")
	return r
}

func (r *replay) play(moves ...move) {
	r.t.Helper()
	for _, m := range moves {
		r.wait(m.after)
		r.do(m)
	}
}

func (r *replay) wait(after string) {
	r.t.Helper()
	if code, ok := strings.CutPrefix(after, "due:"); ok {
		var due time.Time
		r.scan([]any{code}, `SELECT max(due_at) FROM clocks WHERE code = $1`, &due)
		if d := due.Sub(r.clock.Now()); d > 0 {
			r.clock.Advance(d + 10*time.Hour)
		}
		return
	}
	d := 15 * time.Minute
	if n, unit, _ := strings.Cut(after, " "); unit != "" {
		var k int
		if _, err := fmt.Sscan(n, &k); err != nil {
			r.t.Fatal(err)
		}
		d = time.Duration(k) * map[string]time.Duration{"days": 24 * time.Hour, "hours": time.Hour}[unit]
	}
	r.clock.Advance(d)
}

func (r *replay) scan(args []any, sql string, into ...any) {
	r.t.Helper()
	if err := r.super.QueryRow(r.t.Context(), sql, args...).Scan(into...); err != nil {
		r.t.Fatalf("%s: %v", sql, err)
	}
}

// by is a browser of that person; one that lay idle signs in again.
func (r *replay) by(username string) *testkit.Client {
	r.t.Helper()
	if at, ok := r.used[username]; !ok || r.clock.Now().Sub(at) > 10*time.Minute {
		delete(r.seen, username)
	}
	r.used[username] = r.clock.Now()
	return r.as(username)
}

// do opens the act's form, fills it in by the field names of the tables, posts it, and has it decided.
func (r *replay) do(m move) {
	r.t.Helper()
	given := fieldsOf(m.fields)
	row, path := r.pathOf(m.event)
	f := r.by(m.who).Get(path).Want(http.StatusOK).Form("form[data-act='" + row.Event + "']")
	if v := given["variant"]; v != nil {
		f.Force("variant", v...)
		for _, x := range r.app.Book().Event(row.Event) { // the outcomes of an event may ask for different things
			if x.Entity == row.Entity && x.Variant == v[0] {
				row = x
			}
		}
	}
	r.fill(f, row.Form, given)
	p := f.Submit()
	if p.Status != http.StatusOK {
		r.t.Fatalf("%s by %s: %d at %s: %s", m.event, m.who, p.Status, p.URL.Path, problems(p))
	}
	if row.Event == "admin_lead.registered" && p.URL.Path == "/cases/new" {
		p = p.Form("form[data-act='" + row.Event + "']").Submit().Want(http.StatusOK)
	}
	if aid, ok := strings.CutPrefix(p.URL.Path, "/approvals/"); ok {
		if m.by == "" {
			r.t.Fatalf("%s waits for a decision", m.event)
		}
		r.approve(m.by, aid, row.Event, given)
	} else if m.by != "" {
		r.t.Fatalf("%s was done by one person, at %s", m.event, p.URL.Path)
	}
	r.note()
}

// decide takes the one proposal that waits in the person's inbox.
func (r *replay) decide(after, who, event string, fields string) {
	r.t.Helper()
	r.wait(after)
	p := r.by(who).Get("/inbox").Want(http.StatusOK)
	for _, href := range p.Attrs("main a[href^='/approvals/']", "href") {
		r.approve(who, strings.TrimPrefix(href, "/approvals/"), event, fieldsOf(fields))
		r.note()
		return
	}
	r.t.Fatalf("nothing waits for %s", who)
}

// approve reads the proposal, chooses, and signs with the credential.
func (r *replay) approve(who, aid, event string, given map[string][]string) {
	r.t.Helper()
	f := r.by(who).Get("/approvals/" + aid).Want(http.StatusOK).Form("form[action='/approvals/" + aid + "/sign']")
	f.Set("decision", event).Set("read", "yes")
	if slices.Contains(f.Names(), "opinion") {
		words := given["decider_opinion"]
		if words == nil {
			words = []string{"同意（依公开报道复演）。"}
		}
		f.Set("opinion", words...)
	}
	for name, v := range given {
		if slices.Contains(f.Names(), name) && name != "opinion" && name != "variant" {
			f.Set(name, v...)
		}
	}
	p := f.Submit()
	if p.Status != http.StatusOK {
		r.t.Fatalf("approval of %s by %s: %d: %s", event, who, p.Status, problems(p))
	}
	sign := p.Form("form[data-act='" + event + "']")
	if slices.Contains(sign.Names(), "credential") {
		sign.Set("credential", identity.DemoPassword)
	}
	if p = sign.Submit(); p.Status != http.StatusOK {
		r.t.Fatalf("signature of %s by %s: %d at %s: %s", event, who, p.Status, p.URL.Path, problems(p))
	}
}

// pathOf is where the form of an act is, and the row whose form it is.
func (r *replay) pathOf(event string) (*law.Act, string) {
	r.t.Helper()
	event, nth, _ := strings.Cut(event, "#")
	onCriminal := strings.HasPrefix(event, "criminal:")
	event = strings.TrimPrefix(event, "criminal:")
	rows := r.app.Book().Event(event)
	if len(rows) == 0 {
		r.t.Fatalf("no act %s", event)
	}
	row := rows[0]
	if onCriminal {
		i := slices.IndexFunc(rows, func(a *law.Act) bool { return a.Entity == law.CriminalCase })
		row = rows[i]
	}
	kind := map[law.Machine]string{law.AdminCase: "cases", law.CriminalCase: "criminal", law.Referral: "referrals", law.Evidence: "evidence",
		law.MSSHandover: "mss"}[row.Entity]
	switch event {
	case "admin_lead.registered":
		return row, "/cases/new?public=" + r.entry.Code
	case "referral.opened":
		return row, "/cases/" + r.refs["cases"] + "/referrals/new"
	case "evidence.collected":
		return row, "/cases/" + r.refs["cases"] + "/evidence/new"
	}
	ref := r.refs[kind]
	if nth != "" {
		r.scan([]any{nth}, `SELECT ref FROM evidence_items ORDER BY id OFFSET $1::int - 1 LIMIT 1`, &ref)
	}
	return row, "/" + strings.Replace(kind, "criminal", "cases", 1) + "/" + ref + "/acts/" + event
}

// note keeps the references of what there is now.
func (r *replay) note() {
	r.t.Helper()
	rows, err := r.super.Query(r.t.Context(),
		`SELECT * FROM (SELECT CASE machine WHEN 'admin_case' THEN 'cases' ELSE 'criminal' END, ref, id FROM cases UNION ALL SELECT 'referrals', ref, id
			FROM referrals
UNION ALL SELECT 'evidence', ref, id FROM evidence_items WHERE parent_id IS NULL UNION ALL SELECT 'mss', ref, id FROM mss_handovers) x ORDER BY 3`)
	if err != nil {
		r.t.Fatal(err)
	}
	var kind, ref string
	var id int64
	if _, err := pgx.ForEachRow(rows, []any{&kind, &ref, &id}, func() error { r.refs[kind] = ref; return nil }); err != nil {
		r.t.Fatal(err)
	}
}

func fieldsOf(s string) map[string][]string {
	out := map[string][]string{}
	for _, pair := range strings.Split(s, "|") {
		if name, v, ok := strings.Cut(pair, "="); ok {
			out[name] = append(out[name], v)
		}
	}
	return out
}

// fill puts in what the line says, leaves what the page knows, and answers what is still asked for.
func (r *replay) fill(f *testkit.Form, form *law.Form, given map[string][]string) {
	r.t.Helper()
	names := f.Names()
	if slices.Contains(names, "credential") {
		f.Set("credential", identity.DemoPassword)
	}
	if form == nil {
		return
	}
	for _, x := range form.Fields {
		if !slices.Contains(names, x.Name) {
			continue
		}
		vs, said := given[x.Name]
		if !said && (f.Value(x.Name) != "" || !x.Required.Always) {
			continue
		}
		if !said {
			vs = r.answer(f, x)
		}
		for i := range vs {
			vs[i] = r.spoken(vs[i])
		}
		switch {
		case x.Type == "file":
			f.File(x.Name, vs[0], replayFile(vs[0]))
		case x.Type == "documents" || x.Type == "org" || x.Type == "person":
			f.Force(x.Name, vs...) // papers, organs and people outside the file are written beside the choices
		default:
			f.Set(x.Name, vs...)
		}
	}
}

// spoken writes out "@" values: moments, references, what an item measures.
func (r *replay) spoken(v string) string {
	r.t.Helper()
	now := r.clock.Now().In(law.Zone())
	switch {
	case v == "@now":
		return now.Format("2006-01-02T15:04")
	case v == "@today":
		return now.Format(time.DateOnly)
	case strings.HasPrefix(v, "@ref:"):
		return r.refs[v[5:]]
	}
	return v
}

func (r *replay) answer(f *testkit.Form, x *law.Field) []string {
	r.t.Helper()
	switch x.Type {
	case "longtext", "reason":
		return []string{"依公开报道复演：事实以来源为限，来源未载者为假设。"}
	case "datetime":
		return []string{"@now"}
	case "date":
		return []string{"@today"}
	case "yesno":
		return []string{"yes"}
	case "evidence_items":
		return f.Offers(x.Name)
	case "file":
		return []string{"材料.pdf"}
	case "documents":
		return []string{"材料一份"}
	case "legal_basis":
		return []string{"ECL-34-1"}
	case "person":
		return []string{"来源未具名的企业"}
	}
	if x.Enum != "" {
		return []string{x.Options[0].Code}
	}
	return []string{"依公开报道"}
}

func replayFile(name string) []byte {
	if strings.HasSuffix(name, ".pdf") {
		return []byte("%PDF-1.4\n% " + name + "\n")
	}
	var b bytes.Buffer
	if strings.HasSuffix(name, ".png") {
		_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, len(name), 1))) // a buffer takes everything
		return b.Bytes()
	}
	b.WriteString(name)
	return b.Bytes()
}
