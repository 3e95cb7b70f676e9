package sql

import (
	"context"
	"regexp"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

const postgresTables = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','p','v','m','f') AND pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog' ORDER BY 1`

func (postgresDialect) tables(ctx context.Context, db sqldb.Querier) ([]string, error) {
	return texts(ctx, db, postgresTables)
}

const postgresTable = `SELECT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
	NOT has_table_privilege(c.oid, 'DELETE')
FROM pg_class c WHERE c.oid = to_regclass($1) AND c.relkind IN ('r','p','v','m','f')`

const postgresColumns = `SELECT a.attname, format_type(COALESCE(b.oid, t.oid), NULL), COALESCE(b.typname, t.typname),
	CASE WHEN a.atttypmod = -1 THEN t.typtypmod ELSE a.atttypmod END,
	a.attnotnull OR t.typnotnull, a.attidentity <> '' OR a.attgenerated <> '' OR COALESCE(pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%', FALSE), COALESCE(NOT l.collisdeterministic, FALSE),
	f.adbin IS NOT NULL OR t.typdefault IS NOT NULL,
	NOT has_column_privilege(a.attrelid, a.attnum, 'SELECT'), NOT has_column_privilege(a.attrelid, a.attnum, 'INSERT'),
	NOT has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

const postgresIndexes = `SELECT ic.relname, i.indisunique, i.indisprimary, i.indpred IS NOT NULL, COALESCE(pg_get_expr(i.indpred, i.indrelid), ''), COALESCE(a.attname, ''),
	pg_get_indexdef(i.indexrelid, k.n, TRUE)
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
CROSS JOIN LATERAL generate_series(1, i.indnkeyatts::int) AS k(n)
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1] AND a.attnum > 0
WHERE i.indrelid = to_regclass($1) AND i.indisvalid ORDER BY ic.relname, k.n`

func (d postgresDialect) introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error) {
	t := &table{name: name, quoted: d.Quote(strings.Split(name, ".")...), columns: map[string]*column{}}
	found := false
	err := each(ctx, db, postgresTable, []any{t.quoted}, func(scan scanner) error {
		found = true
		return scan(&t.triggers, &t.noDelete)
	})
	if err != nil || !found {
		return nil, err
	}
	err = each(ctx, db, postgresColumns, []any{t.quoted}, func(scan scanner) error {
		var c column
		var base string
		var mod int
		var notNull bool
		if err := scan(&c.name, &c.native, &base, &mod, &notNull, &c.computed, &c.lax, &c.filled, &c.noSelect, &c.noInsert, &c.noUpdate); err != nil {
			return err
		}
		c.quoted, c.nullable = d.Quote(c.name), !notNull
		c.typ, c.odd = postgresType(base)
		if (base == "varchar" || base == "bpchar") && mod > 4 {
			c.max = mod - 4
		}
		t.columns[c.name] = &c
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, d.indexes(ctx, db, t)
}

func (postgresDialect) indexes(ctx context.Context, db sqldb.Querier, t *table) error {
	return each(ctx, db, postgresIndexes, []any{t.quoted}, func(scan scanner) error {
		var i index
		var primary bool
		var columnName, definition string
		if err := scan(&i.name, &i.unique, &primary, &i.partial, &i.where, &columnName, &definition); err != nil {
			return err
		}
		if n := len(t.indexes); n == 0 || t.indexes[n-1].name != i.name {
			t.indexes = append(t.indexes, i)
		}
		last := &t.indexes[len(t.indexes)-1]
		last.add(t, columnName, definition)
		last.folded = last.parts == 1 && len(last.columns) == 1 && (isPostgresFold(definition, last.columns[0]) || t.columns[columnName] != nil && t.columns[columnName].native == "citext")
		if primary {
			t.key = append(t.key, t.columns[columnName])
		}
		return nil
	})
}

// isPostgresFold reports whether an index holds column in lower case as the collation "C" knows it.
func isPostgresFold(definition, column string) bool {
	return regexp.MustCompile(`^lower\(\(?"?` + regexp.QuoteMeta(column) + `"?\)?(::text)? COLLATE "C"\)$`).MatchString(definition)
}

// postgresType is what a base type holds, and odd when it has no Value but its text.
func postgresType(base string) (t connectors.Type, odd bool) {
	switch base {
	case "int2", "int4", "int8":
		return connectors.TypeInteger, false
	case "float4", "float8":
		return connectors.TypeFloat, false
	case "numeric":
		return connectors.TypeDecimal, false
	case "bool":
		return connectors.TypeBool, false
	case "timestamp", "timestamptz":
		return connectors.TypeTime, false
	case "date":
		return connectors.TypeDate, false
	case "bytea":
		return connectors.TypeBytes, false
	case "json", "jsonb":
		return connectors.TypeJSON, false
	case "text", "varchar", "bpchar", "citext", "uuid", "name":
		return connectors.TypeText, false
	default:
		return connectors.TypeText, true
	}
}
