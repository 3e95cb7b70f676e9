package mappings

import (
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim/schema"
)

// settleUniqueness says of what no two resources can have: the one attribute by which an account is recognised, which
// every create looks for, and what the application itself keeps apart. It does so only where it takes for equal whatever
// the attribute does: an index that tells letter cases apart lets in a second value that clients cannot tell apart.
func (c *compiler) settleUniqueness(def *cellDef) {
	x := c.compiled[def]
	unique := len(c.d.match) == 1 && c.path(c.d.match[0]) == x.at
	if !unique && c.known {
		unique = c.keptUnique(def, x)
	}
	if unique && x.leaf.Uniqueness == schema.UniqueNone {
		x.leaf.Uniqueness = schema.UniqueServer
	}
}

// keptUnique reports whether the application refuses a second value that compares as equal, and warns where the schema
// or the application's index says so and it is not.
func (c *compiler) keptUnique(def *cellDef, x *cell) bool {
	kept, compared := fold.Unset, fold.None
	if x.field != "" && x.one == "" && x.read == nil && x.table == nil {
		kept = c.shape.Fields[x.field].Distinct
	}
	if x.leaf.Type == schema.String {
		compared = x.leaf.Comparison()
	}
	unique := kept != fold.Unset && kept.Joins(compared)
	switch {
	case unique:
	case x.leaf.Uniqueness != schema.UniqueNone:
		c.found.Add(def.node.Warning("mapping/not-unique", "", "%s is to be unique, and nothing keeps the application from two values that compare as equal", x.at))
	case kept != fold.Unset:
		c.found.Add(def.node.Warning("mapping/letter-case", "an index without letter case, or `fold: none`",
			"the application keeps %s unique, but not in another letter case, so /Schemas does not say it is", x.at))
	}
	return unique
}
