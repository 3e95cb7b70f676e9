package mappings

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// readJoins reads `join:`, the entities that hold a part of each record, by the alias that rules call them.
func (d *resourceDef) readJoins(n yamlx.Node, found *diag.List) {
	for _, e := range entries(n, found) {
		d.aliases = append(d.aliases, e.Name)
		if strings.ContainsAny(e.Name, "./") {
			found.Add(e.Key.Finding("mapping/join", "", "an alias has no dots and no slashes"))
		}
		d.joins = append(d.joins, d.readJoin(e, found))
	}
}

func (d *resourceDef) readJoin(e yamlx.Entry, found *diag.List) connectors.Join {
	r := yamlx.Read(e.Value, "mapping", found)
	at := e.Name + "."
	entity := needText(r, "entity", found)
	d.note(entity.Text(), entity)
	d.note(e.Name, e.Key)
	j := connectors.Join{Alias: e.Name, Entity: entity.Text(), On: d.readOn(r.Need("on"), at, found)}
	j.Where = d.readPredicate(r.Get("where"), at, found)
	j.Insert = d.readSources(r.Get("insert"), sourceScope{fresh: true}, at, found)
	j.Missing = connectors.Missing(r.OneOf("missing", string(connectors.MissingCreate), string(connectors.MissingRefuse)))
	j.Remove = r.OneOf("delete", "keep", "remove") == "remove"
	current := r.Get("current")
	r.Close()
	if !current.IsMissing() {
		j.Current = d.readCurrent(current, at, found)
	}
	return j
}

// readOn reads {theirs: ours}, where ours may be a field of a join above.
func (d *resourceDef) readOn(n yamlx.Node, at string, found *diag.List) map[string]string {
	on := map[string]string{}
	if n.IsScalar() && !n.IsNull() {
		on[n.Text()] = n.Text()
		d.note(at+n.Text(), n)
		d.note(n.Text(), n)
	}
	for _, e := range n.Entries() {
		on[e.Name] = e.Value.Text()
		d.note(at+e.Name, e.Key)
		d.note(e.Value.Text(), e.Value)
		above := d.aliases[:len(d.aliases)-1]
		if alias, _, dotted := strings.Cut(e.Value.Text(), "."); dotted && !slices.Contains(above, alias) {
			found.Add(e.Value.Finding("mapping/unknown-join", diag.Suggest(alias, above), "nothing is joined as %q above", alias))
		}
	}
	if _, unnamed := on[""]; !n.IsMissing() && (unnamed || len(on) == 0) {
		found.Add(n.Finding("mapping/join", "", `"on" says which of their fields equals which of ours: {theirs: ours}`))
	}
	return on
}

// readCurrent reads which of several rows is in force.
func (d *resourceDef) readCurrent(n yamlx.Node, at string, found *diag.List) *connectors.Current {
	r := yamlx.Read(n, "mapping", found)
	from, to := needText(r, "from", found), needText(r, "to", found)
	d.note(at+from.Text(), from)
	d.note(at+to.Text(), to)
	c := &connectors.Current{From: from.Text(), To: to.Text()}
	c.Until = r.OneOf("includes", "both", "from") == "from"
	r.OneOf("on_change", "close")
	c.Format = oneOf(r, "days", found, connectors.DayFormats)
	if open := r.Get("open"); !open.IsMissing() && !open.IsNull() {
		c.Open = open.Text()
	}
	r.Close()
	return c
}

// readSwitch makes a cell say whether a row of a join is in force.
func (d *resourceDef) readSwitch(c *cellDef, n yamlx.Node, found *diag.List) {
	var known []string
	for _, j := range d.joins {
		if j.Current != nil {
			known = append(known, j.Alias)
		}
	}
	switch {
	case c.field != "" || c.where.relation != "" || c.at.Leaf().Type != schema.Boolean:
		found.Add(n.Finding("mapping/rule", "", `"current" stands alone, in the rule of a boolean attribute`))
	case !slices.Contains(known, n.Text()):
		found.Add(n.Finding("mapping/unknown-join", diag.Suggest(n.Text(), known), `there is no join %q with "current"`, n.Text()))
	default:
		d.note(n.Text(), n)
		c.native = connectors.TypeBool
	}
	c.field = n.Text()
}

// checkAliases reports fields of joins that there are not.
func (d *resourceDef) checkAliases(found *diag.List) {
	known := slices.Clone(d.aliases)
	for _, j := range d.joins {
		known = union(known, j.Alias)
	}
	check := func(n yamlx.Node, name string) {
		if alias, _, dotted := strings.Cut(name, "."); dotted && !slices.Contains(known, alias) {
			found.Add(n.Finding("mapping/unknown-join", diag.Suggest(alias, d.aliases), "nothing is joined as %q", alias))
		}
	}
	for _, c := range d.ownCells() {
		for i, name := range c.names() {
			check(c.fieldNode(i), name)
		}
	}
	for _, f := range d.fields {
		check(f.node, f.field)
	}
}

// partsOf adds to the joins what is read and written of them. One of which nothing is written is read only; one to which
// another is joined that is written is written too.
func (d *resourceDef) partsOf(names []string) []connectors.Join {
	joins := slices.Clone(d.joins)
	writes := d.writtenFields()
	written := map[string]bool{}
	for i := len(joins) - 1; i >= 0; i-- {
		j := &joins[i]
		if !slices.Contains(d.aliases, j.Alias) {
			if lookup := j.Alias + "."; slices.ContainsFunc(writes, func(f string) bool { return strings.HasPrefix(f, lookup) }) {
				d.mark(written, *j)
			}
			continue
		}
		for _, name := range names {
			if field, ok := strings.CutPrefix(name, j.Alias+"."); ok {
				j.Fields = union(j.Fields, field)
			}
		}
		touched := slices.ContainsFunc(writes, func(f string) bool { return f == j.Alias || strings.HasPrefix(f, j.Alias+".") })
		if written[j.Alias] || touched || len(j.Insert) > 0 {
			d.mark(written, *j)
		} else {
			j.Missing = ""
		}
	}
	return joins
}

// mark notes that what j is joined to is written.
func (d *resourceDef) mark(written map[string]bool, j connectors.Join) {
	for _, ours := range j.On {
		if alias, _, dotted := strings.Cut(ours, "."); dotted {
			written[alias] = true
		}
	}
}

// writtenFields are the native fields that a rule, `fields:` or a DELETE writes.
func (d *resourceDef) writtenFields() []string {
	var fields []string
	for _, c := range d.ownCells() {
		if !c.readOnly {
			fields = union(union(fields, c.names()...), c.seconds()...)
		}
	}
	for _, f := range d.fields {
		fields = union(fields, f.field)
	}
	for name := range d.removal.set {
		fields = union(fields, name)
	}
	return fields
}

// isJoined reports whether a name is that of a field of a join, or of a join itself.
func (d *resourceDef) isJoined(name string) bool {
	return strings.Contains(name, ".") || slices.ContainsFunc(d.joins, func(j connectors.Join) bool { return j.Alias == name && j.Current != nil })
}
