package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Replace makes a resource what r says, which is canonical (RFC 7644 §3.5.1). What r leaves out is cleared, but for
// `active`, the password, what clients cannot change, and large attributes, of which an empty list says that no element
// is to remain; what the app file does not map is not touched.
func (e *Endpoint) Replace(ctx context.Context, id string, r scim.Resource, v View) (Answer, error) {
	return e.write(ctx, v, func(ctx context.Context, e *Endpoint) (Answer, error) { return e.replace(ctx, id, r, v) })
}

func (e *Endpoint) replace(ctx context.Context, id string, r scim.Resource, v View) (Answer, error) {
	rt := e.Mapping.Type()
	key, err := e.resolve(ctx, id)
	if err != nil {
		return Answer{}, err
	}
	if err := e.Limits.resource(r); err != nil {
		return Answer{}, err
	}
	lot := e.lotOf(id, e.replaced(r))
	if err := lot.withdraw(ctx); err != nil {
		return Answer{}, err
	}
	refs := e.references(v.Base)
	refs.note(e.Scope.Type, id, key)
	missing, err := refs.missing(ctx, e.Mapping.References(r))
	if err != nil {
		return Answer{}, lot.settle(ctx, nil, err)
	}
	rows, own := e.largeReplaced(r), e.ownPart(r)
	v.Sent = sent(rt, r)
	rev := e.revise(key, v, refs, func(before scim.Resource) (revised, error) {
		after := e.replacement(before, own, v.Edge)
		claimOrigins(before, after, samePosition)
		return revised{after: after, touched: v.Sent, rows: rows}, nil
	})
	rev.missing = missing
	record, err := rev.run(ctx)
	if err := lot.settle(ctx, rev.passed, err); err != nil {
		return Answer{}, err
	}
	return e.written(ctx, id, record, v, refs)
}

// written answers a write with the resource as it is now.
func (e *Endpoint) written(ctx context.Context, id string, record connectors.Record, v View, refs *references) (Answer, error) {
	if e.Scope.Identity == correlation.ByKey {
		id = string(record.Key) // it may be another one now
	}
	if v.NoBody {
		return Answer{Location: refs.address(e.Scope.Type, id), Version: e.entityTag(record)}, nil
	}
	refs.note(e.Scope.Type, id, record.Key)
	if need := e.readNeed(v); !covers(record, need) {
		var err error
		if record, err = e.reread(ctx, record.Key, need); err != nil {
			return Answer{}, err
		}
	}
	return e.answer(ctx, record, v, refs)
}

func (e *Endpoint) reread(ctx context.Context, key connectors.Key, n connectors.Need) (connectors.Record, error) {
	records, err := e.Entity.Get(ctx, []connectors.Key{key}, n)
	if err != nil {
		return connectors.Record{}, err
	}
	record, ok := records[key]
	if !ok {
		return connectors.Record{}, connectors.Errorf(connectors.NotFound, "read after write", "the record is gone again")
	}
	return record, nil
}

// replacement is the resource that a PUT asks for: what was sent, and of before what a PUT does not clear.
func (e *Endpoint) replacement(before, sent scim.Resource, edge *scim.Edge) scim.Resource {
	rt, after := e.Mapping.Type(), before.Clone()
	for p := range rt.Attributes() {
		if p.Attr == schema.Schemas || p.Fixed() {
			continue
		}
		switch v := valueAt(sent, p); {
		case v != nil:
			setAt(after, p, carryOver(p, valueAt(before, p), scim.CloneValue(v)))
		case e.Settings.PutKeeps || keptByPut(p) || holdsImmutable(p, before):
		case p.Attr.Required && valueAt(before, p) != nil && edge.Allows(scim.PutKeepsRequired):
		default:
			setAt(after, p, nil)
		}
	}
	after.Set(schema.Schemas.Name, schemasOf(rt, after))
	return after
}

// keptByPut reports whether a PUT that leaves p out leaves it alone: clients never send a password that they do not
// change, and must not re-enable an account by not mentioning `active`.
func keptByPut(p schema.Path) bool {
	return p.Extension == nil && p.Attr.Name == "active" ||
		p.Attr.Mutability == schema.WriteOnly || p.Attr.Mutability == schema.Immutable || p.Attr.Returned == schema.ReturnedNever
}

// holdsImmutable reports whether a single complex value has a part that can be given only once: it cannot be cleared.
func holdsImmutable(p schema.Path, r scim.Resource) bool {
	o, _ := valueAt(r, p).(*scim.Object)
	return slices.ContainsFunc(p.Attr.Sub, func(sub *schema.Attribute) bool {
		_, has := o.Get(sub.Name)
		return has && sub.Mutability == schema.Immutable
	})
}

// carryOver takes from before what a client cannot mean to change: sub-attributes that are not its to write, or not any
// more, and elements that look like one it sent.
func carryOver(p schema.Path, before, v any) any {
	switch v := v.(type) {
	case []any:
		was, _ := before.([]any)
		return withTwins(was, v)
	case *scim.Object:
		was, _ := before.(*scim.Object)
		for _, sub := range p.Attr.Sub {
			_, given := v.Get(sub.Name)
			if old, had := was.Get(sub.Name); had && (sub.Mutability == schema.ReadOnly || sub.Mutability == schema.Immutable && !given) {
				v.Set(sub.Name, old)
			}
		}
	}
	return v
}

// schemasOf lists the schemas of which r has attributes.
func schemasOf(rt *schema.ResourceType, r scim.Resource) []any {
	urns := []any{rt.Schema.ID}
	for _, x := range rt.Extensions {
		if r.Object(x.Schema.ID) != nil {
			urns = append(urns, x.Schema.ID)
		}
	}
	return urns
}
