package mappings

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// cell compiles a cell; its write expression waits until the type of `resource` is known.
func (c *compiler) cell(def *cellDef) *cell {
	out := &cell{
		at: c.path(def.at), field: def.field, names: def.names(), max: def.max, ref: def.ref, reads: def.reads(),
		first: def.first, leads: def.leads, secret: def.secret, once: def.once, readOnly: def.readOnly, scan: def.scan, drops: def.drops, typ: def.native,
	}
	out.leaf = out.at.Leaf()
	for i, name := range out.names {
		c.native(def, out, i, name)
	}
	out.choice = def.choice
	if def.kindField != "" {
		out.kind = c.kind(def)
	}
	if !def.constant.IsMissing() {
		out.constant = c.constant(def)
		out.chooses = def.at.Sub != nil && def.at.Attr.MultiValued
	}
	switch {
	case !def.values.IsMissing():
		out.table = readTable(def, out.typ, c.found)
	case def.labels != nil:
		out.table = labelTable(def.labels, out.typ)
	}
	if !def.empty.IsMissing() {
		out.empty = c.emptyValue(def, out)
	}
	if !def.read.IsMissing() {
		env := types.Map{"record": c.recordType(def.where.relation)}
		if def.field != "" {
			env["value"] = fieldType(out.typ)
		}
		out.read = compileExpr(def.read, env, false, c.found)
		c.checkKind(def.read, out.read, out.leaf)
	}
	c.format(def, out)
	c.also(def, out)
	c.compiled[def] = out
	return out
}

// native gives the cell what the shape says of one of its fields.
func (c *compiler) native(def *cellDef, out *cell, i int, name string) {
	place := def.where.place(name)
	field := c.field(def.fieldNode(i), def.where, name)
	out.places = append(out.places, place)
	out.types = append(out.types, cmp.Or(def.native, field.Type))
	if field.WriteOnly && !def.secret {
		c.found.Add(def.fieldNode(i).Finding("mapping/write-only", "", "%q can be written and not read: that is for a rule with `secret: true`", place))
	}
	if def.where.relation == "" && def.parts != nil && slices.Contains(c.d.key, name) {
		out.fixed = append(out.fixed, name)
	} else {
		out.readOnly = out.readOnly || field.ReadOnly
		out.once = out.once || field.Once && !field.ReadOnly
	}
	if def.parts == nil {
		out.typ = out.types[0]
		out.fold = def.fold.Or(field.Fold)
		if field.Max > 0 && (out.max == 0 || field.Max < out.max) {
			out.max = field.Max
		}
	}
}

// kind reads what the field that says which of several types a reference leads to says of this one.
func (c *compiler) kind(def *cellDef) *kind {
	fields := c.fieldsOf(def.where.relation)
	f, ok := fields[def.kindField]
	if c.known && !ok {
		c.found.Add(def.node.Get("by").Finding("mapping/unknown-field", diag.Suggest(def.kindField, slices.Sorted(maps.Keys(fields))),
			"the application has no field %q", def.where.place(def.kindField)))
	}
	v, err := tableNative(def.kind, f.Type)
	if err != nil {
		c.found.Add(def.kind.Finding("mapping/reference", "", "%q does not fit the field %s", def.kind.Text(), def.kindField))
	}
	return &kind{def.kindField, v}
}

// format checks that the field can hold what the format writes.
func (c *compiler) format(def *cellDef, out *cell) {
	if out.format = def.format; def.format == nil {
		return
	}
	if out.typ == "" {
		out.typ = def.format.field()
	}
	_, err := connectors.Convert(def.format.write(lastDate), out.typ)
	if err != nil || !def.format.fits(out.typ) {
		c.found.Add(def.formatAt.Finding("mapping/format", "", "%q is of type %s, which does not hold dates in this format", def.field, out.typ))
	}
}

// field finds one of the cell's fields in the shape, and reports one that is not there.
func (c *compiler) field(at yamlx.Node, where cellScope, name string) connectors.Field {
	if !c.known {
		return connectors.Field{}
	}
	fields := c.fieldsOf(where.relation)
	f, ok := fields[name]
	if !ok {
		c.found.Add(at.Finding("mapping/unknown-field", diag.Suggest(name, slices.Sorted(maps.Keys(fields))),
			"the application has no field %q", where.place(name)))
	}
	return f
}

