package rest

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

// checkWrites reports calls that write and ask for what cannot be had.
func (c *collection) checkWrites(found *diag.List) {
	if c.create != nil {
		c.create.check(append(slices.Clone(c.order), tokenName), c.order, found)
	}
	c.checkMoves(found)
	c.checkRewrite(found)
	readable := c.read != nil || c.list != nil || len(c.finds) > 0
	for _, op := range c.operations() {
		report := func(code, format string, args ...any) {
			found.Add(c.place(op).Finding(code, "", format, args...))
		}
		switch {
		case op.verify != "" && op.verify != verifyNever && !readable:
			report("rest/verify", "%s cannot be read, so that nothing written can be verified", c.name)
		case op.batch > 1 && op != c.create:
			report("rest/batch", "only rows that are added can be many in one call")
		case op.ifMatch && op != c.update && op != c.rewrite:
			report("rest/if-match", "only an update and a rewrite are sent with what was read before")
		case op.ifMatch && op == c.update && c.read == nil:
			report("rest/if-match", `there is no "read", whose answer has the entity tag`)
		}
	}
}

// checkMoves reports transitions that cannot happen.
func (c *collection) checkMoves(found *diag.List) {
	for i, t := range c.when {
		t.check(c.order, c.order, found)
		c.checkKey(t.operation, found)
		if slices.Contains(c.key, t.field) {
			found.Add(t.node.Finding("rest/transition", "", "%s is part of the key, which no call gives another value", t.field))
		}
		if slices.ContainsFunc(c.when[:i], func(u *transition) bool { return u.field == t.field && same(u.to, t.to) }) {
			found.Add(t.node.Finding("rest/transition", "", "another call before gives %s this value", t.field))
		}
	}
}

// checkRewrite reports a call that writes all rows of an owner where they cannot be read before.
func (c *collection) checkRewrite(found *diag.List) {
	op := c.rewrite
	if op == nil {
		return
	}
	op.check(c.order, c.order, found)
	switch owner := op.url.Names(); {
	case len(owner) == 0:
		found.Add(op.node.Finding("rest/rewrite", "", "the URL does not say whose rows they are"))
	case len(without(owner, c.order)) == 0 && c.way(owner, 1, nil) == nil:
		found.Add(op.node.Finding("rest/rewrite", "", `no "find" reads the rows of one owner, by %s, which are written together`, strings.Join(owner, " and ")))
	}
}
