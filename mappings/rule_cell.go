package mappings

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// cellDef ties one simple attribute or sub-attribute to one native field, or to a constant or an expression.
type cellDef struct {
	at    schema.Path // Sub is the sub-attribute, also inside slots and rows
	node  yamlx.Node
	field string // empty for a constant or a computed value
	where cellScope

	constant yamlx.Node
	values   yamlx.Node // the value table
	orElse   yamlx.Node
	empty    yamlx.Node
	read     yamlx.Node
	write    yamlx.Node
	ref      string
	refNode  yamlx.Node

	secret, once, readOnly, scan bool
	max                          int
	fold                         fold.Kind
	native                       connectors.Type
	returned                     schema.Returned
}

// cellScope says where a cell's field lives: in the record, or in the rows of a relation.
type cellScope struct {
	relation string
	joins    *[]connectors.Join // lookups go here; nil: the record's own
}

// place is the field's name in findings and errors.
func (s cellScope) place(field string) string {
	if s.relation == "" {
		return field
	}
	return s.relation + "/" + field
}

// readCell reads a scalar (a field) or a mapping (a field with more to say).
func (d *resourceDef) readCell(at schema.Path, n yamlx.Node, where cellScope, found *diag.List) *cellDef {
	c := &cellDef{at: at, node: n, where: where}
	switch {
	case n.IsScalar() && n.Text() != "":
		c.field = n.Text()
		d.note(where.place(c.field), n)
		return c
	case !n.IsMap():
		found.Add(n.Finding("mapping/rule", "", "expected a field, or a mapping such as {field: …}"))
		return nil
	}
	r := yamlx.Read(n, "mapping", found)
	c.field = r.Text("field", "")
	c.constant = r.Get("const")
	c.values, c.orElse, c.empty = r.Get("values"), r.Get("else"), r.Get("empty")
	c.read, c.write = r.Get("read"), r.Get("write")
	c.refNode = r.Get("ref")
	c.ref = r.Text("ref", "")
	c.secret, c.once = r.Bool("secret", false), r.Bool("once", false)
	c.readOnly = r.OneOf("access", "write", "read") == "read"
	c.scan = !r.Bool("filter", true)
	c.max = r.Int("max", 1, 0)
	c.fold = oneOf(r, "fold", found, fold.Kinds)
	c.native = oneOf(r, "type", found, connectors.Types)
	c.returned = readReturned(r)
	lookup := r.Get("lookup")
	r.Close()
	if c.field != "" {
		d.note(where.place(c.field), n.Get("field"))
	}
	c.check(n, found)
	if !lookup.IsMissing() {
		d.readLookup(c, lookup, found)
	}
	return c
}

// oneOf is a word out of few, empty when there is none.
func oneOf[T ~string](r *yamlx.Reader, key string, found *diag.List, known []T) T {
	n := r.Get(key)
	if n.IsMissing() || slices.Contains(known, T(n.Text())) {
		return T(n.Text())
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	found.Add(n.Finding("mapping/value", diag.Suggest(n.Text(), words), "%q must be one of %v", key, words))
	return ""
}

func readReturned(r *yamlx.Reader) schema.Returned {
	if s := r.OneOf("returned", "default", "request", "never", "always"); s != "default" {
		return schema.Returned(s)
	}
	return schema.ReturnedDefault
}

// check reports combinations that mean nothing.
func (c *cellDef) check(n yamlx.Node, found *diag.List) {
	has := func(n yamlx.Node) bool { return !n.IsMissing() }
	switch {
	case c.field == "" && !has(c.constant) && !has(c.read):
		found.Add(n.Finding("mapping/rule", "", `a rule needs "field", "const" or "read"`))
	case c.field == "" && has(c.write):
		found.Add(c.write.Finding("mapping/rule", "", `"write" needs the "field" it writes`))
	case c.field != "" && has(c.constant):
		found.Add(c.constant.Finding("mapping/rule", "", `"const" and "field" exclude each other`))
	case has(c.values) && (has(c.read) || has(c.write)):
		found.Add(c.values.Finding("mapping/rule", "", `"values" and "read" or "write" exclude each other`))
	case has(c.values) && !c.values.IsMap():
		found.Add(c.values.Finding("mapping/values", "", `"values" is a mapping of SCIM values to native ones`))
	case has(c.orElse) && !has(c.values):
		found.Add(c.orElse.Finding("mapping/rule", "", `"else" belongs to "values"`))
	case has(c.read) && c.secret:
		found.Add(c.read.Finding("mapping/secret", "", "a secret is never read"))
	case c.once && !c.secret:
		found.Add(n.Get("once").Finding("mapping/rule", "", `"once" belongs to "secret"`))
	}
}

// readLookup replaces the cell's field by the field of a code table that it points to.
func (d *resourceDef) readLookup(c *cellDef, n yamlx.Node, found *diag.List) {
	r := yamlx.Read(n, "mapping", found)
	entity, key, value := r.Need("entity"), r.Need("key"), r.Need("value")
	where := readPredicate(d, r.Get("where"), found)
	r.Close()
	if c.field == "" {
		found.Add(n.Finding("mapping/rule", "", `"lookup" needs the "field" that holds the code`))
		return
	}
	alias := strings.ReplaceAll(entity.Text(), ".", "_") + "_by_" + c.field
	d.note(c.where.place(entity.Text()), entity)
	d.note(c.where.place(alias+"."+key.Text()), key)
	d.note(c.where.place(alias+"."+value.Text()), value)
	join := connectors.Join{
		Alias: alias, Entity: entity.Text(), On: map[string]string{key.Text(): c.field},
		Where: where, Fields: []string{value.Text()}, Lookup: true,
	}
	c.field = alias + "." + value.Text()
	d.addJoin(c.where, join)
}

// addJoin adds a lookup once; two rules may read two fields through one.
func (d *resourceDef) addJoin(where cellScope, j connectors.Join) {
	joins := &d.joins
	if where.joins != nil {
		joins = where.joins
	}
	for i := range *joins {
		if (*joins)[i].Alias == j.Alias {
			(*joins)[i].Fields = union((*joins)[i].Fields, j.Fields...)
			return
		}
	}
	*joins = append(*joins, j)
}
