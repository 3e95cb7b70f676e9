package sqldb

import (
	"database/sql"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// Dialect is what differs between databases and concerns every user of this package. Texts that it makes hold
// identifiers and placeholders, never a value.
type Dialect interface {
	// Name is what an app file's `dialect:` says.
	Name() string
	// Placeholder stands for the n-th bound value of a statement, counted from 1.
	Placeholder(n int) string
	// Quote makes an identifier of a name and its qualifiers: Quote("hr", "employees"). It is safe for any
	// text; CheckIdent says which names are accepted from an app file.
	Quote(parts ...string) string
	// Page is the clause, with its leading space, that keeps limit rows behind the first offset ones. Both are
	// placeholders, that of the offset comes first; an empty offset begins at the first row.
	Page(limit, offset string) string
	// MaxArgs is how many values one statement may bind.
	MaxArgs() int

	open(dsn string, o Options) (*sql.DB, error)
	fault(err error) (connectors.Kind, *Fault)
}

// Keeper is a dialect of a database that can keep the gateway's own tables.
type Keeper interface {
	Dialect
	// InsertIfAbsent is the statement that inserts rows of columns unless a unique index refuses them. It binds
	// len(columns) values per row, row after row. table is quoted already.
	InsertIfAbsent(table string, columns []string, rows int) string
	// Millis is the time by the database's own clock, in milliseconds since 1970.
	Millis() string
}

var (
	_ Keeper = SQLite{}
	_ Keeper = Postgres{}
	_ Keeper = MySQL{}
)

// dialects lists every database this package can open.
func dialects() []Dialect { return []Dialect{SQLite{}, Postgres{}, MySQL{}, SQLServer{}, Oracle{}} }

// Names are the dialects an app file may name.
func Names() []string {
	var names []string
	for _, d := range dialects() {
		names = append(names, d.Name())
	}
	return names
}

// ByName finds a dialect.
func ByName(name string) (Dialect, bool) {
	all := dialects()
	i := slices.IndexFunc(all, func(d Dialect) bool { return d.Name() == name })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// quoteWith joins parts by a dot, each in the quotes of standard SQL.
func quoteWith(parts []string) string {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
	}
	return strings.Join(quoted, ".")
}

// limit is the clause of SQLite and MySQL that cuts a page out.
func limit(limit, offset string) string {
	if offset == "" {
		return " LIMIT " + limit
	}
	return " LIMIT " + offset + ", " + limit
}

// insertValues is INSERT INTO … VALUES with a group of placeholders per row.
func insertValues(d Dialect, table string, columns []string, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (")
	for i, c := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.Quote(c))
	}
	b.WriteString(") VALUES ")
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for i := range columns {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(d.Placeholder(r*len(columns) + i + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
