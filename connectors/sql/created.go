package sql

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// isOneStatement reports whether a record is created by its INSERT alone, with nothing to be checked after it.
func (e *entity) isOneStatement(c connectors.Change) bool {
	if c.ChangesRows() || len(c.Key) > 0 || e.isFollowed() || e.isIndirect() || e.inParts || !e.d.grammar().answers {
		return false
	}
	for name := range c.Set {
		if e.fields[name].join != nil {
			return false
		}
	}
	for _, from := range []map[string]source{e.sources.insert, e.sources.stampInsert} {
		for _, s := range from {
			switch s.spec.(type) {
			case connectors.Const, connectors.Expr:
			default:
				return false
			}
		}
	}
	return true
}

// isIndirect reports whether records are created otherwise than by an INSERT into the table that is read.
func (e *entity) isIndirect() bool {
	return e.root.table.view || handwrittenOf(e.root.table).create != nil
}

// isFollowed reports whether other statements come with a new record and may change what is known of it.
func (e *entity) isFollowed() bool { return len(e.brings) > 0 || len(e.effects) > 0 }

// returnable is the part of want that an INSERT can answer: nothing where a trigger or a statement behind it may still
// change it, or where only another statement can say whether the record is to be seen at all.
func (e *entity) returnable(want connectors.Need) []string {
	if _, own := e.ownBounds(); !own || e.root.table.triggers || e.isFollowed() || e.isIndirect() || e.inParts {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(want.Fields), func(name string) bool {
		f, known := e.fields[name]
		return !known || f.join != nil
	})
}

// telling are the fields from which more follows about a new record: whether it is to be seen, and what joins find.
func (e *entity) telling(want connectors.Need) []field {
	fields, _ := e.ownBounds()
	for _, name := range want.Fields {
		if f := e.fields[name]; f.join != nil {
			fields = append(fields, e.root.fields(ours(f.join.outermost().on))...)
		}
	}
	return fields
}

// ownBounds are the fields by which a record is in scope and not gone, and whether all of them are its own.
func (e *entity) ownBounds() (fields []field, own bool) {
	own = true
	var look func(p connectors.Predicate)
	named := func(name string) {
		f, known := e.root.field(name)
		own = own && known && f.join == nil
		fields = append(fields, f)
	}
	look = func(p connectors.Predicate) {
		switch p := p.(type) {
		case connectors.And:
			for _, t := range p {
				look(t)
			}
		case connectors.Or:
			for _, t := range p {
				look(t)
			}
		case connectors.Not:
			look(p.Term)
		case connectors.Leaf:
			named(p.Field)
		case connectors.In:
			named(p.Field)
		case connectors.Any:
			own = false
		}
	}
	look(e.scope)
	look(e.gone)
	return fields, own
}

// complete adds to a new record what follows from what is known of it: a join by an empty field finds nothing, and a
// key that the database just made for it has no rows yet. Of a record that is not to be seen nothing is told.
func (e *entity) complete(cur *locked, set assignments, c connectors.Change) {
	switch {
	case len(cur.Fields) == 0:
		return
	case !e.isSeen(cur):
		cur.Fields = connectors.Fields{}
		return
	}
	for _, name := range c.Answer.Fields {
		f := e.fields[name]
		if f.join != nil && slices.ContainsFunc(f.join.outermost().on, func(p pair) bool { return cur.holds(p.ours) == nil }) {
			cur.Fields[name] = nil
		}
	}
	if c.ChangesRows() {
		return
	}
	for name := range c.Answer.Rows {
		if r, known := e.relations[name]; known && !r.spec.Large && e.isFresh(r, set) {
			if cur.Rows == nil {
				cur.Rows = map[string][]connectors.Row{}
			}
			cur.Rows[name] = nil
		}
	}
}

// isSeen reports whether a new record is in scope and not gone.
func (e *entity) isSeen(cur *locked) bool {
	bounds, _ := e.ownBounds()
	r := connectors.Record{Fields: connectors.Fields{}}
	for _, f := range bounds {
		r.Fields[f.column.name] = cur.holds(f.column)
	}
	return (e.scope == nil || connectors.Match(e.scope, r)) && (e.gone == nil || !connectors.Match(e.gone, r))
}

// holds is what a new record has in a column of its own that was read.
func (cur *locked) holds(c *column) connectors.Value {
	i := slices.IndexFunc(cur.plan.sel.fields, func(f field) bool { return f.join == nil && f.column == c })
	if i < 0 {
		return nil
	}
	return cur.values[i]
}

// isFresh reports whether rows of r belong by a key that the database made for this record and for no other before.
func (e *entity) isFresh(r *relation, set assignments) bool {
	return !e.root.table.reuses && !slices.ContainsFunc(r.by, func(p pair) bool {
		_, given := set[p.ours.name]
		return given || !p.ours.computed || !slices.Contains(e.key, p.ours)
	})
}
