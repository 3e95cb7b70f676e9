package sql

import (
	"context"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

func (oracleDialect) tables(ctx context.Context, db sqldb.Querier) ([]string, error) {
	names, err := texts(ctx, db, `SELECT object_name FROM all_objects
WHERE owner = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW') ORDER BY 1`)
	for i, name := range names {
		names[i] = oracleName(name)
	}
	return names, err
}

// oracleName is how an app file writes a name of the dictionary: one that was made without quotes, and so is all in
// capitals there, in small letters.
func oracleName(name string) string {
	if name == strings.ToUpper(name) {
		return strings.ToLower(name)
	}
	return name
}

const (
	oracleTable = `SELECT owner, object_name,
	CASE WHEN EXISTS (SELECT 1 FROM all_triggers g WHERE g.table_owner = o.owner AND g.table_name = o.object_name AND g.status = 'ENABLED') THEN 1 ELSE 0 END
FROM all_objects o WHERE owner IN (:1, UPPER(:2)) AND object_name IN (:3, UPPER(:4)) AND object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW')
ORDER BY CASE WHEN object_name = :5 THEN 0 ELSE 1 END FETCH FIRST 1 ROWS ONLY`

	oracleSchema = `SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM DUAL`

	oracleColumns = `SELECT column_name, data_type, CASE WHEN nullable = 'Y' THEN 1 ELSE 0 END, CASE WHEN virtual_column = 'YES' THEN 1 ELSE 0 END,
	CASE WHEN identity_column = 'YES' THEN 1 ELSE 0 END, CASE WHEN NVL(default_length, 0) > 0 THEN 1 ELSE 0 END,
	NVL(char_length, 0), NVL(data_precision, 0), NVL(data_scale, -1)
FROM all_tab_cols WHERE owner = :1 AND table_name = :2 AND hidden_column = 'NO' ORDER BY column_id`

	oracleIndexes = `SELECT i.index_name, CASE WHEN i.uniqueness = 'UNIQUE' THEN 1 ELSE 0 END,
	CASE WHEN EXISTS (SELECT 1 FROM all_constraints k WHERE k.owner = i.table_owner AND k.table_name = i.table_name
		AND k.constraint_type = 'P' AND k.index_name = i.index_name) THEN 1 ELSE 0 END,
	CASE WHEN i.index_type LIKE 'FUNCTION-BASED%' THEN 1 ELSE 0 END, c.column_name
FROM all_indexes i JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name
WHERE i.table_owner = :1 AND i.table_name = :2 ORDER BY i.index_name, c.column_position`
)

func (d oracleDialect) introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error) {
	t := &table{name: name, columns: map[string]*column{}}
	owner, base, qualified := strings.Cut(name, ".")
	if !qualified {
		base = name
		current, err := texts(ctx, db, oracleSchema)
		if err != nil || len(current) == 0 {
			return nil, err
		}
		owner = current[0]
	}
	found := false
	err := each(ctx, db, oracleTable, []any{owner, owner, base, base, base}, func(scan scanner) error {
		found = true
		return scan(&owner, &base, &t.triggers)
	})
	if err != nil || !found {
		return nil, err
	}
	t.quoted = d.Quote(owner, base)
	err = each(ctx, db, oracleColumns, []any{owner, base}, func(scan scanner) error {
		var c column
		var actual string
		err := scan(&actual, &c.native, &c.nullable, &c.computed, &c.numbered, &c.filled, &c.max, &c.digits, &c.scale)
		c.name, c.quoted, c.computed = oracleName(actual), d.Quote(actual), c.computed || c.numbered
		c.describe()
		t.columns[c.name] = &c
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, d.indexes(ctx, db, t, owner, base)
}

func (oracleDialect) indexes(ctx context.Context, db sqldb.Querier, t *table, owner, base string) error {
	return each(ctx, db, oracleIndexes, []any{owner, base}, func(scan scanner) error {
		var i index
		var primary bool
		var columnName string
		if err := scan(&i.name, &i.unique, &primary, &i.expressions, &columnName); err != nil {
			return err
		}
		if n := len(t.indexes); n == 0 || t.indexes[n-1].name != i.name {
			t.indexes = append(t.indexes, i)
		}
		c, known := t.columns[oracleName(columnName)]
		if !known {
			return nil // an expression
		}
		t.indexes[len(t.indexes)-1].add(t, c.name, "")
		if primary {
			t.key = append(t.key, c)
		}
		return nil
	})
}

// describe says what the column's type holds: odd when it has no Value but its text, large when it is not compared.
func (c *column) describe() {
	precise := c.scale >= 0
	c.scale = max(c.scale, 0)
	native, _, _ := strings.Cut(c.native, "(")
	switch {
	case native == "NUMBER" && precise && c.scale == 0 && c.digits == 1:
		c.typ = connectors.TypeBool
	case native == "NUMBER" && precise && c.scale == 0:
		c.typ = connectors.TypeInteger
	case native == "NUMBER", native == "FLOAT":
		c.typ = connectors.TypeDecimal
		if native == "FLOAT" || !precise {
			c.digits = 0
		}
	case native == "BINARY_FLOAT", native == "BINARY_DOUBLE":
		c.typ = connectors.TypeFloat
	case native == "DATE", native == "TIMESTAMP":
		c.typ = connectors.TypeTime
	case native == "RAW":
		c.typ = connectors.TypeBytes
	case native == "BLOB", native == "LONG RAW":
		c.typ, c.large = connectors.TypeBytes, true
	case native == "JSON":
		c.typ, c.large = connectors.TypeJSON, true
	case native == "VARCHAR2", native == "NVARCHAR2", native == "CHAR", native == "NCHAR":
		c.typ = connectors.TypeText
	case native == "CLOB", native == "NCLOB", native == "LONG":
		c.typ, c.large = connectors.TypeText, true
	default: // INTERVAL, XMLTYPE, ROWID
		c.typ, c.odd, c.large = connectors.TypeText, true, true
	}
}
