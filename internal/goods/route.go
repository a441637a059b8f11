package goods

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/quantity"
)

// RouteInput is one flow: origin, exit port, transit, destination. An empty leg is unknown; a flow of four unknown
// legs says nothing and is not stored.
type RouteInput struct {
	Item                                   string // reference of the goods, or empty: of all
	Origin, ExitPort, Transit, Destination string
	Quantity, Unit                         string
	Status                                 string // confirmed | suspected
	Source                                 string
	Wrong                                  []errs.Field // what its form could not read
	Key                                    audit.Key
}

func (in RouteInput) check() (*quantity.Mg, []errs.Field) {
	bad := slices.Clone(in.Wrong)
	legs := []string{in.Origin, in.ExitPort, in.Transit, in.Destination}
	if strings.TrimSpace(strings.Join(legs, "")) == "" {
		bad = append(bad, errs.Field{Name: "origin", Key: "goods.field.route_empty"})
	}
	if in.Status != "confirmed" && in.Status != "suspected" {
		bad = append(bad, errs.Field{Name: "status", Key: "form.choice"})
	}
	if strings.TrimSpace(in.Source) == "" {
		bad = append(bad, errs.Field{Name: "source", Key: "goods.field.source"})
	}
	if in.Quantity == "" {
		return nil, bad
	}
	q, problem := quantity.Number(in.Quantity, in.Unit)
	if problem == nil && !quantity.IsMass(in.Unit) {
		return nil, append(bad, errs.Field{Name: "unit", Key: "goods.field.mass_unit"})
	}
	var net *quantity.Mg
	if problem == nil {
		net, problem = quantity.Mass(q, in.Unit)
	}
	if problem != nil {
		problem.Name = "quantity"
		bad = append(bad, *problem)
	}
	return net, bad
}

// AddRoute stores a flow.
func (d Desk) AddRoute(ctx context.Context, who actor.Actor, caseID int64, in RouteInput) error {
	net, bad := in.check()
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return d.write(ctx, who, caseID, in.Key, func(tx *audit.Tx) (change, error) {
		id, err := insertRoute(ctx, tx, caseID, in, net)
		return change{"goods.route_added", id, in.Item, strings.Join([]string{in.Origin, in.ExitPort, in.Transit, in.Destination}, " → "),
			map[string]any{"status": in.Status, "source": in.Source}}, err
	})
}

// RemoveRoute takes a flow back.
func (d Desk) RemoveRoute(ctx context.Context, who actor.Actor, caseID, routeID int64, key audit.Key) error {
	return d.write(ctx, who, caseID, key, func(tx *audit.Tx) (change, error) {
		return change{"goods.route_removed", routeID, "", "", map[string]any{}}, removeRoute(ctx, tx, caseID, routeID)
	})
}
