package sql

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Check compares the statements of a connector block with the specs of its app file. It needs no connection, and no
// secret: references may still be unresolved.
func Check(block yamlx.Node, specs map[string]connectors.Spec) diag.List {
	var found diag.List
	entities := readEntities(block.Get("entities"), &found)
	var names []string
	for _, s := range specs {
		names = append(names, s.Entity)
		for _, r := range s.Relations {
			names = append(names, r.Entity)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(entities)) {
		b := entities[name]
		if !slices.Contains(names, name) {
			found.Add(b.name.Finding("sql/unknown-entity", diag.Suggest(name, names), "no rule of the app file is about %q", name))
			continue
		}
		for _, u := range usesOf(name, specs) {
			u.check(b, &found)
		}
	}
	return found.Sorted()
}

// use is one way in which an app file writes an entity.
type use struct {
	fields []string // that it can give a value
	key    []string // by which its records or rows are found; none: only the database knows
	rows   bool     // they are rows that belong to a record
	keep   bool     // they are never deleted
}

// usesOf are the uses of an entity in which it is written.
func usesOf(entity string, specs map[string]connectors.Spec) []use {
	var uses []use
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		s := specs[name]
		if s.Entity == entity {
			uses = append(uses, use{fields: fieldsOf(s), key: s.Key, keep: s.Keep})
		}
		for _, relation := range slices.Sorted(maps.Keys(s.Relations)) {
			if r := s.Relations[relation]; r.Entity == entity && !r.ReadOnly {
				uses = append(uses, use{fields: rowFieldsOf(r), rows: true})
			}
		}
	}
	return uses
}

func fieldsOf(s connectors.Spec) []string {
	fields := slices.Concat(s.Fields, s.Key)
	for _, sources := range []map[string]connectors.Source{s.Insert, s.Stamp.Insert, s.Stamp.Update} {
		fields = slices.AppendSeq(fields, maps.Keys(sources))
	}
	return distinct(fields)
}

func rowFieldsOf(r connectors.Relation) []string {
	fields := slices.Concat(r.Fields, r.Identity)
	fields = slices.AppendSeq(fields, maps.Keys(r.By))
	fields = slices.AppendSeq(fields, maps.Keys(r.Insert))
	terms := []connectors.Predicate{r.Where}
	if and, ok := r.Where.(connectors.And); ok {
		terms = and
	}
	for _, t := range terms {
		if l, ok := t.(connectors.Leaf); ok && l.Op == connectors.Eq {
			fields = append(fields, l.Field)
		}
	}
	return distinct(fields)
}

// distinct are the plain names among fields, sorted.
func distinct(fields []string) []string {
	fields = slices.DeleteFunc(fields, func(f string) bool { return strings.Contains(f, ".") })
	slices.Sort(fields)
	return slices.Compact(fields)
}

func (u use) check(b *entityBlock, found *diag.List) {
	for _, h := range b.statements() {
		for _, name := range h.lists {
			if !h.takes(name) {
				found.Add(h.many.Finding("sql/lists", diag.Suggest(name, h.Names()), "the statement has no parameter :%s", name))
			}
		}
		if len(h.lists) > 0 && !u.rows {
			found.Add(h.many.Finding("sql/lists", "", "records are written one by one: lists are for the rows that belong to one"))
		}
		for _, name := range h.Names() {
			if !slices.Contains(u.fields, name) {
				found.Add(h.finding(name, "sql/unknown-parameter", diag.Suggest(name, u.fields), "the app file gives no field %q a value", name))
			}
		}
		for _, name := range h.sets {
			if !h.takes(name) {
				found.Add(h.where.Finding("sql/sets", diag.Suggest(name, h.Names()), "the statement has no parameter :%s", name))
			}
		}
		for _, name := range h.key {
			if len(u.key) > 0 && !slices.Contains(u.key, name) {
				found.Add(h.where.Finding("sql/key", diag.Suggest(name, u.key), "%q is no field of the key", name))
			}
		}
	}
	u.checkKeys(b, found)
	if b.delete != nil && u.keep {
		found.Add(b.delete.node.Finding("sql/delete", "", "a DELETE keeps the record, so that this statement is never sent"))
	}
}

// checkKeys makes sure that a statement about one record says which, and that a new one has its key from somewhere.
func (u use) checkKeys(b *entityBlock, found *diag.List) {
	for _, k := range u.key {
		for _, h := range append(slices.Clone(b.update), b.delete) {
			if h != nil && !h.takes(k) {
				found.Add(h.whichRecord(k))
			}
		}
		if h := b.create; h != nil && !u.rows && !h.takes(k) && !slices.Contains(h.key, k) {
			found.Add(h.node.Finding("sql/which-record", "", "nothing says what the new record's %s is: name it under `key:` when the statement answers it", k))
		}
	}
}
