package mappings

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// removalDef is what a DELETE does to a record that is kept, and what becomes of one whose name comes again.
type removalDef struct {
	set        map[string]connectors.Source
	remembered bool   // that it is gone is known to us alone
	again      string // revive or conflict; empty: whatever the application does
	revival    map[string]connectors.Source
}

// readDelete reads `delete: remove` or `delete: {set: …, gone: …, again: …}`. What is set must be known when the request
// comes, and must hide the record: one that is deleted and still there would be found again.
func (d *resourceDef) readDelete(n yamlx.Node, found *diag.List) {
	if n.IsMissing() || n.Text() == "remove" {
		return
	}
	if !n.IsMap() {
		found.Add(n.Finding("mapping/delete", diag.Suggest(n.Text(), []string{"remove"}), `"delete" is remove, or {set: …, gone: …}`))
		return
	}
	r := yamlx.Read(n, "mapping", found)
	set, gone, again := r.Need("set"), r.Need("gone"), r.Get("again")
	r.Close()
	d.keep = true
	d.removal.set = d.readMoment(set, "a DELETE", found)
	d.readGone(gone, found)
	d.readAgain(again, found)
}

// readMoment reads values that are known when the request comes.
func (d *resourceDef) readMoment(n yamlx.Node, who string, found *diag.List) map[string]connectors.Source {
	sources := d.readSources(n, sourceScope{}, "", found)
	for _, e := range n.Entries() {
		if s := sources[e.Name]; s != nil && !isMoment(s) {
			found.Add(e.Value.Finding("mapping/delete", "", "%s sets a value or {expr: …}", who))
		}
	}
	return sources
}

func isMoment(s connectors.Source) bool {
	switch s.(type) {
	case connectors.Const, connectors.Expr:
		return true
	default:
		return false
	}
}

// readGone reads how a deleted record is told: by a predicate, or by our own memory.
func (d *resourceDef) readGone(n yamlx.Node, found *diag.List) {
	if n.Text() != "remembered" {
		d.gone = d.readPredicate(n, "", found)
		if d.gone != nil && d.removal.set != nil && !compares(d.gone, d.removal.set) {
			found.Add(n.Finding("mapping/delete", "", `nothing that "set" sets makes the record gone`))
		}
		return
	}
	d.removal.remembered = true
	switch {
	case len(d.key) == 0:
		found.Add(n.Finding("mapping/delete", `say it under "key:"`, "what is remembered is told by its key, and the file does not say which that is"))
	case d.identity == "key":
		found.Add(n.Finding("mapping/delete", "", "with identity: key nothing is remembered: the application has to say what is gone"))
	default:
		found.Add(n.Warning("mapping/gone-in-store", "", "who is deleted is nowhere but in the store of the gateway: without a backup of it every %s is there again", d.name))
	}
}

// readAgain reads what a create does that comes upon a deleted record: `revive`, `conflict`, or the values that a revived
// record gets in the fields that DELETE set.
func (d *resourceDef) readAgain(n yamlx.Node, found *diag.List) {
	switch {
	case n.IsMissing():
		return
	case n.Text() == "conflict":
		d.removal.again = "conflict"
		return
	case n.Text() != "revive" && !n.IsMap():
		found.Add(n.Finding("mapping/delete", diag.Suggest(n.Text(), []string{"revive", "conflict"}), `"again" is revive, conflict, or {set: …}`))
		return
	}
	d.removal.again, d.removal.revival = "revive", map[string]connectors.Source{}
	var set map[string]connectors.Source
	if n.IsMap() {
		r := yamlx.Read(n, "mapping", found)
		set = d.readMoment(r.Need("set"), "what comes again", found)
		r.Close()
	}
	live, dead := connectors.Fields{}, true
	for _, field := range slices.Sorted(maps.Keys(d.removal.set)) {
		removed := d.removal.set[field]
		source, given := set[field]
		if given && !isMoment(source) {
			continue // which is found already
		}
		if !given {
			source, given = d.insert[field]
		}
		if !given {
			source = connectors.Const{}
		}
		if !isMoment(source) {
			found.Add(n.Finding("mapping/delete", "", "say what %q is again: {set: {%s: …}}", field, field))
			continue
		}
		d.removal.revival[field] = source
		back, constant := source.(connectors.Const)
		_, removedConstant := removed.(connectors.Const)
		live[field] = back.Value
		dead = dead && constant && removedConstant
	}
	if dead && d.gone != nil && onlyAbout(d.gone, d.removal.set) && connectors.Match(d.gone, connectors.Record{Fields: live}) {
		found.Add(n.Finding("mapping/delete", "say what brings it back: {set: …}", "a record with these values would still be gone"))
	}
}

// Graves are the resource types' views of their deleted records, where a create may come upon one: those that are gone by
// a predicate. A remembered one looks like any other.
func (f *File) Graves() map[string]connectors.Spec {
	graves := map[string]connectors.Spec{}
	for _, d := range f.resources {
		if d.removal.again == "" || d.gone == nil {
			continue
		}
		s := d.spec()
		if s.Scope == nil {
			s.Scope = s.Gone
		} else {
			s.Scope = connectors.And{s.Scope, s.Gone}
		}
		s.Gone = nil
		graves[d.name] = s
	}
	return graves
}
