package rest

import (
	"regexp"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// collection is one entity of the connector block: records of one kind, and the calls that read and write them. Rows
// that belong to a record, such as the members of a team, are a collection too, listed by a field of theirs.
type collection struct {
	name   string
	node   yamlx.Node
	url    yamlx.Node // of one record, as it was written
	key    []string
	fields map[string]*field
	order  []string // the names of fields as they were written
	wrap   wire.Path

	read    *operation // one record by its key; nil: there is no such call
	list    *listing   // all records; nil: there is no such call
	finds   []*listing
	create  *operation
	created *location // where the answer to a create tells the key, when not in a record
	update  *operation
	remove  *operation
	rewrite *operation // gives an owner exactly these rows
	within  *within    // the rows are a list in the owner's record
	when    []*transition
	errors  []errorRule
	cascade bool // its records go with the record that they belong to
	sound   bool // what refers to one of its records refers to one that is there
}

// within says that the rows are a list in the records of another collection, which has it as a field of its own.
type within struct {
	of    *collection
	field string
	owner []string // fields of a row that are the key of the record it is in
}

// transition is a call that gives one field one value: a lock, a closing.
type transition struct {
	*operation
	field string
	to    connectors.Value
}

// location is where a create tells the key of the new record.
type location struct {
	header  string
	pattern *regexp.Regexp // its first group is the key
}

// variables are the parts of a URL template that are a key, which calls for all records do not have.
var variables = regexp.MustCompile(`\{/[^{}]*\}`)

func (b *block) readCollection(e yamlx.Entry, found *diag.List) *collection {
	c := &collection{name: e.Name, node: e.Key}
	r := yamlx.Read(e.Value, "rest", found)
	c.fields, c.order = readFields(r.Need("fields"), found)
	c.key = c.known(r, "key", found)
	c.wrap = readPath(r.Get("wrap"), wire.Path{}, found)
	c.errors = append(readErrorRules(r, found), b.errors...)
	c.url = r.Get("url")
	one, all := c.url.Text(), variables.ReplaceAllString(c.url.Text(), "")
	if !c.url.IsMissing() {
		found.Add(readTemplate(c.url, one, found).Check(c.url, c.order)...)
	}
	c.read = c.readOperation(r.Get("read"), "GET", one, found)
	c.list = c.readListing(r.Get("list"), all, b.lists, found)
	c.readFinds(readItems(r, "find", found), r.Get("list"), all, b, found)
	c.readCreate(r.Get("create"), all, found)
	c.update = c.readOperation(r.Get("update"), "PATCH", one, found)
	c.remove = c.readOperation(r.Get("delete"), "DELETE", one, found)
	c.rewrite = c.readOperation(r.Get("rewrite"), "PUT", "", found)
	c.cascade = r.Bool("cascades", false)
	c.sound = r.Bool("sound", false)
	for _, item := range readItems(r, "when", found) {
		c.readTransition(item, found)
	}
	b.readWithin(c, r.Get("within"), found)
	r.Close()
	return c
}

// readFinds reads the finds; what they do not say is as in the list of everything.
func (c *collection) readFinds(items []yamlx.Node, list yamlx.Node, url string, b *block, found *diag.List) {
	for _, item := range items {
		defaults := b.lists
		if list.IsMap() {
			defaults = yamlx.Overlay(defaults, list)
		}
		if l := c.readFind(item, url, defaults, found); l != nil {
			c.finds = append(c.finds, l)
		}
	}
}

func (c *collection) readCreate(n yamlx.Node, url string, found *diag.List) {
	op, r := c.beginOperation(n, "POST", url, found)
	if c.create = op; r == nil {
		return
	}
	if k := r.Get("key"); !k.IsMissing() {
		l := yamlx.Read(k, "rest", found)
		c.created = &location{header: l.Text("header", "Location")}
		p := l.Need("pattern")
		l.Close()
		var err error
		if c.created.pattern, err = regexp.Compile(p.Text()); err != nil || c.created.pattern.NumSubexp() != 1 {
			found.Add(p.Finding("rest/pattern", "", "expected a regular expression with one group, which is the key"))
			c.created = nil
		}
	}
	r.Close()
}

func (c *collection) readTransition(n yamlx.Node, found *diag.List) {
	op, r := c.beginOperation(n, "POST", "", found)
	if r == nil {
		return
	}
	t := &transition{operation: op}
	name, to := r.Need("field"), r.Need("to")
	t.field = name.Text()
	if f := c.field(t.field, name, found); f != nil && !to.IsMissing() {
		t.to = f.constant(to, found)
		c.when = append(c.when, t)
	}
	r.Close()
}

// known reads a list of fields of c.
func (c *collection) known(r *yamlx.Reader, key string, found *diag.List) []string {
	var names []string
	for _, item := range oneOrMore(r.Get(key)) {
		switch name := item.Text(); {
		case c.field(name, item, found) == nil:
		case slices.Contains(names, name):
			found.Add(item.Finding("rest/twice", "", "%s stands here twice", name))
		default:
			names = append(names, name)
		}
	}
	return names
}

// field finds a field by name, with a finding at n when there is none.
func (c *collection) field(name string, n yamlx.Node, found *diag.List) *field {
	f, ok := c.fields[name]
	if !ok {
		found.Add(n.Finding("rest/unknown-field", diag.Suggest(name, c.order), "%s has no field %q", c.name, name))
	}
	return f
}
