package mappings

import (
	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
)

// alsoDef is a second field that a rule writes: what the first one gets, or an expression of the attribute's value.
type alsoDef struct {
	field string
	node  yamlx.Node
	write yamlx.Node // missing: as the first one
}

// also is an alsoDef, compiled.
type also struct {
	field string
	typ   connectors.Type
	write *program
}

// readAlso reads `also: field` or `also: {field: expression}`.
func (d *resourceDef) readAlso(c *cellDef, n yamlx.Node, found *diag.List) {
	switch {
	case n.IsMissing():
		return
	case c.field == "" || c.ref != "":
		found.Add(n.Finding("mapping/rule", "", `"also" needs the "field" beside which it writes another, and no reference`))
		return
	case n.IsScalar() && n.Text() != "":
		c.also = []alsoDef{{field: n.Text(), node: n}}
		d.note(c.where.place(n.Text()), n)
		return
	}
	for _, e := range needEntries(n, found) {
		c.also = append(c.also, alsoDef{field: e.Name, node: e.Key, write: e.Value})
		d.note(c.where.place(e.Name), e.Key)
	}
}

// also compiles what a rule writes beside its field.
func (c *compiler) also(def *cellDef, out *cell) {
	for i, a := range def.also {
		x := also{field: a.field, typ: c.field(a.node, def.where, a.field).Type}
		if !a.write.IsMissing() {
			x.write = compileExpr(a.write, types.Map{"value": singleType(out.leaf)}, false, c.found)
		}
		for _, other := range def.also[:i] {
			if other.field == a.field {
				c.found.Add(a.node.Finding("mapping/duplicate", "", "%q is written already", a.field))
			}
		}
		out.also = append(out.also, x)
	}
}

// seconds are the fields that the cell writes beside its own.
func (c *cellDef) seconds() []string {
	var fields []string
	for _, a := range c.also {
		fields = append(fields, a.field)
	}
	return fields
}

// beside gives the second fields of a cell what goes with the value v of the attribute, which is native in the first.
func (p *projector) beside(c *cell, v any, native connectors.Value, fields connectors.Fields) error {
	for _, a := range c.also {
		second, err := a.value(c, v, native)
		if err != nil && p.lenient {
			second, err = unstorable{v, err}, nil
		}
		if err != nil {
			return err
		}
		fields[a.field] = second
	}
	return nil
}

func (a also) value(c *cell, v any, native connectors.Value) (connectors.Value, error) {
	if native == nil {
		return nil, nil
	}
	if _, odd := native.(unstorable); odd {
		return native, nil
	}
	out := native
	var err error
	if a.write != nil {
		if out, err = a.write.run(map[string]any{"value": v}); err == nil && out != nil {
			out, err = toNative(a.typ, out)
		}
	} else if a.typ != "" {
		out, err = connectors.Convert(native, a.typ)
	}
	if err != nil {
		return nil, scim.BadRequest(scim.InvalidValue, "%s has a value that cannot be stored", c.at).Because(err)
	}
	return out, nil
}
