package sql

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// table is a table or view as the live schema describes it.
type table struct {
	name     string // as the app file writes it, "hr.employees" with a schema
	quoted   string
	columns  map[string]*column
	key      []*column // the primary key; none for a view
	indexes  []index
	lenient  bool    // a unique index may let a row in instead of refusing it
	rowless  bool    // SQLite: its rows have no numbers of their own
	triggers bool    // its rows may differ from what a statement wrote
	noDelete bool    // our account may not
	reuses   bool    // the key of a deleted row may be given to the next one
	values   *values // the table is the values of a field; nil: it is in the database

	by      *entityBlock // what the app file says of it; nil: nothing
	view    bool         // it is a view that is read in place of the table
	written string       // that table, quoted; empty when our account cannot see it
	noLock  bool         // our account may not lock its rows
}

// column is one column. Which of the marks below matter is the dialect's affair.
type column struct {
	name      string
	quoted    string
	typ       connectors.Type
	native    string // the declared type without its length, for casts and findings
	odd       bool   // a type that is read and written as text for want of a better one
	nullable  bool
	filled    bool // the database may give it a value of its own: a default, or a trigger
	max       int
	computed  bool // the database makes its values: never written
	lax       bool // the collation takes different texts for equal
	nocase    bool // an index compares it without the case of ASCII letters
	numbered  bool // the database numbers the rows by it, and tells the number of the last
	hollow    bool // it may hold what is read as nothing, although it is never NULL
	unequal   bool // a unique index keeps it, and what it belongs to, from holding what its collation takes for equal
	large     bool // the database does not compare it
	unsigned  bool // an integer of 64 bits without a sign
	charset   string
	collation string
	digits    int  // of a decimal, all of them
	scale     int  // digits behind the point, of a decimal or of a second
	lowered   bool // an index holds lower(column)
	rights
}

// rights are what our account may not do with a column, as far as the database says so.
type rights struct{ noSelect, noInsert, noUpdate bool }

// readOnly reports whether no write can give c a value.
func (c *column) readOnly() bool { return c.computed || c.noInsert && c.noUpdate }

// index is a unique or other index over plain columns, or over expressions that look at them.
type index struct {
	name        string
	columns     []string
	unique      bool
	partial     bool
	expressions bool
	parts       int    // columns and expressions
	folded      bool   // it compares its only part without the case of ASCII letters
	where       string // of a partial one, as the database prints it
}

// covers reports whether i refuses two rows that agree on columns.
func (i index) covers(columns []string) bool {
	return i.unique && !i.partial && !i.expressions && len(i.columns) > 0 &&
		!slices.ContainsFunc(i.columns, func(c string) bool { return !slices.Contains(columns, c) })
}

// target is the quoted name of what statements of our own write.
func (t *table) target() string {
	if t.view {
		return t.written
	}
	return t.quoted
}

// mayUpdate reports whether our account may write any column.
func (t *table) mayUpdate() bool {
	for _, c := range t.columns {
		if !c.noUpdate {
			return true
		}
	}
	return false
}

// uniqueBy reports whether at most one row has given values in columns.
func (t *table) uniqueBy(columns []string) bool {
	if len(t.key) > 0 && !slices.ContainsFunc(t.key, func(c *column) bool { return !slices.Contains(columns, c.name) }) {
		return true
	}
	return slices.ContainsFunc(t.indexes, func(i index) bool { return i.covers(columns) })
}

// base is the table's name without its schema.
func (t *table) base() string { return t.name[strings.LastIndexByte(t.name, '.')+1:] }

func (t *table) names() []string { return slices.Sorted(maps.Keys(t.columns)) }

func columnNames(columns []*column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}
