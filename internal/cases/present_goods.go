package cases

import (
	"context"
	"strings"
	"time"
)

// GoodsFacts is what the control list is asked about goods of a case.
type GoodsFacts struct {
	Name, Mineral, Listed string
	HSDeclared, HSFound   string
	ActOn                 *time.Time
	State, Basis          string // as they were found when the goods were written
}

// Listing is what the control list says of goods.
type Listing struct {
	State, Basis string
	Missing      []Gap // what is missing to say whether they are listed
}

// Gap is one thing that is missing, in both languages.
type Gap struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// goodsJSON is a goods row of a case with what the control list says of it.
type goodsJSON struct {
	Name       string   `json:"name"`
	Mineral    string   `json:"mineral"`
	ActOn      string   `json:"act_on,omitempty"`
	HSDeclared string   `json:"hs_declared,omitempty"`
	HSFound    string   `json:"hs_found,omitempty"`
	State      string   `json:"control_state"`
	Codes      []string `json:"control_codes"`
	Basis      string   `json:"control_basis,omitempty"`
	Missing    []Gap    `json:"missing"`
}

func (h *HTTP) goodsJSON(ctx context.Context, goods []goodsLine) []goodsJSON {
	out := []goodsJSON{}
	for _, g := range goods {
		x := goodsJSON{Name: g.Name, Mineral: g.Mineral, HSDeclared: g.HSDeclared, HSFound: g.HSFound, Codes: []string{}, Missing: []Gap{}}
		facts := GoodsFacts{Name: g.Name, Mineral: g.Mineral, Listed: g.Listed, HSDeclared: g.HSDeclared, HSFound: g.HSFound, ActOn: g.on(), State: g.Control, Basis: g.Basis}
		said := Listing{State: g.Control, Basis: g.Basis}
		if h.Listing != nil {
			said = h.Listing(ctx, facts)
		}
		x.State, x.Basis, x.Missing = said.State, said.Basis, append(x.Missing, said.Missing...)
		if facts.ActOn != nil {
			x.ActOn = facts.ActOn.Format(time.DateOnly)
		}
		if g.Code != "" {
			x.Codes = strings.Split(g.Code, ";")
		}
		out = append(out, x)
	}
	return out
}
