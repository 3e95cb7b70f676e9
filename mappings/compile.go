package mappings

import (
	"maps"
	"slices"
	"strconv"

	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// Compile checks the file against the shapes of the application, by resource type, and makes the mappings. A type
// without a shape is compiled with every field taken on trust, and one warning.
func (f *File) Compile(shapes map[string]connectors.Shape) (map[string]*Mapping, diag.List) {
	var found diag.List
	compiled := make(map[string]*Mapping, len(f.resources))
	for _, d := range f.resources {
		shape, known := shapes[d.name]
		if !known {
			found.Add(d.node.Warning("mapping/unchecked-fields", "", "the fields of %s were not compared with the application", d.name))
		}
		names := d.hasNames()
		if names && known {
			shape = withNames(shape)
		}
		c := &compiler{d: d, shape: shape, known: known, named: names, found: &found}
		compiled[d.name] = c.compile()
	}
	return compiled, found
}

// compiler turns one resourceDef into a Mapping.
type compiler struct {
	d     *resourceDef
	shape connectors.Shape
	known bool
	named bool // externalId is in the store
	found *diag.List
	effective
}

func (c *compiler) compile() *Mapping {
	d := c.d
	c.effective = newEffective(d)
	m := &Mapping{
		name: d.name, typeName: d.name, urn: c.rt.Schema.ID, rt: c.rt, prefixes: d.prefixes, shape: c.shape, known: c.known, keyFields: d.key,
		listed: d.values != nil, identity: d.identity, anchor: d.anchor, adopt: d.adopt, settle: d.settle, removal: d.removal, names: c.named,
		relations: map[string]*rows{},
	}
	for _, rule := range d.rules {
		c.rule(m, rule)
	}
	c.settle(m)
	c.checkRequired()
	m.sortAttributes()
	resource := m.resourceType()
	for _, rule := range d.rules {
		for _, def := range rule.allCells() {
			c.writeProgram(def, resource)
		}
	}
	c.fields(m, resource)
	for _, p := range d.match {
		m.match = append(m.match, c.path(p))
	}
	m.inForce = m.inForces(d.joins)
	m.prepare()
	c.checkMatch(m)
	c.checkTwice(m)
	c.checkIdentity(m)
	c.checkNames(m)
	m.keysMove = slices.ContainsFunc(m.keyFields, m.changes)
	m.keysLast = len(c.shape.OwnKey) > 0 && !slices.ContainsFunc(c.shape.OwnKey, func(field string) bool { return c.names(m, field) })
	c.checkRemembered(m)
	return m
}

// rule compiles one rule into m's attribute for its top-level place.
func (c *compiler) rule(m *Mapping, rule *ruleDef) {
	a := m.attribute(c.path(rule.at.Top()))
	switch {
	case rule.cell != nil:
		x := c.cell(rule.cell)
		if rule.one != nil {
			x.one = rule.one.relation
		}
		a.cells = append(a.cells, x)
	case rule.slots != nil:
		a.inverse = rule.inverse
		for i, s := range rule.slots {
			a.slots = append(a.slots, c.slot(i, s))
		}
	case rule.list != nil:
		a.list = c.list(rule.list)
	case rule.rows != nil:
		a.rows = c.rows(a.at, rule.rows)
		a.inverse = a.rows.inverse
		m.relations[a.rows.relation] = a.rows
	}
}

func (c *compiler) slot(i int, def slotDef) slot {
	s := slot{origin: "slot " + strconv.Itoa(i)}
	for _, x := range def.cells {
		s.cells = append(s.cells, c.cell(x))
	}
	for _, x := range s.cells {
		if x.leaf.Name == "type" && x.constant != nil {
			s.kind = x
		}
	}
	return s
}

func (c *compiler) rows(at schema.Path, def *rowsDef) *rows {
	r := &rows{at: at, relation: def.relation, large: def.large, inverse: def.inverse != "", first: def.first}
	for _, x := range def.cells {
		r.cells = append(r.cells, c.cell(x))
	}
	return r
}

// fields compiles the expressions that fill native fields from the whole resource.
func (c *compiler) fields(m *Mapping, resource types.Map) {
	for _, def := range c.d.fields {
		if m.fills(def.field) {
			c.found.Add(def.node.Finding("mapping/duplicate", "", "a rule writes the field %q already", def.field))
		}
		f, ok := c.shape.Fields[def.field]
		if c.known && !ok {
			c.found.Add(def.node.Finding("mapping/unknown-field", diag.Suggest(def.field, slices.Sorted(maps.Keys(c.shape.Fields))),
				"the application has no field %q", def.field))
		}
		if p := compileExpr(def.node, types.Map{"resource": resource}, false, c.found); p != nil {
			m.computed = append(m.computed, computedField{field: def.field, typ: f.Type, program: p})
		}
	}
}

// checkKind reports an expression whose result can never be the attribute's.
func (c *compiler) checkKind(n yamlx.Node, p *program, a *schema.Attribute) {
	if p == nil {
		return
	}
	if what, ok := mismatch(p.kind(), a.Type); ok {
		c.found.Add(n.Finding("mapping/expression-type", "", "the expression results in %s, and %s is a %s", what, a.Name, a.Type))
	}
}

// checkMatch warns when clients may not ask for an account by what it is recognised by, and when it can only be
// recognised by reading all of them.
func (c *compiler) checkMatch(m *Mapping) {
	for _, p := range m.match {
		if p.Sensitive() {
			c.found.Add(c.d.matchNode.Warning("mapping/match-sensitive", "", "%s is sensitive, and most identity providers look for accounts by it with GET, which then is 403", p))
		}
	}
	if !c.known || c.found.HasErrors() {
		return
	}
	for _, p := range m.match {
		if m.pushOf(p) == connectors.No {
			c.found.Add(c.d.matchNode.Warning("mapping/match-scan", "", "the application cannot search by %s: every create reads all records", p))
		}
	}
}

// checkTwice warns where a create whose outcome nobody knows may become two records: the application lets the second one
// in, and nobody says how long the first may take to turn up.
func (c *compiler) checkTwice(m *Mapping) {
	if !c.known || m.settle > 0 || m.listed || c.found.HasErrors() {
		return
	}
	for _, p := range m.match {
		if !m.keptDistinct(p) {
			c.found.Add(c.d.matchNode.Warning("mapping/no-settle", "say `unique:` if it does, else `settle:`",
				"nothing says that the application refuses a second %s of the same %s: a create that is cut off and repeated may make two", m.name, p))
		}
	}
}

// checkKey warns when a client can change what ids are made of.
func (c *compiler) checkKey(m *Mapping) {
	for _, key := range m.keyFields {
		if c.known && m.changes(key) {
			c.found.Add(c.d.node.Warning("mapping/key-written", "", "clients can change the key field %q, and ids are made of keys", key))
		}
	}
}

// names reports whether a new record can be given this field.
func (c *compiler) names(m *Mapping, field string) bool {
	_, inserted := c.d.insert[field]
	computed := slices.ContainsFunc(m.computed, func(f computedField) bool { return f.field == field })
	return inserted || computed || m.fills(field)
}

// checkRemembered makes sure that lists can leave out what is remembered as deleted.
func (c *compiler) checkRemembered(m *Mapping) {
	if !c.known || !m.Remembers() || c.found.HasErrors() {
		return
	}
	for _, key := range m.keyFields {
		if m.shape.Push(connectors.Leaf{Field: key, Op: connectors.Eq}) != connectors.Exact {
			c.found.Add(c.d.node.Finding("mapping/delete", "", "the application cannot select by %q, so that deleted records cannot be left out", key))
		}
	}
}

// allCells are the cells of a rule, those of slots and rows included.
func (r *ruleDef) allCells() []*cellDef {
	var list []*cellDef
	if r.cell != nil {
		list = append(list, r.cell)
	}
	for _, s := range r.slots {
		list = append(list, s.cells...)
	}
	if r.list != nil {
		list = append(list, r.list.cell)
	}
	if r.rows != nil {
		list = append(list, r.rows.cells...)
	}
	return list
}

// comparison is the fold an attribute's text is compared with, from the cells that fill it.
func comparison(cells []*cell) fold.Kind {
	var k fold.Kind
	for _, c := range cells {
		if c.field != "" && c.read == nil {
			k = k.Or(c.fold)
		}
	}
	return k
}
