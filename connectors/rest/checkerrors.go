package rest

import "github.com/scimgate/scimgate/internal/diag"

// checkErrors reports rules that blame a field which there is not: in no entity at all, for those of the block.
func (b *block) checkErrors(found *diag.List) {
	var all []string
	for _, entity := range b.order {
		all = append(all, b.collections[entity].order...)
	}
	checkBlamed(b.errors, all, found)
	for _, entity := range b.order {
		c := b.collections[entity]
		checkBlamed(c.errors[:len(c.errors)-len(b.errors)], c.order, found)
		for _, op := range c.operations() {
			checkBlamed(op.errors, c.order, found)
		}
	}
}

func checkBlamed(rules []errorRule, known []string, found *diag.List) {
	for _, rule := range rules {
		if rule.field != "" && len(without([]string{rule.field}, known)) > 0 {
			found.Add(rule.at.Finding("rest/unknown-field", diag.Suggest(rule.field, known), "there is no field %q", rule.field))
		}
	}
}

// operations are all calls of an entity.
func (c *collection) operations() []*operation {
	all := []*operation{c.read, c.create, c.update, c.remove, c.rewrite}
	if c.list != nil {
		all = append(all, c.list.operation)
	}
	for _, l := range c.finds {
		all = append(all, l.operation)
	}
	for _, t := range c.when {
		all = append(all, t.operation)
	}
	var out []*operation
	for _, op := range all {
		if op != nil {
			out = append(out, op)
		}
	}
	return out
}