// fieldNode is where the rule names its i-th field.
func (c *cellDef) fieldNode(i int) yamlx.Node {
	switch n := c.node.Get("field"); {
	case n.IsMissing():
		return c.node
	case n.IsList():
		return n.Items()[i]
	default:
		return n
	}
}

func (c *compiler) constant(def *cellDef) any {
	v, err := tableKey(def.at.Leaf(), def.constant.Text())
	if err != nil || !def.constant.IsScalar() || def.constant.IsNull() {
		c.found.Add(def.constant.Finding("mapping/const", "", "%q is no value of %s", def.constant.Text(), def.at.Leaf().Name))
	}
	return v
}

func (c *compiler) emptyValue(def *cellDef, out *cell) *emptyValue {
	if e := def.empty.Get("expr"); !e.IsMissing() {
		c.checkEmpty(def, e)
		env := types.Map{"record": c.recordType(def.where.relation)}
		return &emptyValue{expr: compileExpr(e, env, false, c.found), reads: mentionedFields(e, def.aliases...)}
	}
	v, err := tableNative(def.empty, out.typ)
	if err != nil || !def.empty.IsScalar() || def.empty.IsNull() {
		c.found.Add(def.empty.Finding("mapping/empty", "", "%q does not fit the field %s", def.empty.Text(), def.field))
	}
	if out.table != nil && out.table.lists(v) {
		c.found.Add(def.empty.Finding("mapping/empty", "", "%q is the native value of something already", def.empty.Text()))
	}
	return &emptyValue{constant: v}
}

// checkEmpty keeps an `empty` expression to fields that the mapping itself writes: when it is to be stored, nothing
// else is known of the record.
func (c *compiler) checkEmpty(def *cellDef, e yamlx.Node) {
	written := map[string]bool{}
	for _, other := range c.d.cells() {
		if other.where.relation == def.where.relation && !other.readOnly && !other.secret {
			for _, name := range other.names() {
				written[name] = true
			}
		}
	}
	for _, f := range mentionedFields(e, def.aliases...) {
		if !written[f] || f == def.field {
			c.found.Add(e.Finding("mapping/empty", "", "no other rule writes %q, so it is not known when this is stored", f))
		}
	}
}

func (c *compiler) writeProgram(def *cellDef, resource types.Map) {
	if def.write.IsMissing() {
		return
	}
	out := c.compiled[def]
	env := types.Map{"value": singleType(out.leaf), "resource": resource}
	out.write = compileExpr(def.write, env, def.secret, c.found)
	out.depends = slices.ContainsFunc(mentioned(def.write), func(path string) bool { return strings.HasPrefix(path, "resource.") })
}

// recordType is the type of `record`: the fields of the entity or of a relation's rows, or what the rules name when
// they are not known.
func (c *compiler) recordType(relation string) types.Map {
	m := types.Map{}
	if !c.known {
		for _, def := range c.d.cells() {
			if def.where.relation == relation {
				for _, f := range append(def.reads(), def.names()...) {
					putType(m, f, types.Any)
				}
			}
		}
		return m
	}
	for name, f := range c.fieldsOf(relation) {
		alias, _, dotted := strings.Cut(name, ".")
		if !dotted || relation == "" && slices.Contains(c.d.aliases, alias) {
			putType(m, name, fieldType(f.Type))
		}
	}
	return m
}

// putType puts the type of a field where expressions look for it: those of a join below its alias.
func putType(m types.Map, name string, t types.Type) {
	alias, field, dotted := strings.Cut(name, ".")
	part, isPart := m[alias].(types.Map)
	switch {
	case dotted && isPart:
		part[field] = t
	case dotted:
		m[alias] = types.Map{field: t}
	case !isPart: // whether a row is in force cannot be told apart from its fields
		m[name] = t
	}
}

// fieldsOf are the native fields of a relation's rows, or of the record itself.
func (c *compiler) fieldsOf(relation string) map[string]connectors.Field {
	if relation == "" {
		return c.shape.Fields
	}
	return c.shape.Relations[relation].Fields
}
