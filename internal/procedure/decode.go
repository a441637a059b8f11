package procedure

import (
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Decode reads the form of an act: the table's field rules, what the file knows already, what is missing.
func (e *Engine) Decode(row *law.Act, in url.Values, a *Asking, now time.Time) (law.Values, []errs.Field) {
	if row.Form == nil {
		return law.Values{}, nil
	}
	f := a.File
	probe := &Act{Row: row, Target: a.Target, Parent: a.Parent, Who: a.Who, Now: now, From: f.state(a.Target)}
	cond := func(id string) bool {
		if kind, ok := strings.CutPrefix(id, "evidence_kind="); ok { // a fact of the item where the form has no such field
			item := f.Item(a.Target.ID)
			return item != nil && item.Kind == kind
		}
		return e.reg.cond(id, probe, f)
	}
	probe.Input, _ = row.Form.Decode(in, time.Time{}, nil, probe.From, row.Variant)
	v, bad := row.Form.Decode(in, now, cond, probe.From, row.Variant)
	row.Form.Fill(v, e.prior(a), a.Who.Username, now)
	probe.Input = v
	named := map[string]bool{}
	for _, b := range bad {
		named[b.Name] = true
	}
	for _, m := range row.Form.Missing(v, cond, probe.From, row.Variant) {
		if !named[m.Name] {
			bad = append(bad, m)
		}
	}
	return v, bad
}

// longestOpinion is that of the forms' own, in characters.
const longestOpinion = 20000

// decodeDecision: a decider fills the deciding row's own form; of a stored proposal only an opinion is added.
func (e *Engine) decodeDecision(p *Approval, row *law.Act, in url.Values, v *Asking, now time.Time) (law.Values, []errs.Field) {
	if p.OpeningActID == 0 {
		out := law.Values{}
		s := in.Get("opinion")
		if strings.TrimSpace(s) == "" {
			return out, nil
		}
		if e, ok := asE(law.Words("opinion", &s, longestOpinion)); ok {
			return nil, e.Fields
		}
		out["opinion"] = s
		return out, nil
	}
	return e.Decode(row, in, v, now)
}

// sniffed reads the head of a stream for its type and gives the whole stream back.
func sniffed(r io.Reader) (string, io.Reader, error) {
	head := make([]byte, 3072)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", nil, err
	}
	return mimetype.Detect(head[:n]).String(), io.MultiReader(strings.NewReader(string(head[:n])), r), nil
}

func version(in url.Values) int {
	n, err := strconv.Atoi(in.Get("version"))
	if err != nil || n < 0 {
		return 0 // no page printed it: stale
	}
	return n
}

// Explainable tells refusals that the form itself can explain.
func Explainable(err error) (*errs.E, bool) {
	e, ok := asE(err)
	return e, ok && e.Kind == errs.InvalidInput
}

func asE(err error) (*errs.E, bool) {
	var e *errs.E
	ok := errors.As(err, &e)
	return e, ok
}
