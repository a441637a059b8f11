package evidence

import (
	"context"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Runner runs acts; procedure.Engine is one.
type Runner interface {
	Do(ctx context.Context, who actor.Actor, cmd procedure.Command) (procedure.Receipt, error)
}

// OfferInput is what the custodian ticks on /…/handovers/new.
type OfferInput struct {
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
		v := law.Values{"receiving_organ": in.ReceivingOrgan}
		if len(in.HandoverList) > 0 {
			v["handover_list"] = in.HandoverList
		}
		if in.Carrier != "" {
			v["carrier"] = in.Carrier
		}
		if list != "" {
			v[FieldList] = list
		}
		got, err := run.Do(ctx, who, procedure.Command{Target: matter.Target{Entity: law.Evidence, ID: id}, Event: "evidence.transfer_offered", Input: v,
			Version: -1, Key: KeyFor(in.Key, id)})
		if err != nil {
			return list, err
		}
		list, _, _ = strings.Cut(strings.TrimPrefix(got.Location, "/handovers/"), "?")
	}
	return list, nil
}

// KeyFor makes the page's one-time key good for one item.
func KeyFor(k audit.Key, item int64) audit.Key {
	if k.Nonce == "" {
		return k
	}
	k.Target += "/" + strconv.FormatInt(item, 10)
	return k
}
