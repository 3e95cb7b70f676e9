package sql

import (
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// keyValues reads a key as values of columns; ok is false for a key that EncodeKey would not have made of them, which
// no row has.
func (e *entity) keyValues(columns []*column, k connectors.Key) (values []connectors.Value, ok bool) {
	parts := k.Parts()
	if len(parts) != len(columns) {
		return nil, false
	}
	values = make([]connectors.Value, len(parts))
	for i, c := range columns {
		v, err := keyPart(c.typ, parts[i])
		if err != nil {
			return nil, false
		}
		if operandOf(c.typ, e.d.step(c), v).place != on {
			return nil, false
		}
		values[i] = v
	}
	again, err := connectors.EncodeKey(values...)
	return values, err == nil && again == k
}

// checkKey makes sure that the record has the key fields that a change takes for granted.
func (w *write) checkKey(cur *locked, want connectors.Fields) error {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		i := slices.IndexFunc(w.e.key, func(c *column) bool { return c.name == name })
		if i < 0 {
			return unsupported(name, "it is no field of the key")
		}
		v, err := connectors.Convert(want[name], w.e.key[i].typ)
		if err != nil || !same(cur.values[cur.plan.key[i]], v) && !w.s.dry() {
			return &connectors.Error{Kind: connectors.Invalid, Field: name, Err: errors.New("the record's key has another value")}
		}
	}
	return nil
}

// keyPart reads what EncodeKey wrote of one value.
func keyPart(t connectors.Type, text string) (connectors.Value, error) {
	if t == connectors.TypeBytes {
		raw, err := hex.DecodeString(text)
		return raw, err
	}
	return connectors.Convert(text, t)
}

// encoded is values as they are bound.
func (e *entity) encoded(columns []*column, values []connectors.Value) []any {
	out := make([]any, len(values))
	for i, c := range columns {
		out[i] = e.d.encode(c, values[i])
	}
	return out
}

// keyIs writes that the row's key columns equal values, which are encoded.
func (b *builder) keyIs(f *frame, columns []*column, values []any) {
	for i, c := range columns {
		if i > 0 {
			b.write(" AND ")
		}
		b.d.equals(b, c, f.own(c).expr(), values[i], "")
	}
}

// keyAmong writes that the row's columns equal one of rows. One row is the commonest case and the cheapest statement.
func (b *builder) keyAmong(f *frame, columns []*column, rows [][]any) {
	if len(rows) == 1 {
		b.keyIs(f, columns, rows[0])
		return
	}
	exprs := make([]string, len(columns))
	for i, c := range columns {
		exprs[i] = f.own(c).expr()
	}
	b.d.among(b, columns, exprs, rows)
}
