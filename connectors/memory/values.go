package memory

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// values makes the table that the values of a field would be; nil after a finding.
func (o *opening) values(e *entity) *Table {
	v := *e.spec.Values
	e.spec.Values = &v
	field, ok := e.def.column(v.Field)
	if !ok {
		o.columns("", e.def, []string{v.Field})
		return nil
	}
	v.Where = o.predicate("", v.Where, ownType(e.def))
	v.List = slices.Clone(v.List)
	for i, l := range v.List {
		var err error
		if v.List[i].Value, err = field.convert(l.Value); err != nil || v.List[i].Value == nil || v.List[i].Value == "" {
			o.report(v.Field, "connector/bad-value", "", "%v is no value of the field %s", l.Value, v.Field)
		}
	}
	label := Column{Name: connectors.LabelField, Type: connectors.TypeText, NotNull: true, Fold: field.Fold}
	if len(v.List) == 0 {
		label.Type, label.Max = field.Type, field.Max
	}
	return &Table{
		Name: e.def.Name,
		Key:  []string{connectors.ValueField},
		Columns: []Column{
			{Name: connectors.ValueField, Type: field.Type, Max: field.Max, NotNull: true, Fold: field.Fold},
			label,
		},
	}
}

// root is the table of the records themselves.
func (r *reader) root() *table {
	rows := r.s.tables[r.e.def.Name]
	v := r.e.spec.Values
	if v == nil {
		return rows
	}
	if r.values != nil {
		return r.values
	}
	r.values = newTable(r.e.def)
	for _, l := range v.List {
		r.value(l.Value, l.Label)
	}
	if len(v.List) > 0 {
		return r.values
	}
	for _, x := range rows.rows {
		if connectors.Match(v.Where, connectors.Record{Fields: x.fields}) {
			r.value(x.fields[v.Field], x.fields[v.Field])
		}
	}
	return r.values
}

// value adds a record, unless it is there already or v is empty.
func (r *reader) value(v, label connectors.Value) {
	fields := connectors.Fields{connectors.ValueField: v, connectors.LabelField: label}
	if _, there := r.values.lookup(fields, r.values.def.Key); v == nil || v == "" || there {
		return
	}
	_, _ = r.values.insert(fields) // of a column's own values, all of which fit
}
