package sql

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

func (sqliteDialect) tables(ctx context.Context, db sqldb.Querier) ([]string, error) {
	return texts(ctx, db, "SELECT name FROM sqlite_master WHERE type IN ('table','view') AND name NOT LIKE 'sqlite%' ORDER BY 1")
}

// The texts below read one schema, which stands for SCHEMA.
const (
	sqliteTable = `SELECT name, COALESCE(sql, ''), EXISTS (SELECT 1 FROM SCHEMA.sqlite_master t WHERE t.type = 'trigger' AND t.tbl_name = m.name)
FROM SCHEMA.sqlite_master m WHERE type IN ('table','view') AND name = ?`
	sqliteColumns = `SELECT name, type, "notnull", dflt_value IS NOT NULL, pk, hidden FROM pragma_table_xinfo(?, 'SCHEMA') WHERE hidden <> 1`
	sqliteIndexes = `SELECT l.name, l."unique", l.partial, COALESCE(x.name, ''), x.coll, x.seqno, COALESCE(m.sql, '')
FROM pragma_index_list(?, 'SCHEMA') l JOIN pragma_index_xinfo(l.name, 'SCHEMA') x ON x."key" LEFT JOIN SCHEMA.sqlite_master m ON m.type = 'index' AND m.name = l.name
ORDER BY l.name, x.seqno`
)

// sqliteSchema parts a table's name from its schema, which is main unless it says that it is temp: no other can be
// attached by a DSN.
func sqliteSchema(name string) (schema, table string) {
	if table, ok := strings.CutPrefix(name, "temp."); ok {
		return "temp", table
	}
	return "main", strings.TrimPrefix(name, "main.")
}

func in(schema, text string) string { return strings.ReplaceAll(text, "SCHEMA", schema) }

