package sql

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/testenv"
)

// oddColumn is a column as an old application may have it, and what some of its rows hold, as SQL.
type oddColumn struct {
	ddl  string // NAME is the column
	rows []string
	typ  connectors.Type
}

var oddTexts = []string{"NULL", "''", "'ada'", "'ADA'", "'Ada '", "'ZOË'", "'zoë'", "'O''Brien'", "'100%_[x]'", "'straße'", "'😀'", "'\uE000'"}

var oddColumns = map[string][]oddColumn{
	"sqlite": {
		{"NAME TEXT", append(oddTexts, "'ada' || char(0) || 'x'"), connectors.TypeText},
		{"NAME TEXT COLLATE NOCASE", oddTexts, connectors.TypeText},
		{"NAME VARCHAR(20) COLLATE RTRIM", oddTexts, connectors.TypeText},
		{"NAME TIMESTAMP", []string{"NULL", "'2024-05-01 12:00:00'", "'2024-05-01T12:00:00.5Z'", "'2024-05-01 14:00:00+02:00'", "'soon'"}, connectors.TypeTime},
		{"NAME DATE", []string{"NULL", "'2024-05-01'", "'2024-05-01 23:59:59'", "'1999-12-31'"}, connectors.TypeDate},
		{"NAME DECIMAL(10,2)", []string{"NULL", "0.1", "5200.5", "'-0.25'", "9007199254740993", "1e3", "'a lot'", "9e999"}, connectors.TypeDecimal},
		{"NAME REAL", []string{"NULL", "0.1", "1", "-2.5", "'much'", "9e999", "-9e999"}, connectors.TypeFloat},
		{"NAME SMALLINT", []string{"NULL", "0", "1", "-7", "9223372036854775807", "2.5", "'seven'", "x'07'", "9e18 * 2"}, connectors.TypeInteger},
		{"NAME INTEGER NOT NULL", []string{"0", "'none'", "7"}, connectors.TypeInteger},
		{"NAME BOOLEAN", []string{"NULL", "0", "1", "TRUE", "7", "'yes'", "'true'", "'false'", "'TRUE'"}, connectors.TypeBool},
		{"NAME BLOB", []string{"NULL", "x''", "x'616461'", "7"}, connectors.TypeBytes},
	},
	"postgres": {
		{"NAME text", oddTexts, connectors.TypeText},
		{"NAME varchar(20)", oddTexts, connectors.TypeText},
		{"NAME char(12)", oddTexts, connectors.TypeText},
		{`NAME text COLLATE lax`, oddTexts, connectors.TypeText},
		{"NAME citext", oddTexts, connectors.TypeText},
		{"NAME mood", []string{"NULL", "'ada'", "'ADA'"}, connectors.TypeText},
		{"NAME login_name", oddTexts, connectors.TypeText},
		{"NAME birthday", []string{"NULL", "'2024-05-01'"}, connectors.TypeDate},
		{"NAME headcount", []string{"NULL", "0", "7"}, connectors.TypeInteger},
		{"NAME uuid", []string{"NULL", "'6f9619ff-8b86-d011-b42d-00c04fc964ff'"}, connectors.TypeText},
		{"NAME timestamptz", []string{"NULL", "'2024-05-01 12:00:00Z'", "'2024-05-01 12:00:00.000001Z'", "'infinity'", "'-infinity'"}, connectors.TypeTime},
		{"NAME timestamp", []string{"NULL", "'2024-05-01 12:00:00'", "'1999-12-31 23:59:59.999999'"}, connectors.TypeTime},
		{"NAME date", []string{"NULL", "'2024-05-01'", "'1999-12-31'", "'infinity'"}, connectors.TypeDate},
		{"NAME numeric(20,4)", []string{"NULL", "0.1", "5200.5", "-0.25", "9007199254740993", "1000", "'NaN'"}, connectors.TypeDecimal},
		{"NAME numeric NOT NULL", []string{"0.1", "'NaN'", "'Infinity'", "'-Infinity'"}, connectors.TypeDecimal},
		{"NAME double precision", []string{"NULL", "0.1", "1", "-2.5", "'NaN'", "'Infinity'", "'-Infinity'"}, connectors.TypeFloat},
		{"NAME real", []string{"NULL", "0.1", "1", "-2.5"}, connectors.TypeFloat},
		{"NAME smallint", []string{"NULL", "0", "1", "-7", "32767"}, connectors.TypeInteger},
		{"NAME bigint", []string{"NULL", "0", "9223372036854775807"}, connectors.TypeInteger},
		{"NAME boolean", []string{"NULL", "FALSE", "TRUE"}, connectors.TypeBool},
		{"NAME bytea", []string{"NULL", `'\x'`, `'\x616461'`}, connectors.TypeBytes},
		{"NAME jsonb", []string{"NULL", `'{"a": 1}'`}, connectors.TypeJSON},
	},
	"mysql": {
		{"NAME text", oddTexts, connectors.TypeText},
		{"NAME varchar(20)", append(oddTexts, "CONCAT('ada', CHAR(0), 'x')"), connectors.TypeText},
		{"NAME varchar(20) COLLATE utf8mb4_bin", oddTexts, connectors.TypeText},
		{"NAME varchar(20) COLLATE utf8mb4_nopad_bin", oddTexts, connectors.TypeText},
		{"NAME varchar(20) COLLATE utf8mb4_unicode_ci", oddTexts, connectors.TypeText},
		{"NAME varchar(20) COLLATE utf8mb4_turkish_ci", append(oddTexts, "'IŞIK'", "'işik'"), connectors.TypeText},
		{"NAME varchar(20) CHARACTER SET latin1", []string{"NULL", "''", "'ada'", "'ADA'", "'Ada '", "'ZOË'", "'straße'", "'?'"}, connectors.TypeText},
		{"NAME char(12)", oddTexts, connectors.TypeText},
		{"NAME enum('ada', 'ADB', 'zoë')", []string{"NULL", "'ada'", "'ADB'", "'zoë'"}, connectors.TypeText},
		{"NAME set('ada', 'zoë')", []string{"NULL", "''", "'ada'", "'ada,zoë'"}, connectors.TypeText},
		{"NAME time", []string{"NULL", "'10:00:00'"}, connectors.TypeText},
		{"NAME uuid", []string{"NULL", "'6f9619ff-8b86-d011-b42d-00c04fc964ff'"}, connectors.TypeText},
		{"NAME datetime", []string{"NULL", "'2024-05-01 12:00:00'", "'1999-12-31 23:59:59'", "'2024-05-01 12:00:01'"}, connectors.TypeTime},
		{"NAME datetime(6)", []string{"NULL", "'2024-05-01 12:00:00.000001'", "'1999-12-31 23:59:59.999999'"}, connectors.TypeTime},
		{"NAME timestamp(3) NULL", []string{"NULL", "'2024-05-01 12:00:00.5'", "'1999-12-31 23:59:59'"}, connectors.TypeTime},
		{"NAME date", []string{"NULL", "'2024-05-01'", "'1999-12-31'"}, connectors.TypeDate},
		{"NAME decimal(20,4)", []string{"NULL", "0.1", "5200.5", "-0.25", "9007199254740993", "1000"}, connectors.TypeDecimal},
		{"NAME double", []string{"NULL", "0.1", "1", "-2.5"}, connectors.TypeFloat},
		{"NAME float", []string{"NULL", "0.1", "1", "-2.5"}, connectors.TypeFloat},
		{"NAME smallint", []string{"NULL", "0", "1", "-7", "32767"}, connectors.TypeInteger},
		{"NAME bigint unsigned", []string{"NULL", "0", "9223372036854775807", "18446744073709551615"}, connectors.TypeInteger},
		{"NAME year", []string{"NULL", "2024"}, connectors.TypeInteger},
		{"NAME bit(9)", []string{"NULL", "0", "257"}, connectors.TypeInteger},
		{"NAME bit", []string{"NULL", "0", "1"}, connectors.TypeBool},
		{"NAME boolean", []string{"NULL", "FALSE", "TRUE", "2"}, connectors.TypeBool},
		{"NAME varbinary(20)", []string{"NULL", "x''", "x'616461'"}, connectors.TypeBytes},
		{"NAME json", []string{"NULL", `'{"a": 1}'`}, connectors.TypeJSON},
	},
}

