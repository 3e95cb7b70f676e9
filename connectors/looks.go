package connectors

import (
	"maps"
	"slices"
)

// NeedOf is what a predicate looks at.
func NeedOf(p Predicate) Need {
	n := Need{Rows: map[string][]string{}}
	n.look(p)
	return n
}

func (n *Need) look(p Predicate) {
	switch p := p.(type) {
	case And:
		n.lookAt(p)
	case Or:
		n.lookAt(p)
	case Not:
		n.look(p.Term)
	case Leaf:
		n.Fields = append(n.Fields, p.Field)
	case In:
		n.Fields = append(n.Fields, p.Field)
	case Any:
		n.Rows[p.Relation] = append(n.Rows[p.Relation], NeedOf(p.Where).Fields...)
	}
}

func (n *Need) lookAt(terms []Predicate) {
	for _, t := range terms {
		n.look(t)
	}
}

// Equalities are the values that a record must have to satisfy p, as far as they can be read off it.
func Equalities(p Predicate) Fields {
	out := Fields{}
	switch p := p.(type) {
	case And:
		for _, t := range p {
			maps.Copy(out, Equalities(t))
		}
	case Leaf:
		if p.Op == Eq {
			out[p.Field] = p.Value
		}
	}
	return out
}

// CheckNeed is Unsupported, naming the field or relation, when n lies outside s.
func (s Shape) CheckNeed(op string, n Need) error {
	for _, name := range n.Fields {
		if f, ok := s.Fields[name]; !ok || f.WriteOnly {
			return Unsupportedf(op, name, "there is no such field to read")
		}
	}
	for name, fields := range n.Rows {
		rel, ok := s.Relations[name]
		switch {
		case !ok:
			return Unsupportedf(op, name, "there is no such relation")
		case rel.Large:
			return Unsupportedf(op, name, "a large relation is streamed")
		}
		i := slices.IndexFunc(fields, func(f string) bool { _, ok := rel.Fields[f]; return !ok })
		if i >= 0 {
			return Unsupportedf(op, name+"/"+fields[i], "there is no such field")
		}
	}
	return nil
}

// CheckQuery is Unsupported when q lies outside s.
func (s Shape) CheckQuery(op string, q Query) error {
	if err := s.CheckNeed(op, q.Need); err != nil {
		return err
	}
	if PushOf(s, q.Where) == No {
		return Unsupportedf(op, "", "a condition outside what Shape.Push answers")
	}
	for _, o := range q.Order {
		if !s.Sort(o.Field) {
			return Unsupportedf(op, o.Field, "cannot be sorted by")
		}
	}
	switch {
	case q.Offset != 0 && q.After != "":
		return Unsupportedf(op, "", "Offset together with After")
	case q.Offset < 0 || q.Limit < 0:
		return Unsupportedf(op, "", "a negative Offset or Limit")
	}
	return nil
}

// Unsupportedf makes an Unsupported error of op about a field; the rest formats the cause.
func Unsupportedf(op, field, format string, args ...any) error {
	err := Errorf(Unsupported, op, format, args...)
	err.Field = field
	return err
}
