package mappings

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Specs are the resource types' views of the application, by resource type.
func (f *File) Specs() map[string]connectors.Spec {
	specs := make(map[string]connectors.Spec, len(f.resources))
	for _, d := range f.resources {
		specs[d.name] = d.spec()
	}
	return specs
}

func (d *resourceDef) spec() connectors.Spec {
	names := d.fieldNames()
	s := connectors.Spec{
		Entity: d.entity, Values: d.values, Key: d.key, Joins: d.partsOf(names), Relations: map[string]connectors.Relation{},
		Fields: slices.DeleteFunc(slices.Clone(names), d.isJoined),
		Scope:  d.scope, Gone: d.gone, Protect: d.protect, Keep: d.keep,
		Insert: d.insert, Stamp: d.stamp, Brings: d.brings, After: d.after, Version: d.version, Bump: d.bump, At: d.at,
	}
	for _, rule := range d.rules {
		if rule.rows != nil {
			s.Relations[rule.rows.relation] = rule.rows.spec()
		}
		if rule.one != nil {
			s.Relations[rule.one.relation] = rule.one.spec()
		}
	}
	return s
}

// fieldNames are the record's own fields, and those of joins, that a rule or an expression reads or writes.
func (d *resourceDef) fieldNames() []string {
	var fields []string
	for _, c := range d.cells() {
		if c.where.relation != "" || c.inStore {
			continue
		}
		fields = union(union(union(fields, c.names()...), c.reads()...), c.seconds()...)
	}
	for _, x := range d.fields {
		fields = union(fields, x.field)
	}
	for _, j := range d.joins {
		fields = union(fields, slices.Sorted(maps.Values(j.On))...)
	}
	for _, rule := range d.rules {
		if rule.rows != nil {
			fields = union(fields, slices.Sorted(maps.Values(rule.rows.by))...)
		}
		if rule.one != nil {
			fields = union(fields, slices.Sorted(maps.Values(rule.one.by))...)
		}
	}
	fields = union(fields, slices.Sorted(maps.Keys(d.removal.set))...)
	if d.anchor != "" {
		fields = union(fields, d.anchor)
	}
	return union(fields, d.key...)
}

// reads are the fields of the record or row that the cell looks at besides its own.
func (c *cellDef) reads() []string {
	fields := union(mentionedFields(c.read, c.aliases...), mentionedFields(c.empty.Get("expr"), c.aliases...)...)
	if c.kindField != "" {
		fields = union(fields, c.kindField)
	}
	return fields
}

func (r *rowsDef) spec() connectors.Relation {
	s := connectors.Relation{
		Entity: r.entity, By: r.by, Where: r.where, Joins: *r.joins, Order: r.order,
		Large: r.large, ReadOnly: r.inverse != "", Target: r.target, Held: r.held, Identity: r.identity(), Insert: r.insert, Remove: r.remove,
	}
	for _, c := range r.cells {
		s.Fields = union(s.Fields, c.names()...)
		s.Fields = union(union(s.Fields, c.reads()...), c.seconds()...)
	}
	return s
}

// union appends what is not there yet.
func union(list []string, more ...string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
