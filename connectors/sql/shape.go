package sql

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// shapeOf says what the entity holds and can answer.
func (e *entity) shapeOf() connectors.Shape {
	s := connectors.Shape{
		Fields:    map[string]connectors.Field{},
		Relations: map[string]connectors.RelationShape{},
		Total:     true,
		After:     true,
		Push: func(l connectors.Leaf) connectors.Push {
			f, ok := e.fields[l.Field]
			if !ok || f.column.noSelect {
				return connectors.No
			}
			return push(f.column, l)
		},
		PushRow: func(relation string, l connectors.Leaf) connectors.Push {
			r, ok := e.relations[relation]
			if !ok {
				return connectors.No
			}
			f, ok := r.fields[l.Field]
			if !ok {
				return connectors.No
			}
			return push(f.column, l)
		},
		Sort: func(name string) bool {
			f, ok := e.fields[name]
			return ok && f.column.typ != connectors.TypeJSON && !f.column.large && !f.column.noSelect
		},
	}
	s.OwnKey = e.ownKey()
	for name, f := range e.fields {
		own := f.shape()
		own.Distinct = e.distinct(f)
		s.Fields[name] = own
	}
	for name, r := range e.relations {
		rs := connectors.RelationShape{Fields: map[string]connectors.Field{}, Unique: r.frame.table.uniqueBy(r.told()), Large: r.spec.Large}
		for field, f := range r.fields {
			rs.Fields[field] = f.shape()
		}
		if r.held != nil {
			for name, f := range rs.Fields {
				f.ReadOnly = !slices.Contains(r.spec.Identity, name) // which names the record and is not written
				rs.Fields[name] = f
			}
		}
		s.Relations[name] = rs
	}
	return s
}

func (f field) shape() connectors.Field {
	c := f.column
	s := connectors.Field{
		Required: f.join == nil && !c.nullable && !c.filled && !c.computed && !f.frame.table.triggers,
		Type:     c.typ, Nullable: !f.isWhether() && (c.nullable || f.join != nil), Max: c.max,
		WriteOnly: c.noSelect,
	}
	switch j := f.join; {
	case j == nil:
		s.Once, s.ReadOnly = c.noUpdate && !c.readOnly(), c.readOnly()
	case !j.spec.Lookup: // to set a field of a lookup writes nothing there
		s.Once, s.ReadOnly = c.noUpdate && !c.readOnly(), c.readOnly() || !j.writes(c)
		s.Required = j.spec.Missing == connectors.MissingCreate && j.spec.Current == nil &&
			!c.nullable && !c.filled && !c.readOnly() && !f.frame.table.triggers && !j.gives(c)
	}
	if c.typ == connectors.TypeText {
		s.Fold = defaultFold
	}
	return s
}

// push is Exact for all that the dialects compare exactly as Match does, and that is everything but the letters of
// other alphabets: no database folds them alike.
func push(c *column, l connectors.Leaf) connectors.Push {
	t := c.typ
	if c.large && l.Op != connectors.Pr && l.Value != nil {
		return connectors.No
	}
	if at, ok := l.Value.(time.Time); ok && comparisons[l.Op] != "" && (at.Equal(endOfTime(t, true)) || at.Equal(endOfTime(t, false))) {
		return connectors.No // an infinity equals an end of time and does not compare as one
	}
	text, ok := l.Value.(string)
	if !ok || t != connectors.TypeText || l.Op == connectors.Pr {
		return connectors.Exact
	}
	if l.Fold == fold.Simple || l.Fold == fold.Full || !utf8.ValidString(text) {
		return connectors.No
	}
	return connectors.Exact
}

// told are the columns that tell a row of r from all others.
func (r *relation) told() []string {
	names := append(columnNames(theirs(r.by)), columnNames(r.identity)...)
	for name := range r.filled {
		names = append(names, name)
	}
	return names
}

// ownKey is the key where a part of it is a number that the database counts up, and never down again.
func (e *entity) ownKey() []string {
	counted := slices.ContainsFunc(e.key, func(c *column) bool { return c.computed && c.typ == connectors.TypeInteger })
	if !counted || e.root.table.reuses || e.root.table.values != nil {
		return nil
	}
	return columnNames(e.key)
}