var oddTypes = []string{
	"CREATE EXTENSION IF NOT EXISTS citext",
	"CREATE COLLATION lax (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
	"CREATE TYPE mood AS ENUM ('ada', 'ADA')",
	"CREATE DOMAIN login_name AS varchar(40)",
	"CREATE DOMAIN birthday AS date CHECK (VALUE < '2100-01-01')",
	"CREATE DOMAIN headcount AS smallint",
}

func oddLiterals() []connectors.Value {
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	return []connectors.Value{nil, "", "ada", "Ada", "ADA ", "ada\x00x", "zoë", "%", "😀", "straße", "\U0010FFFF", "6f9619ff-8b86-d011-b42d-00c04fc964ff",
		int64(0), int64(1), int64(40000), int64(math.MaxInt64), 0.1, 1.5, float64(1), -2.5, 1e300, -1e300, math.Inf(1),
		connectors.Decimal("0.1"), connectors.Decimal("0.10000000000000000001"), connectors.Decimal("5200.50"), connectors.Decimal("9007199254740993"),
		connectors.Decimal("99999999999999999999999"), true, false, at, at.Add(1), at.Add(500 * time.Millisecond), at.Add(12 * time.Hour),
		time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), []byte("ada"), []byte{}}
}

func TestEveryTypeOfColumnIsComparedAsMatchCompares(t *testing.T) {
	for dialect, columns := range oddColumns {
		t.Run(dialect, func(t *testing.T) {
			a := &app{connector: dial(t, dialect, dsnOf(t, dialect), nil)}
			if dialect == "postgres" {
				for _, ddl := range oddTypes {
					a.sql(t, ddl)
				}
			}
			for i, c := range columns {
				t.Run(c.ddl, func(t *testing.T) { a.compareColumn(t, fmt.Sprintf("t%d", i), c) })
			}
		})
	}
}

