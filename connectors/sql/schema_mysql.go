package sql

import (
	"context"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

func (mysqlDialect) tables(ctx context.Context, db sqldb.Querier) ([]string, error) {
	return texts(ctx, db, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1")
}

const (
	mysqlTable = `SELECT table_schema, VERSION() LIKE '%MariaDB%'
FROM information_schema.tables WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?
	AND (@@lower_case_table_names <> 0 OR CAST(table_name AS BINARY) = ?)`

	// A statement of its own: as a subquery of mysqlTable, while others make and drop tables, it has brought a server of
	// MariaDB 10.11 down.
	mysqlTriggers = `SELECT trigger_name FROM information_schema.triggers WHERE event_object_schema = ? AND event_object_table = ?`

	mysqlColumns = `SELECT column_name, data_type, column_type, is_nullable = 'YES',
	column_default IS NOT NULL AND column_default <> 'NULL', COALESCE(character_maximum_length, 0),
	COALESCE(numeric_precision, 0), COALESCE(numeric_scale, datetime_precision, 0),
	COALESCE(character_set_name, ''), COALESCE(collation_name, ''), extra, COALESCE(generation_expression, ''),
	FIND_IN_SET('select', privileges) = 0, FIND_IN_SET('insert', privileges) = 0, FIND_IN_SET('update', privileges) = 0
FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`

	mysqlIndexes = `SELECT index_name, non_unique = 0, COALESCE(column_name, '')
FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? ORDER BY index_name, seq_in_index`

	// MariaDB has no type for JSON but a check.
	mariadbChecks = `SELECT check_clause FROM information_schema.check_constraints WHERE constraint_schema = ? AND table_name = ?`
)

func (d mysqlDialect) introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error) {
	t := &table{name: name, quoted: d.Quote(strings.Split(name, ".")...), columns: map[string]*column{}}
	var schema any
	base := t.base()
	if qualifier, _, qualified := strings.Cut(name, "."); qualified {
		schema = qualifier
	}
	found, mariadb := false, false
	err := each(ctx, db, mysqlTable, []any{schema, base, base}, func(scan scanner) error {
		found = true
		var actual string
		err := scan(&actual, &mariadb)
		schema = actual
		return err
	})
	if err != nil || !found {
		return nil, err
	}
	triggers, err := texts(ctx, db, mysqlTriggers, schema, base)
	if err != nil {
		return nil, err
	}
	t.triggers = len(triggers) > 0
	made := map[string]string{} // the expressions of generated columns
	err = each(ctx, db, mysqlColumns, []any{schema, base}, func(scan scanner) error {
		c, expression, err := d.column(scan)
		if err == nil {
			t.columns[c.name], made[c.name] = c, expression
		}
		return err
	})
	if err == nil && mariadb {
		err = d.checks(ctx, db, t, schema, base)
	}
	if err != nil {
		return nil, err
	}
	return t, d.indexes(ctx, db, t, schema, base, made)
}

func (d mysqlDialect) column(scan scanner) (c *column, expression string, err error) {
	c = &column{}
	var declared, extra string
	var length int64
	err = scan(&c.name, &c.native, &declared, &c.nullable, &c.filled, &length, &c.digits, &c.scale, &c.charset, &c.collation, &extra, &expression,
		&c.noSelect, &c.noInsert, &c.noUpdate)
	if err != nil {
		return nil, "", err
	}
	c.quoted = d.Quote(c.name)
	c.typ, c.odd = mysqlType(c.native, declared)
	c.unsigned = strings.HasPrefix(declared, "bigint") && strings.Contains(declared, "unsigned")
	c.numbered = strings.Contains(extra, "auto_increment")
	c.computed = c.numbered || expression != ""
	c.filled = c.filled || strings.Contains(extra, "on update")
	c.hollow = isInstant(c.typ) // 0000-00-00
	if c.typ == connectors.TypeText {
		c.lax = !strings.HasSuffix(c.collation, "_nopad_bin") && !strings.HasSuffix(c.collation, "_0900_bin")
		c.nocase = asciiCaseless(c.charset, c.collation)
	}
	if c.native == "char" || c.native == "varchar" {
		c.max = int(length)
	}
	return c, expression, nil
}

// asciiCaseless reports whether a collation takes texts for equal that differ in the case of ASCII letters alone. That
// is not so in languages where i is not the small I, or where two letters are one.
func asciiCaseless(charset, collation string) bool {
	rules := strings.TrimPrefix(collation, charset+"_")
	return slices.Contains([]string{
		"general_ci", "general_nopad_ci", "unicode_ci", "unicode_nopad_ci", "unicode_520_ci", "unicode_520_nopad_ci",
		"0900_ai_ci", "0900_as_ci", "uca1400_ai_ci", "uca1400_as_ci", "uca1400_nopad_ai_ci", "uca1400_nopad_as_ci",
	}, rules) || charset == "latin1" && (rules == "swedish_ci" || rules == "german1_ci")
}

func (mysqlDialect) checks(ctx context.Context, db sqldb.Querier, t *table, schema any, base string) error {
	clauses, err := texts(ctx, db, mariadbChecks, schema, base)
	for _, clause := range clauses {
		name, isJSON := strings.CutPrefix(clause, "json_valid(`")
		if c := t.columns[strings.TrimSuffix(name, "`)")]; c != nil && isJSON {
			c.typ = connectors.TypeJSON
		}
	}
	return err
}

func (mysqlDialect) indexes(ctx context.Context, db sqldb.Querier, t *table, schema any, base string, made map[string]string) error {
	return each(ctx, db, mysqlIndexes, []any{schema, base}, func(scan scanner) error {
		var i index
		var columnName string
		if err := scan(&i.name, &i.unique, &columnName); err != nil {
			return err
		}
		if n := len(t.indexes); n == 0 || t.indexes[n-1].name != i.name {
			t.indexes = append(t.indexes, i)
		}
		last := &t.indexes[len(t.indexes)-1]
		if expression := made[columnName]; expression != "" || columnName == "" {
			last.add(t, "", expression)
		} else {
			last.add(t, columnName, "")
		}
		last.folded = last.parts == 1 && !last.expressions && t.columns[columnName].nocase
		if i.name == "PRIMARY" {
			t.key = append(t.key, t.columns[columnName])
			t.columns[columnName].unequal = true
		}
		return nil
	})
}

// mysqlType is what a type holds, and odd when it has no Value but its text.
func mysqlType(native, declared string) (t connectors.Type, odd bool) {
	switch native {
	case "tinyint":
		if declared == "tinyint(1)" {
			return connectors.TypeBool, false
		}
		return connectors.TypeInteger, false
	case "bit":
		if declared == "bit(1)" {
			return connectors.TypeBool, false
		}
		return connectors.TypeInteger, false
	case "smallint", "mediumint", "int", "bigint", "year":
		return connectors.TypeInteger, false
	case "float", "double":
		return connectors.TypeFloat, false
	case "decimal":
		return connectors.TypeDecimal, false
	case "datetime", "timestamp":
		return connectors.TypeTime, false
	case "date":
		return connectors.TypeDate, false
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		return connectors.TypeBytes, false
	case "json":
		return connectors.TypeJSON, false
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		return connectors.TypeText, false
	default: // enum, set, time, uuid, inet6, geometry
		return connectors.TypeText, true
	}
}
