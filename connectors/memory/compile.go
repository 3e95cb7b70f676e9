package memory

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// entity is one Spec over one application. Its spec has the key filled in and the predicates converted.
type entity struct {
	c         *Connector
	spec      connectors.Spec
	def       *Table
	joins     joins
	relations map[string]*relation
	brings    []*bring
	shape     connectors.Shape
	bounds    connectors.Predicate // Scope and not Gone
}

var (
	_ connectors.Entity    = (*entity)(nil)
	_ connectors.Explainer = (*entity)(nil)
)

// join is one connectors.Join with its On as two lists that go together.
type join struct {
	connectors.Join
	def          *Table
	theirs, ours []string
	from         *join               // whose fields ours are; nil: the record's
	before       bool                // it is inserted before what it is joined to
	line         connectors.Timeline // of a Current
}

type joins []*join

// relation is one connectors.Relation with its By as two lists that go together, and the fields that make a row's
// key.
type relation struct {
	connectors.Relation
	name         string
	def          *Table
	joins        joins
	theirs, ours []string
	key          []string
}

// find splits "alias.field" and finds the join; ok is false for a plain field. Of a Current the alias alone is a field
// too, and field is empty then.
func (js joins) find(name string) (j *join, field string, ok bool) {
	alias, field, dotted := strings.Cut(name, ".")
	for _, j := range js {
		if j.Alias == alias && (dotted || j.Current != nil) {
			return j, field, true
		}
	}
	return nil, "", false
}

// column finds the column behind a name: one of def or, for "alias.field", one of the joined table.
func (js joins) column(def *Table, name string) (Column, bool) {
	j, field, ok := js.find(name)
	switch {
	case ok && field == "":
		return Column{Name: name, Type: connectors.TypeBool, NotNull: true}, true
	case ok:
		return j.def.column(field)
	default:
		return def.column(name)
	}
}

// typeOf is the type of a field, of a relation's row where relation is not empty.
func (e *entity) typeOf(relation, field string) (connectors.Type, bool) {
	js, def := e.joins, e.def
	if relation != "" {
		r, ok := e.relations[relation]
		if !ok {
			return "", false
		}
		js, def = r.joins, r.def
	}
	c, ok := js.column(def, field)
	return c.Type, ok
}

// pairs turns theirs → ours into two lists, in a fixed order.
func pairs(m map[string]string) (theirs, ours []string) {
	theirs = slices.Sorted(maps.Keys(m))
	ours = make([]string, len(theirs))
	for i, t := range theirs {
		ours[i] = m[t]
	}
	return theirs, ours
}

// bounds is what a visible record satisfies.
func bounds(scope, gone connectors.Predicate) connectors.Predicate {
	switch {
	case gone == nil:
		return scope
	case scope == nil:
		return connectors.Not{Term: gone}
	default:
		return connectors.And{scope, connectors.Not{Term: gone}}
	}
}