func dsnOf(t testing.TB, dialect string) string {
	switch dialect {
	case "postgres":
		return testenv.Postgres(t)
	case "mysql":
		return testenv.MariaDB(t)
	case "sqlserver":
		return testenv.SQLServer(t)
	case "oracle":
		return testenv.Oracle(t)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil { // an empty database: what is not there is not made
		t.Fatal(err)
	}
	return file + "?_synchronous=OFF" // no test cuts the power
}

func (a *app) compareColumn(t *testing.T, table string, c oddColumn) {
	a.sql(t, fmt.Sprintf("CREATE TABLE %s (id INTEGER PRIMARY KEY, %s)", table, strings.Replace(c.ddl, "NAME", "c", 1)))
	for i, v := range c.rows {
		a.sql(t, fmt.Sprintf("INSERT INTO %s (id, c) VALUES (%d, %s)", table, i, v))
	}
	for _, indexed := range []string{"", "CREATE INDEX %[1]s_lower ON %[1]s (lower(c))", "CREATE INDEX %[1]s_nocase ON %[1]s (c COLLATE NOCASE)"} {
		if indexed != "" && c.typ != connectors.TypeText || strings.Contains(indexed, "NOCASE") && a.d.Name() != "sqlite" || indexed != "" && a.d.Name() == "mysql" ||
			strings.Contains(indexed, "lower") && slices.ContainsFunc([]string{"mood", "uuid"}, func(s string) bool { return strings.HasSuffix(c.ddl, s) }) {
			continue
		}
		if indexed != "" {
			a.sql(t, fmt.Sprintf(indexed, table))
		}
		e := a.mustOpen(t, connectors.Spec{Entity: table, Fields: []string{"id", "c"}})
		if got := e.Shape().Fields["c"].Type; got != c.typ {
			t.Fatalf("the column is %s, want %s", got, c.typ)
		}
		records := listed(t, e, nil)
		if len(records) != len(c.rows) {
			t.Fatalf("%d records of %d rows", len(records), len(c.rows))
		}
		for _, l := range leavesFor(c.typ) {
			wantAsMatch(t, e, records, l)
			wantAsMatch(t, e, records, connectors.Not{Term: connectors.And{l}})
		}
		for _, r := range records {
			wantAsMatch(t, e, records, connectors.In{Field: "c", Values: []connectors.Value{r.Fields["c"], "ada", int64(1), true}})
			wantAsMatch(t, e, records, connectors.Not{Term: connectors.In{Field: "c", Values: []connectors.Value{r.Fields["c"], "ada"}}})
			for _, op := range connectors.Ops {
				wantAsMatch(t, e, records, connectors.Leaf{Field: "c", Op: op, Value: r.Fields["c"]})
			}
		}
	}
}

// leavesFor is every comparison that could go wrong on a column of type t: all with a literal that it can be compared
// with, and one of each kind with all others.
func leavesFor(t connectors.Type) (leaves []connectors.Leaf) {
	for _, literal := range oddLiterals() {
		_, isText := literal.(string)
		folds := []fold.Kind{fold.None}
		if isText && t == connectors.TypeText {
			folds = append(folds, fold.ASCII)
		}
		for _, op := range connectors.Ops {
			search := op == connectors.Co || op == connectors.Sw || op == connectors.Ew
			if foreign := isText != (t == connectors.TypeText); foreign && (search || op == connectors.Ge || op == connectors.Lt) && literal != nil {
				continue
			}
			for _, f := range folds {
				leaves = append(leaves, connectors.Leaf{Field: "c", Op: op, Value: literal, Fold: f})
			}
		}
	}
	return leaves
}

func TestEveryTypeOfColumnKeepsWhatItIsGiven(t *testing.T) {
	for dialect, columns := range oddColumns {
		t.Run(dialect, func(t *testing.T) {
			a := &app{connector: dial(t, dialect, dsnOf(t, dialect), nil)}
			if dialect == "postgres" {
				for _, ddl := range oddTypes {
					a.sql(t, ddl)
				}
			}
			for i, c := range columns {
				t.Run(c.ddl, func(t *testing.T) { a.writeColumn(t, fmt.Sprintf("t%d", i), c) })
			}
		})
	}
}

func (a *app) writeColumn(t *testing.T, table string, c oddColumn) {
	a.sql(t, fmt.Sprintf("CREATE TABLE %s (id INTEGER PRIMARY KEY, %s)", table, strings.Replace(c.ddl, "NAME", "c", 1)))
	for i, v := range c.rows {
		a.sql(t, fmt.Sprintf("INSERT INTO %s (id, c) VALUES (%d, %s)", table, i, v))
	}
	e := a.mustOpen(t, connectors.Spec{Entity: table, Fields: []string{"id", "c"}})
	nullable := e.Shape().Fields["c"].Nullable
	for i, r := range listed(t, e, nil) {
		v := r.Fields["c"]
		if v == nil && !nullable {
			continue // it could not be read
		}
		made, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"id": int64(100 + i), "c": v}})
		if err != nil {
			t.Fatalf("%#v: %v", v, err)
		}
		got, err := e.Update(t.Context(), made.Key, connectors.Need{Fields: []string{"c"}}, always(connectors.Change{Set: connectors.Fields{"c": v}}))
		if err != nil {
			t.Fatalf("%#v: %v", v, err)
		}
		if d := cmp.Diff(connectors.Fields{"c": v}, got.Fields); d != "" {
			t.Errorf("created, then set to the same (-want +got):\n%s", d)
		}
		none, err := e.Update(t.Context(), made.Key, connectors.Need{Fields: []string{"c"}}, always(connectors.Change{Set: connectors.Fields{"c": nil}}))
		if (err == nil) != nullable || none.Fields["c"] != nil {
			t.Errorf("emptied: %v, %v", none, err)
		}
	}
	for _, v := range oddLiterals() {
		_, err := e.Update(t.Context(), "100", connectors.Need{}, always(connectors.Change{Set: connectors.Fields{"c": v}}))
		if err != nil && !errors.Is(err, connectors.Invalid) {
			t.Errorf("%#v: %v", v, err)
		}
	}
}

func listed(t *testing.T, e connectors.Entity, p connectors.Predicate) []connectors.Record {
	t.Helper()
	page, err := e.List(t.Context(), connectors.Query{Where: p, Need: connectors.Need{Fields: []string{"id", "c"}}, Limit: 100})
	if err != nil {
		t.Fatalf("%#v: %v", p, err)
	}
	return page.Records
}

func wantAsMatch(t *testing.T, e connectors.Entity, all []connectors.Record, p connectors.Predicate) {
	t.Helper()
	if connectors.PushOf(e.Shape(), p) == connectors.No {
		return // an end of time, before or behind which nothing is looked for
	}
	var want, got []connectors.Key
	for _, r := range all {
		if connectors.Match(p, r) {
			want = append(want, r.Key)
		}
	}
	for _, r := range listed(t, e, p) {
		got = append(got, r.Key)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%#v (-Match +database):\n%s", p, d)
	}
}
