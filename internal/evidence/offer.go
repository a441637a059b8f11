package evidence

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Runner takes acts; procedure.Engine is one.
type Runner interface {
	AskOn(who actor.Actor, f *matter.File, t matter.Target, event string) (procedure.Question, error)
	Hand(ctx context.Context, form procedure.Form, answers url.Values) (procedure.Receipt, error)
}

// OfferInput is what the custodian ticks on /…/handovers/new.
type OfferInput struct {
	File           *matter.File
	Items          []int64
	ReceivingOrgan string   // code
	HandoverList   []string // the paper list, by reference or name
	Carrier        string   // username, may be empty
	Key            audit.Key
}

// OpenHandover offers the ticked items, one act each, on one list and returns its reference. The list holds exactly
// what was offered: if an item is refused by its guards, those before it stay offered and the error says which.
func OpenHandover(ctx context.Context, who actor.Actor, run Runner, in OfferInput) (string, error) {
	if len(in.Items) == 0 {
		return "", errs.Invalid(errs.Field{Name: "evidence", Key: "evidence.field.nothing_ticked"})
	}
	list := ""
	for _, id := range in.Items {
		q, err := run.AskOn(who, in.File, matter.Target{Entity: law.Evidence, ID: id}, "evidence.transfer_offered")
		if err != nil {
			return list, err
		}
		form := procedure.Form{Question: q, Key: KeyFor(in.Key, id)}
		if list != "" {
			form.Known = law.Values{FieldList: list}
		}
		got, err := run.Hand(ctx, form, in.answers())
		if err != nil {
			return list, err
		}
		list, _, _ = strings.Cut(strings.TrimPrefix(got.Location, "/handovers/"), "?")
	}
	return list, nil
}

// answers are those of one item.
func (in OfferInput) answers() url.Values {
	v := url.Values{"receiving_organ": {in.ReceivingOrgan}}
	if len(in.HandoverList) > 0 {
		v["handover_list"] = in.HandoverList
	}
	if in.Carrier != "" {
		v.Set("carrier", in.Carrier)
	}
	return v
}

// KeyFor makes the page's one-time key good for one item.
func KeyFor(k audit.Key, item int64) audit.Key {
	if k.Nonce == "" {
		return k
	}
	k.Target += "/" + strconv.FormatInt(item, 10)
	return k
}
