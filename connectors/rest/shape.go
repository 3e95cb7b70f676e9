package rest

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// shapeOf is what the app file says of the fields, and what the finds of the application answer.
func shapeOf(e *entity) connectors.Shape {
	s := connectors.Shape{
		Fields:    map[string]connectors.Field{},
		Relations: map[string]connectors.RelationShape{},
		After:     true,
		Each:      true,
		Tells:     true,
		Total:     e.counts(),
		OwnKey:    e.spec.Key,
		Sort:      func(string) bool { return false },
	}
	for _, name := range e.spec.Fields {
		s.Fields[name] = e.root.fields[name].Field
	}
	for _, j := range e.joins {
		for _, name := range j.Fields {
			s.Fields[j.Alias+"."+name] = j.shape(name)
		}
	}
	for name, rel := range e.relations {
		shape := connectors.RelationShape{Fields: map[string]connectors.Field{}, Unique: rel.unique(), Large: rel.Large}
		for _, f := range rel.Fields {
			shape.Fields[f] = rel.field(f)
		}
		s.Relations[name] = shape
	}
	s.PushRow = func(relation string, l connectors.Leaf) connectors.Push {
		if e.leads(relation, l) {
			return connectors.Exact
		}
		return connectors.No
	}
	s.Push = func(l connectors.Leaf) connectors.Push {
		if _, ok := e.keysOf(l); ok {
			return connectors.Exact
		}
		if f, ok := s.Fields[l.Field]; !ok || !f.Type.Compares(l.Value) {
			return connectors.No
		}
		if f := e.root.finder(l); f != nil {
			return f.find.answers(l, e.root.fields[l.Field].Fold)
		}
		return connectors.No
	}
	return s
}

// counts reports whether every list that needs no second look tells how many records it has.
func (e *entity) counts() bool {
	if e.bounds != nil || e.root.list == nil || !e.root.list.counts() {
		return false
	}
	for _, l := range e.root.finds {
		if l.find.exact && !l.counts() {
			return false
		}
	}
	return true
}

func (l *listing) counts() bool {
	return (l.total != nil || l.header != "" || l.paging.style == whole) && len(l.legs) == 0
}

// shape is a field of what is joined: one that is not a lookup's is read only.
func (j *join) shape(name string) connectors.Field {
	f := j.c.fields[name].Field
	f.Nullable, f.Required, f.Distinct = true, false, ""
	f.ReadOnly = !j.Lookup
	return f
}

// field is a field of a row.
func (rel *relation) field(name string) connectors.Field {
	if j, ok := joinOf(rel.joins, name); ok {
		return j.shape(strings.TrimPrefix(name, j.Alias+"."))
	}
	return rel.c.fields[name].Field
}

func (rel *relation) typeOf(name string) connectors.Type { return rel.field(name).Type }

// unique reports whether the application keeps two rows of one identity apart: they would have one key.
func (rel *relation) unique() bool {
	return sameNames(rel.c.key, union(rel.theirs, rel.Identity))
}
