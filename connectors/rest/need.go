package rest

import (
	"maps"

	"github.com/scimgate/scimgate/connectors"
)

// needOf is what p looks at.
func needOf(p connectors.Predicate) connectors.Need {
	n := connectors.Need{Rows: map[string][]string{}}
	collect(p, func(name string) { n.Fields = append(n.Fields, name) }, func(a connectors.Any) {
		inner := needOf(a.Where)
		n.Rows[a.Relation] = union(n.Rows[a.Relation], inner.Fields)
	})
	return n
}

func collect(p connectors.Predicate, field func(string), relation func(connectors.Any)) {
	switch p := p.(type) {
	case connectors.And:
		for _, t := range p {
			collect(t, field, relation)
		}
	case connectors.Or:
		for _, t := range p {
			collect(t, field, relation)
		}
	case connectors.Not:
		collect(p.Term, field, relation)
	case connectors.Leaf:
		field(p.Field)
	case connectors.In:
		field(p.Field)
	case connectors.Any:
		relation(p)
	}
}

// merged is what two needs ask for together.
func merged(a, b connectors.Need) connectors.Need {
	out := connectors.Need{Fields: union(a.Fields, b.Fields), Rows: maps.Clone(a.Rows)}
	for name, fields := range b.Rows {
		if out.Rows == nil {
			out.Rows = map[string][]string{}
		}
		out.Rows[name] = union(out.Rows[name], fields)
	}
	return out
}

// checkNeed refuses what the shape does not hold.
func (e *entity) checkNeed(op string, n connectors.Need) error {
	for _, f := range n.Fields {
		if known, ok := e.shape.Fields[f]; !ok || known.WriteOnly {
			return unsupported(op, f, "there is no such field to read")
		}
	}
	for name, fields := range n.Rows {
		rel, ok := e.relations[name]
		switch {
		case !ok:
			return unsupported(op, name, "there is no such relation")
		case rel.Large:
			return unsupported(op, name, "a large relation is streamed")
		}
		for _, f := range fields {
			if _, ok := e.shape.Relations[name].Fields[f]; !ok {
				return unsupported(op, name+"/"+f, "there is no such field")
			}
		}
	}
	return nil
}

func (e *entity) checkQuery(q connectors.Query) error {
	op := "list " + e.spec.Entity
	if err := e.checkNeed(op, q.Need); err != nil {
		return err
	}
	if connectors.PushOf(e.shape, q.Where) == connectors.No {
		return unsupported(op, "", "a condition outside what Shape.Push answers")
	}
	for _, o := range q.Order {
		if !e.shape.Sort(o.Field) {
			return unsupported(op, o.Field, "cannot be sorted by")
		}
	}
	switch {
	case q.Offset != 0 && q.After != "":
		return unsupported(op, "", "Offset together with After")
	case q.Offset < 0 || q.Limit < 0:
		return unsupported(op, "", "a negative Offset or Limit")
	}
	return nil
}

func unsupported(op, field, format string, args ...any) error {
	err := connectors.Errorf(connectors.Unsupported, op, format, args...)
	err.Field = field
	return err
}
