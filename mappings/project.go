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
	ones   map[string]connectors.Fields // the row of each relation that holds one value, nil for none
	rows   map[string][]connectors.Row  // Key is the row an element was read from, empty for a new one
	key    connectors.Fields            // what references have in common with the record's own key
	shared map[share]connectors.Value   // what each of several cells has for its field
}

// share is one of several cells that fill a field.
type share struct {
	c     *cell
	field string
}

// projector projects one resource.
type projector struct {
	m       *Mapping
	r       scim.Resource
	attrs   []*attribute // those to project
	links   links
	touched schema.Paths // secrets are written where these say so
	create  bool
	// lenient puts an unstorable in the place of a value that cannot be stored: what was read from the
	// application and is not changed need not be storable.
	lenient bool
	was     *projection    // of the resource as it was before
	env     map[string]any // of expressions, made when the first one needs it
	out     projection
}

func (p *projector) environment() map[string]any {
	if p.env == nil {
		p.env = p.m.resourceValue(p.r)
	}
	return p.env
}

// project turns r into native fields and rows. Every writable field of the attributes is there, nil when its attribute is
// absent.
func (p *projector) project() (projection, error) {
	p.out = projection{fields: make(connectors.Fields, len(p.attrs))}
	for _, a := range p.attrs {
		if err := p.attribute(a); err != nil {
			return projection{}, err
		}
	}
	for _, f := range p.m.computed {
		if err := p.computed(f); err != nil {
			return projection{}, err
		}
	}
	fillEmpty(p.m.empties, p.out.fields)
	for _, f := range p.m.inForce {
		f.drop(p.r, p.out.fields)
	}
	return p.out, nil
}

func (p *projector) attribute(a *attribute) error {
	v := a.value(p.r)
	switch {
	case a.isLarge() && !p.create:
		return nil // operations on it come as row operations
	case a.rows != nil:
		return p.elements(a.rows, v)
	case a.slots != nil:
		return p.slots(a, v)
	case a.list != nil:
		return p.list(a.list, v)
	case a.at.Attr.Type == schema.Complex && a.whole() == nil:
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
	if c.one != "" {
		return p.putOne(c, v)
	}
	if c.secret {
		// A secret is never in a resource that was read, so it is there only when the request gave it.
		given := p.create && v != nil || p.touched.Touches(c.at)
		switch {
		case !given:
			return nil
		case c.once && !p.create && v != nil:
			return scim.BadRequest(scim.Mutability, "%s can be given on creation only", c.at)
		case c.once && !p.create:
			return nil
		case v == nil && c.leaf.Required:
			return scim.BadRequest(scim.InvalidValue, "%s is required", c.at)
		}
	}
	if c.field == "" {
		return p.key(c, v)
	}
	native, err := p.native(c, v)
	if err != nil {
		return err
	}
	p.put(c, c.field, native)
	return p.beside(c, v, native, p.out.fields)
}

// key projects a reference into the fields of its key. Those that belong to the record's own key are only compared.
func (p *projector) key(c *cell, v any) error {
	values, err := p.parts(c, v)
	if err != nil {
		return err
	}
	for i, name := range c.names {
		switch other, said := p.out.key[name]; {
		case c.writes(name):
			p.put(c, name, values[i])
		case values[i] == nil:
		case said && !sameValue(other, values[i]):
			return scim.BadRequest(scim.InvalidValue, "%s refers to a %s that does not go together with another", c.at, c.ref)
		default:
			if p.out.key == nil {
				p.out.key = connectors.Fields{}
			}
			p.out.key[name] = values[i]
		}
	}
	return nil
}

// put gives a field its value. Of two rules that fill one field, the one whose value has changed counts, else the first
// that has one.
func (p *projector) put(c *cell, field string, native connectors.Value) {
	if !c.shared {
		p.out.fields[field] = native
		return
	}
	if p.out.shared == nil {
		p.out.shared = map[share]connectors.Value{}
	}
	at := share{c, field}
	p.out.shared[at] = native
	have := p.out.fields[field]
	changed := native != nil && p.was != nil && !sameValue(p.was.shared[at], native) && sameValue(p.was.fields[field], have)
	if have == nil || changed {
		p.out.fields[field] = native
	}
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

// computed evaluates an expression over the whole resource. One that fails before and after a change makes no
// difference.
func (p *projector) computed(f computedField) error {
	v, err := f.program.run(map[string]any{"resource": p.environment()})
	if err == nil && v != nil {
		v, err = toNative(f.typ, v)
	}
	if err != nil {
		err = scim.BadRequest(scim.InvalidValue, "the resource has values that cannot be stored together").Because(err)
		if !p.lenient {
			return err
		}
		v = unstorable{err: err}
	}
	p.out.fields[f.field] = v
	return nil
}

// projectAll resolves the references of some states of a resource, the oldest first, in one batch and projects each.
func (m *Mapping) projectAll(ctx context.Context, ids IDs, extra []Ref, ps ...*projector) (links, []projection, error) {
	refs := extra
	for _, p := range ps {
		refs = references(refs, p.attrs, p.r)
	}
	known, err := resolve(ctx, ids, refs)
	if err != nil {
		return links{}, nil, err
	}
	out := make([]projection, len(ps))
	for i, p := range ps {
		p.m, p.links = m, known
		if i > 0 {
			p.was = &out[i-1]
		}
		if out[i], err = p.project(); err != nil {
			return links{}, nil, err
		}
	}
	return known, out, nil
}
