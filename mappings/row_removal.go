package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readRemove reads `remove: {set: …}`: what a row gets instead of being deleted. `where` must hide it then, and must say
// what a row has that comes again.
func (d *resourceDef) readRemove(rows *rowsDef, n yamlx.Node, place string, found *diag.List) {
	if n.IsMissing() {
		return
	}
	r := yamlx.Read(n, "mapping", found)
	set := r.Need("set")
	r.Close()
	rows.remove = d.readSources(set, sourceScope{}, place, found)
	if rows.where == nil || !compares(rows.where, rows.remove) {
		found.Add(n.Finding("mapping/remove", "", `nothing that "set" sets hides the row from "where"`))
		return
	}
	for _, e := range set.Entries() {
		field := map[string]connectors.Source{e.Name: nil}
		if compares(rows.where, field) && !equalityOf(rows.where, e.Name) {
			found.Add(e.Key.Finding("mapping/remove", "", `"where" does not say which %s a row has that comes again: it has to be one value`, e.Name))
		}
	}
}

// equalityOf reports whether a predicate gives a field one value.
func equalityOf(p connectors.Predicate, field string) bool {
	switch p := p.(type) {
	case connectors.And:
		for _, t := range p {
			if equalityOf(t, field) {
				return true
			}
		}
	case connectors.Leaf:
		return p.Field == field && p.Op == connectors.Eq
	}
	return false
}
