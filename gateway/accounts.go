package gateway

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim/schema"
)

// Account is a record as it is recognised.
type Account struct {
	Key   connectors.Key // what its link leads to: see correlation.Link
	Match []string       // its values of the attributes of Mapping.Match, in their order; empty where it has none
	Holds bool           // its own id: no link is needed
}

// Accounts are all records that a client may see, page by page, however many there are. An error ends them.
func (e *Endpoint) Accounts(ctx context.Context) iter.Seq2[[]Account, error] {
	return e.accounts(ctx, connectors.Query{Need: e.matchNeed()})
}

// AccountsWith are the records that have one of these values of p, an attribute of Mapping.Match, by the value.
func (e *Endpoint) AccountsWith(ctx context.Context, p schema.Path, values []string) (map[string][]Account, error) {
	found := make(map[string][]Account, len(values))
	if len(values) == 0 {
		return found, nil
	}
	plan, err := e.Mapping.Plan(ctx, e.Mapping.Recognise(p, values...), nobody{})
	if err != nil {
		return nil, err
	}
	same := p.Leaf().Comparison()
	given := make(map[string][]string, len(values))
	for _, v := range values {
		given[same.Apply(v)] = append(given[same.Apply(v)], v)
	}
	at := slices.Index(e.Mapping.Match(), p)
	for page, err := range e.accounts(ctx, connectors.Query{Where: plan.Where, Need: e.matchNeed()}) {
		if err != nil {
			return nil, err
		}
		for _, a := range page {
			for _, v := range given[same.Apply(a.Match[at])] {
				found[v] = append(found[v], a)
			}
		}
	}
	return found, nil
}

// Finds reports whether the application can be asked for accounts by p; else AccountsWith reads all of them.
func (e *Endpoint) Finds(ctx context.Context, p schema.Path) (bool, error) {
	plan, err := e.Mapping.Plan(ctx, e.Mapping.Recognise(p, "x"), nobody{})
	return plan.Where != nil, err
}

// AccountsAt are the records that links with these keys lead to.
func (e *Endpoint) AccountsAt(ctx context.Context, keys []connectors.Key) (map[connectors.Key]Account, error) {
	found := make(map[connectors.Key]Account, len(keys))
	for part := range slices.Chunk(keys, batch) {
		records, err := e.linked(connectors.During(ctx, e.now()), part, e.matchNeed())
		if err != nil {
			return nil, err
		}
		list, err := e.recognised(ctx, slices.Collect(maps.Values(records)))
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			found[a.Key] = a
		}
	}
	return found, nil
}

// accounts are the records that q selects.
func (e *Endpoint) accounts(ctx context.Context, q connectors.Query) iter.Seq2[[]Account, error] {
	return func(yield func([]Account, error) bool) {
		ctx := connectors.During(ctx, e.now())
		for page, err := range e.pages(ctx, q) {
			var list []Account
			if err == nil {
				list, err = e.recognised(ctx, page)
			}
			if !yield(list, err) || err != nil {
				return
			}
		}
	}
}

func (e *Endpoint) matchNeed() connectors.Need { return e.Mapping.Need(e.matchSelection(), nil) }

// matchSelection selects what an account is recognised by, and nothing where there is no such thing.
func (e *Endpoint) matchSelection() schema.Selection {
	return schema.Selection{Attributes: append([]schema.Path{}, e.Mapping.Match()...)}
}

// recognised are records as accounts.
func (e *Endpoint) recognised(ctx context.Context, records []connectors.Record) ([]Account, error) {
	resources, err := e.Mapping.Resources(ctx, records, e.matchSelection(), nobody{})
	if err != nil {
		return nil, err
	}
	list := make([]Account, len(records))
	for i, r := range resources {
		list[i] = Account{e.Mapping.AnchorOf(records[i]), e.Mapping.MatchValues(r), e.Mapping.HeldID(records[i]) != ""}
	}
	return list, nil
}

// nobody knows no id: accounts are recognised without.
type nobody struct{}

var _ mappings.IDs = nobody{}

func (nobody) Resolve(_ context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	return refs, nil
}
func (nobody) Named(context.Context, string, string) ([]connectors.Key, error) { return nil, nil }
func (nobody) Location(string, string) string                                  { return "" }
