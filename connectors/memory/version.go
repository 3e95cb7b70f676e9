package memory

import "github.com/scimgate/scimgate/connectors"

// version checks the column that holds a record's version.
func (o *opening) version(e *entity) {
	name := e.spec.Version
	if name == "" {
		return
	}
	o.columns("", e.def, []string{name})
	if c, ok := e.def.column(name); ok && e.spec.Bump && c.Type != connectors.TypeInteger {
		o.report(name, "connector/not-a-number", "", "%s is no number, so it cannot be counted up", name)
	}
}

// bump counts the version up in what a write sets, where that is for us to do. before is nil for a new record.
func (w *writer) bump(before, set connectors.Fields) {
	if name := w.e.spec.Version; w.e.spec.Bump && name != "" {
		last, _ := before[name].(int64)
		set[name] = last + 1
	}
}
