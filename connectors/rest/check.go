package rest

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// check reports what can be read of an entity and does not fit together: calls that do not say what they are about, and
// answers that leave something open.
func (c *collection) check(found *diag.List) {
	c.checkFields(found)
	if c.read != nil && len(c.key) == 0 {
		found.Add(c.node.Finding("rest/no-key", "", `%s has a call for one record and no "key"`, c.name))
	}
	for _, op := range []*operation{c.read, c.update, c.remove} {
		if op != nil {
			op.check(c.order, c.order, found)
			c.checkKey(op, found)
		}
	}
	c.checkWrites(found)
	if c.list != nil {
		c.checkList(found)
	}
	for _, l := range c.finds {
		c.checkFind(l, found)
	}
}

// checkFields reports two fields that are sent to the same place.
func (c *collection) checkFields(found *diag.List) {
	places := map[string]string{}
	for _, name := range c.order {
		f := c.fields[name]
		if f.ReadOnly || c.moves(name) {
			continue
		}
		if other, taken := places[f.send.String()]; taken {
			found.Add(f.node.Finding("rest/same-place", "one of them is read_only", "%s and %s are sent to the same place", other, name))
		}
		places[f.send.String()] = name
	}
}

// check reports names that the operation's values do not have; body are those that its body may use.
func (op *operation) check(known, body []string, found *diag.List) {
	if op.node.Text() == op.url.String() { // else it is the entity's own, with something left out
		found.Add(op.url.Check(op.node, known)...)
	}
	for _, p := range slices.Concat(op.query, op.header) {
		if p.variable == "" {
			found.Add(p.value.Check(known)...)
		}
	}
	if op.body != nil {
		found.Add(op.body.Check(body)...)
	}
}

// checkKey reports a call for one record that does not say which.
func (c *collection) checkKey(op *operation, found *diag.List) {
	if op == c.update && op.all && op.body == nil {
		return // its body says it
	}
	if left := without(c.key, op.names()); len(left) > 0 {
		found.Add(c.place(op).Finding("rest/which-record", "", "the call does not say which of %s is meant: it names no %s", c.name, strings.Join(left, " and no ")))
	}
}

// place is where an operation stands, or the entity that it follows from.
func (c *collection) place(op *operation) yamlx.Node {
	if op.node.IsMissing() {
		return c.node
	}
	return op.node
}

// without are the names that are not among others.
func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}
