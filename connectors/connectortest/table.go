package connectortest

import "github.com/scimgate/scimgate/connectors"

// Table is one table or collection of an application, as data.
type Table struct {
	Name    string
	Columns []Column
	Key     []string   // primary key; empty: none
	Unique  [][]string // further unique indexes; an empty value is never a duplicate
	Rows    []connectors.Fields
}

// Column is one column of a Table.
type Column struct {
	Name      string
	Type      connectors.Type
	Max       int  // longest text in characters; 0: unbounded
	NotNull   bool // refuses an empty value
	Generated bool // an integer that counts up when an insert does not give it, and is never given twice
	Default   connectors.Value
}

// Column finds a column by name.
func (t Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}
