package memory

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// Shape is what the entity holds. It answers exactly whatever it can compare.
func (e *entity) Shape() connectors.Shape { return e.shape }

func shapeOf(e *entity) connectors.Shape {
	s := connectors.Shape{
		Fields:    map[string]connectors.Field{},
		Relations: map[string]connectors.RelationShape{},
		Total:     true,
		After:     true,
	}
	if e.spec.Values == nil && e.def.generates(e.spec.Key) {
		s.OwnKey = e.spec.Key
	}
	for _, name := range e.spec.Fields {
		f := e.joins.field(e.def, name)
		f.ReadOnly = f.ReadOnly || e.spec.Values != nil
		s.Fields[name] = f
	}
	for _, j := range e.joins {
		for _, f := range j.Fields {
			s.Fields[j.Alias+"."+f] = e.joins.field(e.def, j.Alias+"."+f)
		}
		if j.Current != nil {
			s.Fields[j.Alias] = e.joins.field(e.def, j.Alias)
		}
	}
	for name, r := range e.relations {
		shape := connectors.RelationShape{Fields: map[string]connectors.Field{}, Unique: r.unique(), Large: r.Large}
		for _, f := range r.Fields {
			shape.Fields[f] = r.joins.field(r.def, f)
		}
		if r.Held != nil {
			for name, f := range shape.Fields {
				f.ReadOnly = !slices.Contains(r.Identity, name) // which names the record and is not written
				shape.Fields[name] = f
			}
		}
		s.Relations[name] = shape
	}
	s.Push = func(l connectors.Leaf) connectors.Push { return push(s.Fields, l) }
	s.PushRow = func(relation string, l connectors.Leaf) connectors.Push { return push(s.Relations[relation].Fields, l) }
	s.Sort = func(field string) bool { f, ok := s.Fields[field]; return ok && f.Type != connectors.TypeJSON }
	return s
}

func (js joins) field(def *Table, name string) connectors.Field {
	c, _ := js.column(def, name)
	j, field, joined := js.find(name)
	distinct := fold.Unset
	if !joined && slices.ContainsFunc(def.indexes(), func(i []string) bool { return slices.Equal(i, []string{name}) }) {
		distinct = fold.None
	}
	return connectors.Field{
		Type:     c.Type,
		Nullable: joined && field != "" || !c.NotNull,
		Max:      c.Max,
		Fold:     c.Fold,
		Distinct: distinct,
		ReadOnly: c.Generated && (!joined || !j.Lookup) || joined && !j.writes(field),
	}
}

// writes reports whether a change may set a field of j.
func (j *join) writes(field string) bool {
	isDay := j.Current != nil && (field == j.Current.From || field == j.Current.To)
	return j.Lookup || j.Missing != "" && !isDay
}

// unique reports whether a unique index keeps two rows of one identity apart.
func (r *relation) unique() bool {
	fixed := slices.Concat(r.theirs, r.Identity)
	return slices.ContainsFunc(r.def.indexes(), func(index []string) bool {
		return !slices.ContainsFunc(index, func(c string) bool { return !slices.Contains(fixed, c) })
	})
}

func push(fields map[string]connectors.Field, l connectors.Leaf) connectors.Push {
	f, ok := fields[l.Field]
	if ok && answers(f.Type, l) {
		return connectors.Exact
	}
	return connectors.No
}

func answers(t connectors.Type, l connectors.Leaf) bool {
	switch l.Op {
	case connectors.Pr:
		return true
	case connectors.Co, connectors.Sw, connectors.Ew:
		_, ok := l.Value.(string)
		return ok && t == connectors.TypeText
	case connectors.Eq, connectors.Ne:
		return l.Value == nil || t.Compares(l.Value)
	default:
		return t.Compares(l.Value)
	}
}
