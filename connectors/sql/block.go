package sql

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// entityBlock is what the connector block says of one entity: the view that is read in place of its table, and the
// statements that are sent in place of the gateway's own.
type entityBlock struct {
	name           yamlx.Node
	read           yamlx.Node // the view; missing: none
	create, delete *handwritten
	update         []*handwritten
}

// handwritten is one of the operator's statements. Its parameters are fields of the entity.
type handwritten struct {
	sqldb.Named
	node  yamlx.Node // its text
	key   []string   // of a create: the key fields that it answers
	sets  []string   // of an update: the fields that it gives a value; nil: its parameters
	where yamlx.Node // key or sets, as they were written
	lists []string   // of rows: the parameters that are lists of what several rows have
	many  yamlx.Node // the same, as it was written
}

// readEntities reads the `entities:` of a connector block, by entity.
func readEntities(n yamlx.Node, found *diag.List) map[string]*entityBlock {
	all := map[string]*entityBlock{}
	for _, e := range yamlx.Read(n, "sql", found).Node().Entries() {
		r := yamlx.Read(e.Value, "sql", found)
		b := &entityBlock{name: e.Key, read: r.Get("read")}
		if !b.read.IsMissing() && (!b.read.IsScalar() || b.read.Text() == "") {
			found.Add(b.read.Finding("sql/type", "", `"read" must name a view or table`))
		}
		b.create = readStatement(r.Get("create"), found, "key", "lists")
		b.delete = readStatement(r.Get("delete"), found, "lists")
		b.update = readUpdates(r.Get("update"), found)
		r.Close()
		all[e.Name] = b
	}
	return all
}

// readUpdates reads one statement or a list of them.
func readUpdates(n yamlx.Node, found *diag.List) []*handwritten {
	items := n.Items()
	if !n.IsList() {
		items = []yamlx.Node{n}
	}
	var list []*handwritten
	for _, item := range items {
		if h := readStatement(item, found, "sets"); h != nil {
			list = append(list, h)
		}
	}
	return list
}

// readStatement reads {sql: text}, with lists of fields under more keys; nil when there is none.
func readStatement(n yamlx.Node, found *diag.List, more ...string) *handwritten {
	if n.IsMissing() {
		return nil
	}
	r := yamlx.Read(n, "sql", found)
	if !n.IsMap() {
		return nil
	}
	h := &handwritten{node: r.Need("sql")}
	for _, key := range more {
		fields, at := r.Texts(key), r.Node().Get(key)
		switch key {
		case "key":
			h.key, h.where = fields, at
		case "sets":
			h.sets, h.where = fields, at
		case "lists":
			h.lists, h.many = fields, at
		}
	}
	r.Close()
	if h.node.IsMissing() || h.node.IsNull() {
		return nil
	}
	var err error
	if h.Named, err = sqldb.Parse(h.node.Text()); err != nil || !h.node.IsScalar() {
		found.Add(h.node.Finding("sql/statement", "", "not one statement: %v", err))
		return nil
	}
	return h
}

// takes reports whether the statement has a parameter of that name.
func (h *handwritten) takes(name string) bool { return slices.Contains(h.Names(), name) }

// setsOf are the fields that an update gives a value, where key tells records apart.
func (h *handwritten) setsOf(key []string) []string {
	if h.sets != nil {
		return h.sets
	}
	return slices.DeleteFunc(h.Names(), func(name string) bool { return slices.Contains(key, name) })
}

// finding is about a parameter, where it stands in the text.
func (h *handwritten) finding(name, code, hint, format string, args ...any) diag.Finding {
	before := ""
	seen := false
	h.Write(func(text string) {
		if !seen {
			before += text
		}
	}, func(n string) {
		if seen = seen || n == name; !seen {
			before += ":" + n
		}
	})
	line := strings.Count(before, "\n")
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return h.node.FindingAt(line, column, code, hint, format, args...)
}

// statements are all statements of an entity.
func (b *entityBlock) statements() []*handwritten {
	all := slices.Clone(b.update)
	for _, h := range []*handwritten{b.create, b.delete} {
		if h != nil {
			all = append(all, h)
		}
	}
	return all
}

// whichRecord is a finding about a statement for one record that does not say for which.
func (h *handwritten) whichRecord(key string) diag.Finding {
	return h.node.Finding("sql/which-record", "", "the statement does not say which record: it has no parameter :%s", key)
}
