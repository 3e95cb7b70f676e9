package sql

import "github.com/scimgate/scimgate/connectors"

// version is the column that holds the application's own version of a record; nil: none.
func (k *checker) version(t *table) *column {
	if k.spec.Version == "" {
		return nil
	}
	c := k.column(t, k.spec.Version, k.spec.Version)
	if c != nil && k.spec.Bump && (c.typ != connectors.TypeInteger || c.computed) {
		k.fail("version", k.spec.Version, "", "%s.%s is no number that can be written, so it cannot be counted up", t.name, c.name)
	}
	return c
}

// bump counts the record's version up, where that is for us to do.
func (w *write) bump(set assignments) {
	c := w.e.version
	switch {
	case c == nil || !w.e.spec.Bump:
	case w.fresh:
		set[c.name] = assignment{column: c, value: int64(1)}
	default:
		set[c.name] = assignment{column: c, native: "COALESCE(" + c.quoted + ", 0) + 1"}
	}
}
