package mappings

import (
	"maps"
	"slices"
	"strings"

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
		c := &compiler{d: d, shape: shape, known: known, found: &found}
		compiled[d.name] = c.compile()
	}
	return compiled, found
}

// compiler turns one resourceDef into a Mapping.
type compiler struct {
	d     *resourceDef
	shape connectors.Shape
	known bool
	found *diag.List
	effective
	record types.Map // the type of `record`
}

func (c *compiler) compile() *Mapping {
	d := c.d
	c.effective = newEffective(d)
	c.record = c.recordType()
	m := &Mapping{
		name: d.name, rt: c.rt, prefixes: d.prefixes, shape: c.shape, known: c.known, entity: d.entity, keyFields: d.key,
		identity: d.identity, adopt: d.adopt, removal: d.removal, relations: map[string]*rows{},
	}
	for _, rule := range d.rules {
		c.rule(m, rule)
	}
	c.settle(m)
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
	m.needs()
	c.checkMatch(m)
	return m
}

// rule compiles one rule into m's attribute for its top-level place.
func (c *compiler) rule(m *Mapping, rule *ruleDef) {
	a := m.attribute(c.path(rule.at.Top()))
	switch {
	case rule.cell != nil:
		a.cells = append(a.cells, c.cell(rule.cell))
	case rule.slots != nil:
		for _, s := range rule.slots {
			slot := slot{}
			for _, def := range s.cells {
				slot.cells = append(slot.cells, c.cell(def))
			}
			a.slots = append(a.slots, slot)
		}
	case rule.rows != nil:
		a.rows = c.rows(rule.rows)
		m.relations[a.rows.relation] = a.rows
	}
}

func (c *compiler) rows(def *rowsDef) *rows {
	r := &rows{relation: def.relation, large: def.large, inverse: def.inverse != ""}
	for _, x := range def.cells {
		r.cells = append(r.cells, c.cell(x))
	}
	return r
}

// cell compiles a cell; its write expression waits until the type of `resource` is known.
func (c *compiler) cell(def *cellDef) *cell {
	out := &cell{
		at: c.path(def.at), field: def.field, place: def.where.place(def.field), max: def.max, ref: def.ref, reads: def.reads(),
		secret: def.secret, once: def.once, readOnly: def.readOnly, scan: def.scan, typ: def.native,
	}
	out.leaf = out.at.Leaf()
	field := c.field(def, out)
	if out.typ == "" {
		out.typ = field.Type
	}
	if field.Max > 0 && (out.max == 0 || field.Max < out.max) {
		out.max = field.Max
	}
	out.readOnly = out.readOnly || field.ReadOnly
	out.fold = def.fold.Or(field.Fold)
	if !def.constant.IsMissing() {
		out.constant = c.constant(def)
	}
	if !def.values.IsMissing() {
		out.table = readTable(def, out.typ, c.found)
	}
	if !def.empty.IsMissing() {
		out.empty = c.emptyValue(def, out.typ)
	}
	if !def.read.IsMissing() {
		env := types.Map{"record": c.record}
		if def.field != "" {
			env["value"] = fieldType(out.typ)
		}
		out.read = compileExpr(def.read, env, false, c.found)
		c.checkKind(def.read, out.read, out.leaf)
	}
	c.compiled[def] = out
	return out
}

// field finds the cell's field in the shape, and reports one that is not there.
func (c *compiler) field(def *cellDef, out *cell) connectors.Field {
	if def.field == "" || !c.known {
		return connectors.Field{}
	}
	fields := c.shape.Fields
	if def.where.relation != "" {
		fields = c.shape.Relations[def.where.relation].Fields
	}
	f, ok := fields[def.field]
	if !ok {
		n := def.node
		if x := n.Get("field"); !x.IsMissing() {
			n = x
		}
		c.found.Add(n.Finding("mapping/unknown-field", diag.Suggest(def.field, slices.Sorted(maps.Keys(fields))),
			"the application has no field %q", out.place))
	}
	return f
}

func (c *compiler) constant(def *cellDef) any {
	v, err := tableKey(def.at.Leaf(), def.constant.Text())
	if err != nil || def.constant.IsNull() {
		c.found.Add(def.constant.Finding("mapping/const", "", "%q is no value of %s", def.constant.Text(), def.at.Leaf().Name))
	}
	return v
}

func (c *compiler) emptyValue(def *cellDef, t connectors.Type) *emptyValue {
	if e := def.empty.Get("expr"); !e.IsMissing() {
		return &emptyValue{expr: compileExpr(e, types.Map{"record": c.record}, false, c.found)}
	}
	v, err := tableNative(def.empty, t)
	if err != nil || !def.empty.IsScalar() {
		c.found.Add(def.empty.Finding("mapping/empty", "", "%q does not fit the field %s", def.empty.Text(), def.field))
	}
	return &emptyValue{constant: v}
}

func (c *compiler) writeProgram(def *cellDef, resource types.Map) {
	if def.write.IsMissing() {
		return
	}
	out := c.compiled[def]
	env := types.Map{"value": singleType(out.leaf), "resource": resource}
	out.write = compileExpr(def.write, env, def.secret, c.found)
}

// recordType is the type of `record`: the entity's fields, or what the rules name when they are not known.
func (c *compiler) recordType() types.Map {
	m := types.Map{}
	if !c.known {
		for _, f := range c.d.ownFields() {
			m[f] = types.Any
		}
		return m
	}
	for name, f := range c.shape.Fields {
		if !strings.Contains(name, ".") {
			m[name] = fieldType(f.Type)
		}
	}
	return m
}

// fields compiles the expressions that fill native fields from the whole resource.
func (c *compiler) fields(m *Mapping, resource types.Map) {
	for _, def := range c.d.fields {
		f, ok := c.shape.Fields[def.field]
		if c.known && !ok {
			c.found.Add(def.node.Finding("mapping/unknown-field", diag.Suggest(def.field, slices.Sorted(maps.Keys(c.shape.Fields))),
				"the application has no field %q", def.field))
		}
		if p := compileExpr(def.node, types.Map{"resource": resource}, false, c.found); p != nil {
			m.computed = append(m.computed, computedField{field: def.field, typ: f.Type, program: p, mentions: mentioned(def.node, "resource")})
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

// checkMatch warns when an existing account can only be recognised by reading all of them.
func (c *compiler) checkMatch(m *Mapping) {
	if !c.known {
		return
	}
	for _, p := range m.match {
		if m.pushOf(p) == connectors.No {
			c.found.Add(c.d.matchNode.Warning("mapping/match-scan", "", "the application cannot search by %s: every create reads all records", p))
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
