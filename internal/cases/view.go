package cases

import (
	"context"
	"io"
	"net/url"
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

const (
	mostViews  = 8 // that one person keeps; each is counted on every look at the list
	mostShared = 8 // that a unit keeps
)

// savedView is a name for a filter, kept by one person, for that person or for everybody of the unit.
type savedView struct {
	Ref     string `json:"r"`
	Name    string `json:"n"`
	Query   string `json:"q"`
	Shared  bool   `json:"s"`
	Mine    bool   `json:"m"`
	OwnerZH string `json:"zh"`
	OwnerEN string `json:"en"`
}

// values is the filter as the address writes it.
func (v savedView) values() url.Values {
	q, err := url.ParseQuery(v.Query)
	if err != nil { // nothing of ours writes such a text
		return url.Values{}
	}
	return q
}

// shelf is what the list must know before it can ask for its rows: the reader's views, the view it opens with, and who
// may be asked for by name.
type shelf struct {
	Default  string // a built-in view or the reference of a saved one; empty: what fits the role
	Views    []savedView
	Handlers []unitHandler
}

// filter reads a query of the list. An address that asks for nothing is the view the reader has chosen to open with.
func (s shelf) filter(q url.Values, who actor.Actor, book *law.Edition) Filter {
	view := defaultView(who)
	if slices.Contains(viewNames(), s.Default) {
		view = s.Default
	}
	if v := s.find(s.Default); v != nil && !asks(q) {
		q = v.values()
	}
	return parseFilter(q, view, book, s.Handlers)
}

// find is the view of that reference, if the reader sees it.
func (s shelf) find(ref string) *savedView {
	i := slices.IndexFunc(s.Views, func(v savedView) bool { return v.Ref == ref && ref != "" })
	if i < 0 {
		return nil
	}
	return &s.Views[i]
}

// SaveViewInput names a filter.
type SaveViewInput struct {
	Name, Query string // Query as Filter.Query writes it
	Shared      bool   // for everybody of the unit
	Default     bool   // and the list opens with it
	Key         audit.Key
}

// SaveView keeps a filter of the list under a name. A name is unique among the person's own views only: whether somebody
// else has one of that name is not said (security K11).
func (d Desk) SaveView(ctx context.Context, who actor.Actor, in SaveViewInput, random io.Reader) error {
	if err := d.Book().Form("saved_view").Typed("name", &in.Name); err != nil {
		return err
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if err := roomForView(ctx, tx, in.Shared); err != nil {
			return err
		}
		ref, err := ids.NewRef(ids.View, random)
		if err != nil {
			return err
		}
		id, err := insertView(ctx, tx, ref, in)
		if err != nil {
			return err
		}
		if in.Default {
			if err := openWith(ctx, tx, ref); err != nil {
				return err
			}
		}
		return tx.Record(ctx, audit.Event{Action: "view.saved", Kind: "view", TargetID: id, TargetRef: ref,
			Details: map[string]any{"name": in.Name, "query": in.Query, "shared": in.Shared, "default": in.Default}})
	})
	return err
}

func roomForView(ctx context.Context, tx *audit.Tx, shared bool) error {
	own, unit, err := countViews(ctx, tx)
	switch {
	case err != nil:
		return err
	case own >= mostViews:
		return errs.Invalid(errs.Field{Name: "name", Key: "cases.views.too_many", Args: []any{"n", mostViews}})
	case shared && unit >= mostShared:
		return errs.Invalid(errs.Field{Name: "shared", Key: "cases.views.too_many_shared", Args: []any{"n", mostShared}})
	}
	return nil
}

// RemoveView takes one of the person's own views away. Somebody else's is not there.
func (d Desk) RemoveView(ctx context.Context, who actor.Actor, ref string, key audit.Key) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		n, err := deleteView(ctx, tx, ref)
		if err != nil {
			return err
		}
		if n != 1 {
			return errs.New(errs.NotFound, "errs.not_found")
		}
		return tx.Record(ctx, audit.Event{Action: "view.removed", Kind: "view", TargetRef: ref})
	})
	return err
}

// OpenWith chooses the view with which the person's list opens: a built-in one by its code, a saved one that the person
// sees by its reference, or nothing for what fits the role.
func (d Desk) OpenWith(ctx context.Context, who actor.Actor, view string, key audit.Key) error {
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		if view != "" && !slices.Contains(viewNames(), view) {
			seen, err := seesView(ctx, tx, view)
			if err != nil {
				return err
			}
			if !seen {
				return errs.New(errs.NotFound, "errs.not_found")
			}
		}
		if err := openWith(ctx, tx, view); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "view.chosen", Kind: "view", TargetRef: view})
	})
	return err
}
