package mappings

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// rowsDef is a multi-valued attribute whose elements are rows of another entity.
type rowsDef struct {
	node     yamlx.Node
	relation string // its name towards the connector: the attribute's
	entity   string
	by       map[string]string // theirs → ours
	where    connectors.Predicate
	order    []string
	cells    []*cellDef
	joins    *[]connectors.Join
	insert   map[string]connectors.Source
	remove   map[string]connectors.Source // what a row gets instead of being deleted
	first    bool                         // the first row is the primary one
	large    bool
	returned schema.Returned
	empty    yamlx.Node // what stands for no owner

	// inverse names the relation this one is the other side of: "Group.members".
	inverse     string
	inverseNode yamlx.Node
	target      *connectors.Target
	held        *connectors.Held // the rows are the records they refer to
}

func (d *resourceDef) readRows(p schema.Path, n yamlx.Node, found *diag.List) *rowsDef {
	if !p.Leaf().MultiValued || p.Leaf().Type != schema.Complex {
		found.Add(n.Finding("mapping/rows", "", "%s is not a multi-valued complex attribute: it cannot come from rows", p))
		return nil
	}
	r := yamlx.Read(n, "mapping", found)
	rows := &rowsDef{node: n, relation: p.Attr.Name, joins: new([]connectors.Join)}
	if p.Extension != nil {
		rows.relation = prefixOf(d.prefixes, p.Extension) + "." + p.Attr.Name
	}
	rows.returned = readReturned(r)
	if of := r.Get("of"); !of.IsMissing() {
		rows.inverse, rows.inverseNode = of.Text(), of
		r.Close()
		return rows
	}
	entity := needText(r, "rows", found)
	rows.entity = entity.Text()
	scope := cellScope{relation: rows.relation, joins: rows.joins}
	d.note(rows.relation, entity)
	d.note(rows.entity, entity)
	rows.by = d.readBy(r.Need("by"), scope, found)
	rows.where = d.readPredicate(r.Get("where"), scope.place(""), found)
	rows.order = d.readNames(r, "order", scope.place(""))
	rows.large = r.Bool("large", false)
	if rows.empty = r.Get("empty"); !rows.empty.IsMissing() && !rows.empty.IsScalar() {
		found.Add(rows.empty.Finding("mapping/empty", "", "expected a value"))
	}
	each, insert, remove, primary := r.Need("each"), r.Get("insert"), r.Get("remove"), r.Get("primary")
	r.Close()
	for _, e := range needEntries(each, found) {
		if c := d.readSub(p, e, scope, false, found); c != nil {
			rows.cells = append(append(rows.cells, c), c.others...)
		}
	}
	rows.insert = d.readSources(insert, newIn(rows.cells, nil), scope.place(""), found)
	d.readRemove(rows, remove, scope.place(""), found)
	d.readPrimary(rows, p, primary, found)
	switch c := rows.cell("value"); {
	case len(rows.cells) == 0:
	case rows.large && (c == nil || c.ref == ""):
		found.Add(each.Finding("mapping/rows", "", "large rows are told apart by a reference: value: {field: …, ref: …}"))
	case len(rows.identity()) == 0:
		found.Add(each.Finding("mapping/rows", "", "nothing tells the rows apart: map one of their fields"))
	}
	return rows
}

// readBy reads {theirs: ours}; both sides of a plain text are alike.
func (d *resourceDef) readBy(n yamlx.Node, scope cellScope, found *diag.List) map[string]string {
	by := map[string]string{}
	add := func(theirs, ours yamlx.Node) {
		by[theirs.Text()] = ours.Text()
		d.note(scope.place(theirs.Text()), theirs)
		d.note(ours.Text(), ours)
		if alias, _, dotted := strings.Cut(ours.Text(), "."); dotted && slices.Contains(d.aliases, alias) {
			found.Add(ours.Finding("mapping/by", "name the field of "+d.entity+" that it equals", "rows belong by a field of the record itself, and %s is one of a join", ours.Text()))
		}
	}
	if n.IsScalar() && !n.IsNull() {
		add(n, n)
	}
	for _, e := range n.Entries() {
		add(e.Key, e.Value)
	}
	if _, unnamed := by[""]; unnamed || len(by) == 0 || slices.Contains(slices.Collect(maps.Values(by)), "") {
		found.Add(n.Finding("mapping/by", "", `"by" says which of their fields equals which of ours: {theirs: ours}`))
	}
	return by
}

// cell finds the cell of a sub-attribute, nil when there is none.
func (r *rowsDef) cell(sub string) *cellDef {
	for _, c := range r.cells {
		if c.at.Leaf().Name == sub {
			return c
		}
	}
	return nil
}

// identity are the fields that tell the rows of one record apart: for rows that refer to something, the reference;
// else all that is mapped, of a lookup the code.
func (r *rowsDef) identity() []string {
	var fields []string
	for _, c := range r.references() {
		if c.holder != "" {
			fields = union(fields, c.holder)
		} else {
			fields = union(fields, c.names()...)
		}
		if c.kindField != "" {
			fields = union(fields, c.kindField)
		}
	}
	if len(fields) > 0 {
		return fields
	}
	for _, c := range r.cells {
		if c.field != "" && !strings.Contains(c.field, ".") {
			fields = union(fields, c.field)
		}
	}
	for _, j := range *r.joins {
		fields = union(fields, slices.Sorted(maps.Values(j.On))...)
	}
	return fields
}
