package mappings

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// projection is what a resource looks like to the application: native fields by name, and rows by relation.
type projection struct {
	fields connectors.Fields
	rows   map[string][]connectors.Row // Key is the row an element was read from, empty for a new one
}

// projector projects one resource.
type projector struct {
	m       *Mapping
	r       scim.Resource
	links   links
	touched schema.Paths // secrets are written where these say so; nil: all of them, as on create
	create  bool
	// lenient puts an unstorable in the place of a value that cannot be stored: what was read from the
	// application and is not changed need not be storable.
	lenient bool
	env     map[string]any // of expressions, made when the first one needs it
	out     projection
}

func (p *projector) environment() map[string]any {
	if p.env == nil {
		p.env = p.m.resourceValue(p.r)
	}
	return p.env
}

// project turns r into native fields and rows. Every mapped, writable field is there, nil when its attribute is absent.
func (p *projector) project() (projection, error) {
	p.out = projection{fields: connectors.Fields{}, rows: map[string][]connectors.Row{}}
	for _, a := range p.m.attributes {
		if err := p.attribute(a); err != nil {
			return projection{}, err
		}
	}
	for _, f := range p.m.computed {
		if err := p.computed(f); err != nil {
			return projection{}, err
		}
	}
	p.empties()
	return p.out, nil
}

func (p *projector) attribute(a *attribute) error {
	v := a.value(p.r)
	switch {
	case a.isLarge() && !p.create:
		return nil // operations on it come as row operations
	case a.rows != nil:
		return p.elements(a, v)
	case a.slots != nil:
		return p.slots(a, v)
	case a.at.Attr.Type == schema.Complex:
		o, _ := v.(*scim.Object)
		return p.cells(a.cells, o)
	default:
		return p.cell(a.cells[0], v)
	}
}

func (p *projector) cells(cells []*cell, o *scim.Object) error {
	for _, c := range cells {
		v, _ := o.Get(c.leaf.Name)
		if err := p.cell(c, v); err != nil {
			return err
		}
	}
	return nil
}

// cell projects one value into the record's own fields.
func (p *projector) cell(c *cell, v any) error {
	if !c.writable() {
		return nil
	}
	if c.secret && !p.writesSecret(c, v) {
		return nil
	}
	native, err := p.native(c, v)
	if err != nil {
		return err
	}
	// Two rules may fill one field; the one that has a value wins.
	if have, ok := p.out.fields[c.field]; !ok || have == nil {
		p.out.fields[c.field] = native
	}
	return nil
}

// writesSecret reports whether the request gave the secret: it is never in a resource that was read.
func (p *projector) writesSecret(c *cell, v any) bool {
	if c.once && !p.create {
		return false
	}
	return p.create && v != nil || p.touched.Touches(c.at)
}

// unstorable stands for an attribute's value that no native value means. It is equal to itself, so that an unchanged
// one makes no difference, and must never leave this package.
type unstorable struct {
	value any
	err   error
}

// native is the value that a cell stores; nil when the attribute is absent.
func (p *projector) native(c *cell, v any) (connectors.Value, error) {
	if v == nil || v == "" {
		return nil, nil
	}
	native, err := p.translate(c, v)
	if err != nil && p.lenient {
		return unstorable{v, err}, nil
	}
	return native, err
}

func (p *projector) translate(c *cell, v any) (connectors.Value, error) {
	if c.ref == "" {
		return c.store(v, p.environment)
	}
	id, _ := v.(string)
	k, ok := p.links.key(c.ref, id)
	if !ok {
		return nil, scim.BadRequest(scim.InvalidValue, "%s refers to no %s: %q", c.at, c.ref, id)
	}
	return c.storeKey(k)
}

func (p *projector) slots(a *attribute, v any) error {
	elements, _ := v.([]any)
	assigned, _ := a.assign(elements)
	for i, s := range a.slots {
		if err := p.cells(s.cells, assigned[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *projector) elements(a *attribute, v any) error {
	if a.rows.inverse {
		return nil
	}
	elements, _ := v.([]any)
	for _, e := range elements {
		o, _ := e.(*scim.Object)
		fields, err := p.row(a.rows, o)
		if err != nil {
			return err
		}
		p.out.rows[a.rows.relation] = append(p.out.rows[a.rows.relation], connectors.Row{Key: connectors.Key(o.Origin()), Fields: fields})
	}
	return nil
}

// row projects one element into a row's fields.
func (p *projector) row(r *rows, o *scim.Object) (connectors.Fields, error) {
	fields := connectors.Fields{}
	for _, c := range r.cells {
		if !c.writable() {
			continue
		}
		v, _ := o.Get(c.leaf.Name)
		native, err := p.native(c, v)
		if err != nil {
			return nil, err
		}
		fields[c.field] = native
	}
	return fields, nil
}

// computed evaluates an expression over the whole resource.
func (p *projector) computed(f computedField) error {
	v, err := f.program.run(map[string]any{"resource": p.environment()})
	if err != nil {
		return scim.BadRequest(scim.InvalidValue, "the resource has values that cannot be stored together").Because(err)
	}
	if v != nil {
		if v, err = toNative(f.typ, v); err != nil {
			return scim.BadRequest(scim.InvalidValue, "the resource has values that cannot be stored together").Because(err)
		}
	}
	p.out.fields[f.field] = v
	return nil
}

// empties puts the native value that stands for "no value" where there is none.
func (p *projector) empties() {
	for _, a := range p.m.attributes {
		for _, c := range a.ownCells() {
			if v, ok := p.out.fields[c.field]; ok && v == nil && c.empty != nil {
				p.out.fields[c.field] = c.empty.value(p.out.fields)
			}
		}
	}
}

// ownCells are the cells whose fields are the record's own.
func (a *attribute) ownCells() []*cell {
	if a.rows != nil {
		return nil
	}
	return a.allCells()
}

// projectAll resolves the references of some resources in one batch and projects each.
func (m *Mapping) projectAll(ctx context.Context, ids IDs, extra []Ref, ps ...*projector) (links, []projection, error) {
	refs := extra
	for _, p := range ps {
		refs = append(refs, m.References(p.r)...)
	}
	known, err := resolve(ctx, ids, refs)
	if err != nil {
		return links{}, nil, err
	}
	out := make([]projection, len(ps))
	for i, p := range ps {
		p.m, p.links = m, known
		if out[i], err = p.project(); err != nil {
			return links{}, nil, err
		}
	}
	return known, out, nil
}
