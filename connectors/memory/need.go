package memory

import (
	"github.com/scimgate/scimgate/connectors"
)

// needOf is what p looks at.
func needOf(p connectors.Predicate) connectors.Need {
	n := connectors.Need{Rows: map[string][]string{}}
	collect(p, func(name string) { n.Fields = append(n.Fields, name) }, func(a connectors.Any) {
		rows := n.Rows[a.Relation]
		collect(a.Where, func(name string) { rows = append(rows, name) }, func(connectors.Any) {})
		n.Rows[a.Relation] = rows
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

// checkNeed refuses what the shape does not hold.
func (e *entity) checkNeed(op string, n connectors.Need) error {
	for _, f := range n.Fields {
		if _, ok := e.shape.Fields[f]; !ok {
			return unsupported(op, f, "there is no such field")
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

func unsupported(op, field, format string, args ...any) error {
	err := connectors.Errorf(connectors.Unsupported, op, format, args...)
	err.Field = field
	return err
}