func (d sqliteDialect) introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error) {
	t := &table{name: name, quoted: d.Quote(strings.Split(name, ".")...), columns: map[string]*column{}}
	schema, name := sqliteSchema(name)
	found, definition := false, ""
	err := each(ctx, db, in(schema, sqliteTable), []any{name}, func(scan scanner) error {
		found = true
		return scan(&name, &definition, &t.triggers)
	})
	if err != nil || !found {
		return nil, err
	}
	var names []string
	key := map[int]*column{}
	err = each(ctx, db, in(schema, sqliteColumns), []any{name}, func(scan scanner) error {
		var c column
		var declared string
		var notNull bool
		var pk, hidden int
		if err := scan(&c.name, &declared, &notNull, &c.filled, &pk, &hidden); err != nil {
			return err
		}
		c.quoted, c.nullable, c.computed = d.Quote(c.name), !notNull && pk == 0, hidden > 1
		c.native = declared
		c.typ, c.max, c.odd = sqliteType(declared)
		t.columns[c.name] = &c
		names = append(names, c.name)
		if pk > 0 {
			key[pk] = &c
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for n := 1; n <= len(key); n++ {
		t.key = append(t.key, key[n])
	}
	rowid := len(t.key) == 1 && strings.EqualFold(t.key[0].native, "INTEGER")
	counts := strings.Contains(strings.ToUpper(definition), "AUTOINCREMENT")
	t.reuses = rowid && !counts
	t.rowless = strings.Contains(strings.ToUpper(definition), "WITHOUT ROWID")
	t.lenient = sqliteLenient.MatchString(definition)
	if rowid {
		t.key[0].filled = true
	}
	if counts {
		t.key[0].computed = true
	}
	if err := d.collations(ctx, db, t, names); err != nil {
		return nil, err
	}
	return t, d.indexes(ctx, db, t)
}

// collations finds the columns whose collation equates different texts. SQLite tells no column's collation, but a
// union of a column with a constant has it: ask that.
func (sqliteDialect) collations(ctx context.Context, db sqldb.Querier, t *table, names []string) error {
	var own, constants, aliases, questions []string
	var of []*column
	for _, name := range names {
		c := t.columns[name]
		if c.typ != connectors.TypeText {
			continue
		}
		alias := "c" + strconv.Itoa(len(of))
		of = append(of, c)
		own, aliases = append(own, c.quoted), append(aliases, alias)
		constants = append(constants, "'a'")
		questions = append(questions, alias+" = 'A'", alias+" = 'a '")
	}
	if len(of) == 0 {
		return nil
	}
	text := "WITH x(" + strings.Join(aliases, ", ") + ") AS (SELECT " + strings.Join(own, ", ") + " FROM " + t.quoted +
		" WHERE FALSE UNION ALL SELECT " + strings.Join(constants, ", ") + ") SELECT " + strings.Join(questions, ", ") + " FROM x"
	return each(ctx, db, text, nil, func(scan scanner) error {
		answers := make([]bool, len(questions))
		dest := make([]any, len(questions))
		for i := range answers {
			dest[i] = &answers[i]
		}
		err := scan(dest...)
		for i, c := range of {
			c.lax = answers[2*i] || answers[2*i+1]
		}
		return err
	})
}

func (sqliteDialect) indexes(ctx context.Context, db sqldb.Querier, t *table) error {
	schema, name := sqliteSchema(t.name)
	return each(ctx, db, in(schema, sqliteIndexes), []any{name}, func(scan scanner) error {
		var i index
		var columnName, collation, definition string
		var seq int
		if err := scan(&i.name, &i.unique, &i.partial, &columnName, &collation, &seq, &definition); err != nil {
			return err
		}
		if n := len(t.indexes); n == 0 || t.indexes[n-1].name != i.name {
			t.indexes = append(t.indexes, i)
		}
		if c, ok := t.columns[columnName]; ok && seq == 0 && collation == "NOCASE" && !i.partial {
			c.nocase = true
		}
		if at := strings.LastIndex(definition, " WHERE "); i.partial && at >= 0 {
			t.indexes[len(t.indexes)-1].where = definition[at+len(" WHERE "):]
		}
		_, expression, _ := strings.Cut(definition, "(")
		expression = strings.TrimSuffix(strings.TrimSpace(expression), ")")
		last := &t.indexes[len(t.indexes)-1]
		last.add(t, columnName, expression)
		last.folded = last.parts == 1 && !last.expressions && collation == "NOCASE"
		return nil
	})
}

// sqliteLenient finds a constraint that does not refuse a second row but replaces the first or drops the second.
var sqliteLenient = regexp.MustCompile(`(?i)\bON\s+CONFLICT\s+(REPLACE|IGNORE)\b`)

var sqliteLength = regexp.MustCompile(`\(\s*(\d+)`)

// sqliteType reads a declared type by the words in it, as SQLite does, with the types that applications mean but
// SQLite does not have. One that says nothing is taken for text and is odd.
func sqliteType(declared string) (t connectors.Type, length int, odd bool) {
	upper := strings.ToUpper(declared)
	for _, w := range sqliteWords {
		if !strings.Contains(upper, w.word) {
			continue
		}
		if m := sqliteLength.FindStringSubmatch(upper); m != nil && w.typ == connectors.TypeText {
			length, _ = strconv.Atoi(m[1])
		}
		return w.typ, length, false
	}
	return connectors.TypeText, 0, true
}

var sqliteWords = []struct {
	word string
	typ  connectors.Type
}{
	{"BOOL", connectors.TypeBool},
	{"CHAR", connectors.TypeText}, {"CLOB", connectors.TypeText}, {"TEXT", connectors.TypeText},
	{"DATETIME", connectors.TypeTime}, {"TIMESTAMP", connectors.TypeTime}, {"DATE", connectors.TypeDate},
	{"INT", connectors.TypeInteger},
	{"REAL", connectors.TypeFloat}, {"FLOA", connectors.TypeFloat}, {"DOUB", connectors.TypeFloat},
	{"DEC", connectors.TypeDecimal}, {"NUM", connectors.TypeDecimal},
	{"BLOB", connectors.TypeBytes}, {"BINARY", connectors.TypeBytes}, {"JSON", connectors.TypeJSON},
}
