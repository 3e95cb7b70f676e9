package memory

import (
	"github.com/scimgate/scimgate/connectors"
)

// once are the rows that belong to owner, those too that were removed by the values of Relation.Remove.
func (r *reader) once(rel *relation, owner row) []row {
	if len(rel.Remove) == 0 {
		return r.own(rel, owner)
	}
	want, ok := indexKey(owner.fields, rel.ours)
	where := connectors.Apart(rel.Where, rel.Remove)
	var out []row
	for _, x := range r.s.tables[rel.def.Name].rows {
		if k, whole := indexKey(x.fields, rel.theirs); ok && whole && k == want && connectors.Match(where, connectors.Record{Fields: x.fields}) {
			out = append(out, x)
		}
	}
	return out
}

// takeOut removes a row from the table, or hides it.
func (w *rowWriter) takeOut(x row) error {
	if len(w.rel.Remove) == 0 {
		w.t.delete(x.number)
		return nil
	}
	fields := connectors.Fields{}
	for name := range x.fields {
		fields[name] = x.fields[name]
	}
	if err := w.fill(w.rel.name, nil, fields, w.rel.Remove, connectors.Env{Time: w.c.At}, overwrite); err != nil {
		return err
	}
	set := connectors.Fields{}
	for name := range w.rel.Remove {
		set[name] = fields[name]
	}
	_, _, err := w.t.update(x.number, set)
	if err != nil {
		return w.d.failed(err, w.rel.name)
	}
	return nil
}

// putBack gives a removed row of this identity what is added, if there is one.
func (w *rowWriter) putBack(fields connectors.Fields, id string) (done bool, err error) {
	if len(w.rel.Remove) == 0 {
		return false, nil
	}
	r := w.e.reader(&w.d.state, w.d.at)
	for _, x := range r.once(w.rel, w.owner) {
		if identity(r.fields(x.fields, w.rel.joins, w.rel.Identity), w.rel.Identity) != id || connectors.Match(w.rel.Where, connectors.Record{Fields: x.fields}) {
			continue
		}
		x, _, err := w.t.update(x.number, fields)
		if err != nil {
			return false, w.d.failed(err, w.rel.name)
		}
		w.present = append(w.present, &presentRow{row: x, identity: id})
		w.changed = true
		return true, nil
	}
	return false, nil
}
