package intake

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"touchstone/internal/actor"
)

// PublicCase is one entry of the public record: a court or customs case, or a figure, from open sources.
type PublicCase struct {
	Code, Kind, PublicDate, Period, Agency, Stage string
	Mineral, Item, Quantity, Unit                 string
	ValueCNY, ValueKind, Typology, Channel        string
	Origin, Transit, Destination                  string
	Outcome, Basis                                string
	Source, SourceURL, SourceStatus, Notes        string
	HSExamined                                    string // customs codes that were or would be declared, in the order of the goods; the basis is in the notes
}

// URLs are the addresses of the sources.
func (p PublicCase) URLs() []string {
	return strings.Fields(strings.ReplaceAll(p.SourceURL, " ; ", " "))
}

// customsCodes are codes of eight or ten digits.
var customsCodes = regexp.MustCompile(`^\d{8}(\d{2})?(; \d{8}(\d{2})?)*$`)

// PublicRecord is the reference collection in the order of the table.
type PublicRecord struct{ cases []PublicCase }

// LoadPublic reads items/public_cases.csv and refuses a row without a source: what nobody can look up is no record.
func LoadPublic(files fs.FS) (*PublicRecord, error) {
	f, err := files.Open("items/public_cases.csv")
	if err != nil {
		return nil, fmt.Errorf("intake: public record: %w", err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("intake: public record: %w", err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	out := &PublicRecord{}
	seen := map[string]bool{}
	for n, r := range rows[1:] {
		var missing string
		get := func(name string) string {
			i, ok := col[name]
			if !ok {
				missing = name
				return ""
			}
			return strings.TrimSpace(r[i])
		}
		p := PublicCase{get("case_id"), get("record_type"), get("public_date"), get("act_period"), get("agency"), get("stage"), get("mineral"), get("item"),
			get("quantity"), get("unit"), get("value_cny"), get("value_kind"), get("typology"), get("channel"), get("origin"), get("transit"), get("destination"),
			get("outcome"), get("legal_basis_or_offence"), get("source"), get("source_url"), get("source_status"), get("notes"), get("hs_examined")}
		switch {
		case missing != "":
			return nil, fmt.Errorf("intake: public record: no column %s", missing)
		case p.Code == "" || seen[p.Code] || p.Source == "":
			return nil, fmt.Errorf("intake: public record: row %d has no code of its own or no source", n+2)
		case p.HSExamined != "" && (!customsCodes.MatchString(p.HSExamined) || !strings.Contains(p.Notes, "hs_examined: ")):
			return nil, fmt.Errorf("intake: public record: row %d has no customs codes in hs_examined, or not their basis in the notes", n+2)
		}
		seen[p.Code] = true
		out.cases = append(out.cases, p)
	}
	return out, nil
}

// All lists the entries.
func (r *PublicRecord) All() []PublicCase { return r.cases }

// Find returns an entry by its code.
func (r *PublicRecord) Find(code string) (PublicCase, bool) {
	for _, p := range r.cases {
		if p.Code == code {
			return p, true
		}
	}
	return PublicCase{}, false
}

// OpenFrom gives the values with which the form of a new tip opens from an entry of the public record. What the source
// does not say stays empty; nothing is made up, and the source is named in the summary.
func OpenFrom(p PublicCase) TipInput {
	mineral, _, _ := strings.Cut(p.Mineral, ";")
	mineral, _, _ = strings.Cut(mineral, " (")
	lines := []string{p.Code + " · " + p.Agency}
	for _, s := range []string{p.Item, amount(p), p.Outcome, p.Basis, p.Source, p.SourceURL} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return TipInput{Channel: "platform", SourceKind: sourceKind(p), Subject: strings.Trim(p.Code+" · "+p.Item, " ·"), Summary: strings.Join(lines, "\n"),
		Mineral: strings.TrimSpace(mineral), Marking: actor.Public, PublicCase: p.Code}
}

func amount(p PublicCase) string { return strings.TrimSpace(p.Quantity + " " + p.Unit) }

// sourceKind: what customs published comes from customs; everything else an agency reads in the open is its own duty.
func sourceKind(p PublicCase) string {
	if strings.Contains(strings.ToLower(p.Agency), "customs") && p.Kind != "criminal case" {
		return "customs"
	}
	return "own_duty"
}
