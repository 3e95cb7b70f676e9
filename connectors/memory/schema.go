package memory

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// Schema is the tables of an application.
type Schema []Table

// Table is one table.
type Table struct {
	Name    string
	Columns []Column
	Key     []string   // primary key; empty: none
	Unique  [][]string // further unique indexes; an empty value is never a duplicate
}

// Column is one column of a Table.
type Column struct {
	Name      string
	Type      connectors.Type
	Max       int  // longest text in characters; 0: unbounded
	NotNull   bool // refuses an empty value
	Generated bool // an integer that counts up when an insert does not give it, and is never given twice
	Default   connectors.Value
	Fold      fold.Kind // how text sorts, and compares unless a rule says otherwise; Unset is None
}

func (t *Table) column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

func (t *Table) columnNames() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// indexes are all unique indexes, that of the primary key first where there is one.
func (t *Table) indexes() [][]string {
	if len(t.Key) == 0 {
		return t.Unique
	}
	return append([][]string{t.Key}, t.Unique...)
}

// keyedBy reports whether these columns tell all rows apart.
func (t *Table) keyedBy(columns []string) bool {
	return slices.ContainsFunc(t.indexes(), func(index []string) bool {
		return !slices.ContainsFunc(index, func(c string) bool { return !slices.Contains(columns, c) })
	})
}

// generates reports whether the table itself gives one of these columns its values.
func (t *Table) generates(columns []string) bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Generated && slices.Contains(columns, c.Name) })
}

// convert makes v what the column stores, or fails with Invalid.
func (c Column) convert(v connectors.Value) (connectors.Value, error) {
	out, err := connectors.Convert(v, c.Type)
	if err != nil {
		return nil, &connectors.Error{Kind: connectors.Invalid, Field: c.Name, Err: err}
	}
	text, ok := out.(string)
	switch {
	case out == nil && c.NotNull:
		return nil, &connectors.Error{Kind: connectors.Invalid, Field: c.Name, Err: fmt.Errorf("may not be empty")}
	case ok && c.Max > 0 && utf8.RuneCountInString(text) > c.Max:
		return nil, &connectors.Error{Kind: connectors.Invalid, Field: c.Name, Err: fmt.Errorf("longer than %d characters", c.Max)}
	}
	return clone(out), nil
}

// clone copies the values that can be changed in place, so that no caller shares one with the tables.
func clone(v connectors.Value) connectors.Value {
	switch v := v.(type) {
	case []byte:
		return append([]byte{}, v...)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = clone(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = clone(v[k])
		}
		return out
	default:
		return v
	}
}
