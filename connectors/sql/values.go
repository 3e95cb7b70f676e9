package sql

import (
	"github.com/scimgate/scimgate/connectors"
)

// values is the records of a table that the database has not: the values of one field of a table that it has.
type values struct {
	field field // of the frame that the rows are in
	where connectors.Predicate
	list  []connectors.Listed // converted; empty: what the rows hold
	label *column
}

// values makes the table of a Spec's Values out of the table whose field they are of; nil after a finding.
func (k *checker) values(t *table, s *connectors.Values) *table {
	c := k.column(t, s.Field, s.Field)
	if c == nil {
		return nil
	}
	if n := len(k.spec.Insert) + len(k.spec.Stamp.Insert) + len(k.spec.Stamp.Update); n > 0 {
		k.fail("values", "", "", "nothing is written of records that are values of a field")
	}
	frame := &frame{alias: "x", table: t}
	v := &values{field: frame.own(c), where: k.predicate(frame, s.Where, "")}
	value := k.virtual(connectors.ValueField, *c)
	label := k.virtual(connectors.LabelField, *c)
	if len(s.List) > 0 {
		label = k.virtual(connectors.LabelField, *asText)
	}
	for _, l := range s.List {
		converted, err := connectors.Convert(l.Value, c.typ)
		if err != nil || converted == nil || converted == "" {
			k.fail("bad-value", s.Field, "", "%v is no value of %s.%s", l.Value, t.name, c.name)
		}
		v.list = append(v.list, connectors.Listed{Value: converted, Label: l.Label})
	}
	v.label = label
	return &table{
		name: t.name, key: []*column{value}, values: v,
		columns: map[string]*column{value.name: value, label.name: label},
	}
}

// virtual is a column of such a table: like c, and never written.
func (k *checker) virtual(name string, c column) *column {
	c.name, c.quoted = name, k.c.d.Quote(name)
	c.nullable, c.computed, c.nocase, c.lowered = false, true, false, false
	return &c
}

// table writes the table of f under its alias.
func (b *builder) table(f *frame) {
	if f.table.values == nil {
		b.write(f.table.quoted, b.d.grammar().as, f.alias, b.hint)
		b.hint = ""
		return
	}
	b.write("(")
	b.values(f.table.values, f.table.key[0])
	b.write(")", b.d.grammar().as, f.alias)
}

func (b *builder) values(v *values, value *column) {
	list(b, " UNION ALL ", v.list, func(l connectors.Listed) {
		text := b.d.unioned(value, b.d.param(value, b.place(b.d.encode(value, l.Value))))
		b.write("SELECT ", text, " AS ", value.quoted, ", ")
		b.write(b.d.unioned(v.label, b.d.param(v.label, b.place(l.Label))), " AS ", v.label.quoted, b.d.grammar().nowhere)
	})
	if len(v.list) > 0 {
		return
	}
	expr := v.field.expr()
	b.write("SELECT DISTINCT ", expr, " AS ", value.quoted, ", ", expr, " AS ", v.label.quoted)
	b.from(v.field.frame, nil)
	b.write(" WHERE ", expr, " IS NOT NULL")
	if value.typ == connectors.TypeText {
		b.and(v.field.frame, connectors.Leaf{Field: v.field.column.name, Op: connectors.Ne, Value: ""})
	}
	b.and(v.field.frame, v.where)
}
