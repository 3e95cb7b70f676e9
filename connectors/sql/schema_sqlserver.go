package sql

import (
	"context"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

func (sqlserverDialect) tables(ctx context.Context, db sqldb.Querier) ([]string, error) {
	return texts(ctx, db, "SELECT name FROM sys.objects WHERE type IN ('U', 'V') AND is_ms_shipped = 0 ORDER BY 1")
}

const (
	sqlserverTable = `SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM sys.triggers g WHERE g.parent_id = o.object_id AND g.is_disabled = 0) THEN 1 ELSE 0 END AS BIT),
	CAST(CASE WHEN HAS_PERMS_BY_NAME(@p1, 'OBJECT', 'DELETE') = 1 THEN 0 ELSE 1 END AS BIT)
FROM sys.objects o WHERE o.object_id = OBJECT_ID(@p1) AND o.type IN ('U', 'V')`

	sqlserverColumns = `SELECT c.name, t.name, c.is_nullable, c.is_identity,
	CAST(CASE WHEN c.is_computed = 1 OR c.generated_always_type <> 0 OR t.name = 'timestamp' THEN 1 ELSE 0 END AS BIT),
	CAST(CASE WHEN c.default_object_id <> 0 THEN 1 ELSE 0 END AS BIT), CAST(c.max_length AS INT), CAST(c.precision AS INT), CAST(c.scale AS INT),
	COALESCE(c.collation_name, ''),
	CAST(1 - COALESCE(HAS_PERMS_BY_NAME(@p1, 'OBJECT', 'SELECT', c.name, 'COLUMN'), 0) AS BIT),
	CAST(1 - COALESCE(HAS_PERMS_BY_NAME(@p1, 'OBJECT', 'INSERT'), 0) AS BIT),
	CAST(1 - COALESCE(HAS_PERMS_BY_NAME(@p1, 'OBJECT', 'UPDATE', c.name, 'COLUMN'), 0) AS BIT)
FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.system_type_id
WHERE c.object_id = OBJECT_ID(@p1) ORDER BY c.column_id`

	sqlserverIndexes = `SELECT i.name, i.is_unique, i.is_primary_key, i.has_filter, c.name
FROM sys.indexes i
JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id AND x.key_ordinal > 0
JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = x.column_id
WHERE i.object_id = OBJECT_ID(@p1) AND i.is_disabled = 0 ORDER BY i.name, x.key_ordinal`
)

func (d sqlserverDialect) introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error) {
	t := &table{name: name, quoted: d.Quote(strings.Split(name, ".")...), columns: map[string]*column{}}
	found := false
	err := each(ctx, db, sqlserverTable, []any{t.quoted}, func(scan scanner) error {
		found = true
		return scan(&t.triggers, &t.noDelete)
	})
	if err != nil || !found {
		return nil, err
	}
	err = each(ctx, db, sqlserverColumns, []any{t.quoted}, func(scan scanner) error {
		var c column
		var length int
		err := scan(&c.name, &c.native, &c.nullable, &c.numbered, &c.computed, &c.filled, &length, &c.digits, &c.scale, &c.collation,
			&c.noSelect, &c.noInsert, &c.noUpdate)
		c.quoted, c.computed = d.Quote(c.name), c.computed || c.numbered
		c.typ, c.odd, c.large = sqlserverType(c.native)
		c.nocase = strings.Contains(c.collation, "_CI_") && strings.Contains(c.collation, "Latin1_General") // nothing but ASCII is sure elsewhere
		if length > 0 && c.collation != "" && !c.large {
			c.max = length
			if strings.HasPrefix(c.native, "n") {
				c.max /= 2
			}
		}
		if strings.HasSuffix(c.native, "money") {
			c.digits, c.scale = 19, 4
		}
		t.columns[c.name] = &c
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, d.indexes(ctx, db, t)
}

func (sqlserverDialect) indexes(ctx context.Context, db sqldb.Querier, t *table) error {
	return each(ctx, db, sqlserverIndexes, []any{t.quoted}, func(scan scanner) error {
		var i index
		var primary bool
		var columnName string
		if err := scan(&i.name, &i.unique, &primary, &i.partial, &columnName); err != nil {
			return err
		}
		if n := len(t.indexes); n == 0 || t.indexes[n-1].name != i.name {
			t.indexes = append(t.indexes, i)
		}
		t.indexes[len(t.indexes)-1].add(t, columnName, "")
		if primary {
			t.key = append(t.key, t.columns[columnName])
			t.columns[columnName].unequal = true
		}
		return nil
	})
}

// sqlserverType is what a type holds, odd when it has no Value but its text, and large when it is not compared.
func sqlserverType(native string) (t connectors.Type, odd, large bool) {
	switch native {
	case "tinyint", "smallint", "int", "bigint":
		return connectors.TypeInteger, false, false
	case "bit":
		return connectors.TypeBool, false, false
	case "real", "float":
		return connectors.TypeFloat, false, false
	case "decimal", "numeric", "money", "smallmoney":
		return connectors.TypeDecimal, false, false
	case "datetime", "datetime2", "smalldatetime", "datetimeoffset":
		return connectors.TypeTime, false, false
	case "date":
		return connectors.TypeDate, false, false
	case "binary", "varbinary", "timestamp":
		return connectors.TypeBytes, false, false
	case "image":
		return connectors.TypeBytes, false, true
	case "char", "varchar", "nchar", "nvarchar", "uniqueidentifier":
		return connectors.TypeText, false, false
	case "text", "ntext":
		return connectors.TypeText, false, true
	default: // time, xml, hierarchyid, sql_variant
		return connectors.TypeText, true, true
	}
}
