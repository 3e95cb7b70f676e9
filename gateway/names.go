package gateway

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
)

type domainKey struct{}

// inDomain makes the externalIds of the store, within ctx, those of a client's domain; empty: the app's own.
func inDomain(ctx context.Context, domain string) context.Context {
	if domain == "" {
		return ctx
	}
	return context.WithValue(ctx, domainKey{}, domain)
}

// naming is the scope of the names that are meant within ctx.
func (e *Endpoint) naming(ctx context.Context) correlation.Scope {
	s := e.Scope
	s.Domain, _ = ctx.Value(domainKey{}).(string)
	return s
}

// named is an entity whose records have one field more than the application knows: mappings.NameField, which the store
// holds.
type named struct {
	connectors.Entity
	endpoint *Endpoint
	dead     bool // deleted records, whose names are in their graves
}

var (
	_ connectors.Entity    = (*named)(nil)
	_ connectors.Explainer = (*named)(nil)
)

// Unwrap is the entity behind.
func (n *named) Unwrap() connectors.Entity { return n.Entity }

// need is what the application is asked for, and whether names are wanted besides.
func (n *named) need(all connectors.Need) (own connectors.Need, names bool) {
	if !slices.Contains(all.Fields, mappings.NameField) {
		return all, false
	}
	own = connectors.Need{Rows: all.Rows, Fields: slices.DeleteFunc(slices.Clone(all.Fields), isName)}
	return union(own, n.endpoint.Mapping.AnchorNeed()), true
}

func isName(field string) bool { return field == mappings.NameField }

// name gives records their names, in one batch.
func (n *named) name(ctx context.Context, records ...connectors.Record) error {
	m := n.endpoint.Mapping
	anchors := make([]connectors.Key, 0, len(records))
	for _, r := range records {
		if anchor := m.AnchorOf(r); anchor != "" {
			anchors = append(anchors, anchor)
		}
	}
	if len(anchors) == 0 {
		return nil
	}
	find := n.endpoint.Links.ByKey
	if n.dead {
		find = func(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
			return n.endpoint.Links.Graves(ctx, s, keys...)
		}
	}
	links, err := find(ctx, n.endpoint.naming(ctx), anchors)
	for _, r := range records {
		r.Fields[mappings.NameField] = nil
		if name := links[m.AnchorOf(r)].ExternalID; name != "" {
			r.Fields[mappings.NameField] = name
		}
	}
	return err
}

// Get reads records, and their names.
func (n *named) Get(ctx context.Context, keys []connectors.Key, need connectors.Need) (map[connectors.Key]connectors.Record, error) {
	own, names := n.need(need)
	records, err := n.Entity.Get(ctx, keys, own)
	if err == nil && names {
		for key, r := range records { // nobody else is to see the name
			records[key] = withFields(r)
		}
		err = n.name(ctx, slices.Collect(maps.Values(records))...)
	}
	return records, err
}

// List reads a page, and the names on it.
func (n *named) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	own, names := n.need(q.Need)
	q.Need = own
	page, err := n.Entity.List(ctx, q)
	if err == nil && names {
		for i, r := range page.Records {
			page.Records[i] = withFields(r)
		}
		err = n.name(ctx, page.Records...)
	}
	return page, err
}

// withFields is r with fields of its own.
func withFields(r connectors.Record) connectors.Record {
	if r.Fields = maps.Clone(r.Fields); r.Fields == nil {
		r.Fields = connectors.Fields{}
	}
	return r
}

// Create creates the record. Its name is stored when it is bound to its id; until then the record alone has it.
func (n *named) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	name := c.Set[mappings.NameField]
	record, err := n.Entity.Create(ctx, n.unnamed(c))
	record = withFields(record)
	record.Fields[mappings.NameField] = name
	return record, err
}

// Update changes a record, and then its name: who comes again because only one of them was done finds what is left to do.
func (n *named) Update(ctx context.Context, k connectors.Key, need connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	own, names := n.need(need)
	if !names {
		return n.Entity.Update(ctx, k, need, edit)
	}
	was, set, name := connectors.Record{}, false, connectors.Value(nil)
	record, err := n.Entity.Update(ctx, k, own, func(cur connectors.Record) (connectors.Change, error) {
		was = withFields(cur)
		if err := n.name(ctx, was); err != nil {
			return connectors.Change{}, err
		}
		change, err := edit(was)
		name, set = change.Set[mappings.NameField]
		return n.unnamed(change), err
	})
	if err != nil {
		return record, err
	}
	record = withFields(record)
	record.Fields[mappings.NameField] = was.Fields[mappings.NameField]
	if set {
		record.Fields[mappings.NameField] = name
	}
	if set && !n.dead { // the name of one that lives again is stored when it is bound
		err = n.endpoint.rename(ctx, was, n.endpoint.Mapping.NameOf(record))
	}
	return record, err
}

// Delete removes a record; its version has its name in it.
func (n *named) Delete(ctx context.Context, k connectors.Key, need connectors.Need, edit connectors.Edit) error {
	own, names := n.need(need)
	return n.Entity.Delete(ctx, k, own, func(cur connectors.Record) (connectors.Change, error) {
		if names {
			cur = withFields(cur)
			if err := n.name(ctx, cur); err != nil {
				return connectors.Change{}, err
			}
		}
		return edit(cur)
	})
}

// Explain explains what the application is asked for.
func (n *named) Explain(ctx context.Context, op connectors.Operation) ([]connectors.Call, error) {
	x, ok := connectors.As[connectors.Explainer](n.Entity)
	if !ok {
		return nil, connectors.Errorf(connectors.Unsupported, "explain", "the connector cannot explain its calls")
	}
	switch o := op.(type) {
	case connectors.GetOp:
		o.Need, _ = n.need(o.Need)
		op = o
	case connectors.ListOp:
		o.Query.Need, _ = n.need(o.Query.Need)
		op = o
	case connectors.CreateOp:
		o.Change = n.unnamed(o.Change)
		op = o
	case connectors.UpdateOp:
		o.Need, _ = n.need(o.Need)
		o.Change = n.unnamed(o.Change)
		op = o
	case connectors.DeleteOp:
		o.Need, _ = n.need(o.Need)
		op = o
	}
	return x.Explain(ctx, op)
}

// unnamed is the part of a change that is the application's.
func (n *named) unnamed(c connectors.Change) connectors.Change {
	c.Answer, _ = n.need(c.Answer)
	if _, ok := c.Set[mappings.NameField]; ok {
		c.Set = maps.Clone(c.Set)
		delete(c.Set, mappings.NameField)
	}
	return c
}

// rename makes name what the client's domain calls a record. What was done cannot be taken back: it does not matter
// whether the client still waits.
func (e *Endpoint) rename(ctx context.Context, r connectors.Record, name string) error {
	anchor, err := e.anchor(r)
	if err != nil {
		return err
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	return e.Links.Name(ctx, e.naming(ctx), correlation.Link{ID: e.Mapping.HeldID(r), Key: anchor, ExternalID: name})
}
