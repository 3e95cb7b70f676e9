package sql

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

var oddKeys = map[string][]struct {
	typ    string
	values []string // as SQL, in no order
}{
	"sqlite": {
		{"TEXT", []string{"'b'", "'B'", "'a~b'", "'ä'", "'7'"}},
		{"TEXT COLLATE NOCASE", []string{"'b'", "'a~b'", "'Ä'", "'ä'"}},
		{"DATE", []string{"'2024-05-01'", "'1999-12-31'", "'2000-01-01'"}},
		{"TIMESTAMP", []string{"'2024-05-01 10:00:00'", "'1999-12-31T10:00:00Z'", "'2000-01-01'"}},
		{"DECIMAL(9,2)", []string{"1.5", "-1", "10"}},
		{"BLOB", []string{"x'00ff'", "x'61'", "x'62'"}},
	},
	"postgres": {
		{"text", []string{"'b'", "'B'", "'a~b'", "'ä'", "'7'"}},
		{"char(4)", []string{"'b'", "'B'", "'ab'"}},
		{"citext", []string{"'b'", "'ä'", "'ab'"}},
		{"text COLLATE lax", []string{"'b'", "'c'", "'ab'"}},
		{"mood", []string{"'ada'", "'ADA'"}},
		{"uuid", []string{"'6f9619ff-8b86-d011-b42d-00c04fc964ff'", "'00000000-0000-0000-0000-000000000001'", "'a0000000-0000-0000-0000-000000000001'"}},
		{"date", []string{"'2024-05-01'", "'1999-12-31'", "'2000-01-01'"}},
		{"timestamp", []string{"'2024-05-01 10:00'", "'1999-12-31'", "'2000-01-01'"}},
		{"timestamptz", []string{"'2024-05-01 10:00Z'", "'1999-12-31Z'", "'2000-01-01Z'"}},
		{"numeric(9,2)", []string{"1.5", "-1", "10"}},
		{"double precision", []string{"1.5", "-1", "10"}},
		{"boolean", []string{"TRUE", "FALSE"}},
		{"bytea", []string{`'\x00ff'`, `'\x61'`, `'\x62'`}},
	},
	"mysql": {
		{"varchar(20)", []string{"'b'", "'a~b'", "'ä'", "'7'"}},
		{"varchar(20) COLLATE utf8mb4_bin", []string{"'b'", "'B'", "'a~b'", "'ä'"}},
		{"varchar(20) COLLATE utf8mb4_nopad_bin", []string{"'b'", "'B'", "'b '", "'ä'"}},
		{"varchar(20) CHARACTER SET latin1", []string{"'b'", "'a~b'", "'ö'", "'7'"}},
		{"char(4)", []string{"'b'", "'c'", "'ab'"}},
		{"enum('b','a')", []string{"'a'", "'b'"}},
		{"bigint unsigned", []string{"7", "10", "9223372036854775807"}},
		{"date", []string{"'2024-05-01'", "'1999-12-31'", "'2000-01-01'"}},
		{"datetime", []string{"'2024-05-01 10:00'", "'1999-12-31'", "'2000-01-01'"}},
		{"timestamp(6)", []string{"'2024-05-01 10:00:00.000001'", "'1999-12-31'", "'2000-01-01'"}},
		{"decimal(9,2)", []string{"1.5", "-1", "10"}},
		{"double", []string{"1.5", "-1", "10"}},
		{"boolean", []string{"TRUE", "FALSE"}},
		{"varbinary(20)", []string{`x'00ff'`, `x'61'`, `x'62'`}},
	},
}

func TestKeysOfEveryTypeFindTheirRecordsAndPages(t *testing.T) {
	for dialect, keys := range oddKeys {
		t.Run(dialect, func(t *testing.T) {
			a := &app{dial(t, dialect, dsnOf(t, dialect), nil)}
			if dialect == "postgres" {
				for _, ddl := range oddTypes {
					a.sql(t, ddl)
				}
			}
			for i, k := range keys {
				t.Run(k.typ, func(t *testing.T) { a.findByKey(t, fmt.Sprintf("t%d", i), k.typ, k.values) })
			}
		})
	}
}

func (a *app) findByKey(t *testing.T, table, typ string, values []string) {
	a.sql(t, fmt.Sprintf("CREATE TABLE %s (k %s PRIMARY KEY)", table, typ))
	a.sql(t, fmt.Sprintf("CREATE TABLE %s_rows (owner %s, k %s, PRIMARY KEY (owner, k))", table, typ, typ))
	for _, v := range values {
		a.sql(t, fmt.Sprintf("INSERT INTO %s (k) VALUES (%s)", table, v))
		a.sql(t, fmt.Sprintf("INSERT INTO %s_rows (owner, k) VALUES (%s, %s)", table, v, values[0]))
	}
	e := a.mustOpen(t, connectors.Spec{Entity: table, Fields: []string{"k"}, Relations: map[string]connectors.Relation{
		"rows": {Entity: table + "_rows", By: map[string]string{"owner": "k"}, Fields: []string{"k"}},
	}})
	var keys []connectors.Key
	for q := (connectors.Query{Limit: 1, Total: true}); ; {
		page, err := e.List(t.Context(), q)
		if err != nil || page.Total != len(values) || len(page.Records) != 1 {
			t.Fatalf("a page behind %v is %v, %v", keys, page, err)
		}
		keys = append(keys, page.Records[0].Key)
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	if len(keys) != len(values) {
		t.Fatalf("pages show %v", keys)
	}
	need := connectors.Need{Fields: []string{"k"}, Rows: map[string][]string{"rows": {"k"}}}
	all, err := e.Get(t.Context(), append(keys, "none", ""), need)
	if err != nil || len(all) != len(keys) {
		t.Fatalf("all of %v are %v, %v", keys, all, err)
	}
	streamed := map[connectors.Key]int{}
	for row, err := range e.Rows(t.Context(), "rows", keys, "") {
		if err != nil {
			t.Fatal(err)
		}
		streamed[row.Owner]++
	}
	for _, k := range keys {
		one, err := e.Get(t.Context(), []connectors.Key{k}, need)
		if d := cmp.Diff(all[k], one[k]); err != nil || d != "" || len(one[k].Rows["rows"]) != 1 || streamed[k] != 1 {
			t.Errorf("%s alone: %v, %v, streamed %d\n%s", k, one, err, streamed[k], d)
		}
		row := one[k].Rows["rows"][0]
		gone := always(connectors.Change{Rows: map[string]connectors.RowChange{"rows": {Drop: []connectors.Key{row.Key}}}})
		after, err := e.Update(t.Context(), k, need, gone)
		if err != nil || len(after.Rows["rows"]) != 0 {
			t.Errorf("%s without its row: %v, %v", k, after, err)
		}
	}
}

func TestAJoinThatFindsSeveralRowsTakesTheOneWithTheLowestKey(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := &app{dial(t, dialect, dsnOf(t, dialect), nil)}
			for _, text := range []string{
				"CREATE TABLE people (id INTEGER PRIMARY KEY)",
				"CREATE TABLE jobs (id INTEGER PRIMARY KEY, person INTEGER, title VARCHAR(20), ended SMALLINT)",
				"INSERT INTO people (id) VALUES (1), (2)",
				"INSERT INTO jobs (id, person, title, ended) VALUES (1, 1, 'first', 1), (3, 1, 'third', 0), (2, 1, 'second', 0)",
			} {
				a.sql(t, text)
			}
			e := a.mustOpen(t, connectors.Spec{Entity: "people", Joins: []connectors.Join{{
				Alias: "job", Entity: "jobs", On: map[string]string{"person": "id"}, Fields: []string{"title"},
				Where: connectors.Leaf{Field: "ended", Op: connectors.Eq, Value: int64(0)},
			}}})
			page, err := e.List(t.Context(), connectors.Query{Limit: 10, Need: connectors.Need{Fields: []string{"job.title"}}})
			if err != nil {
				t.Fatal(err)
			}
			var got []connectors.Value
			for _, r := range page.Records {
				got = append(got, r.Fields["job.title"])
			}
			if d := cmp.Diff([]connectors.Value{"second", nil}, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestValuesThatNoClientGave(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := &app{dial(t, dialect, dsnOf(t, dialect), nil)}
			a.sql(t, "CREATE TABLE people (id INTEGER PRIMARY KEY, login VARCHAR(20), shout VARCHAR(20), previous VARCHAR(20), twin VARCHAR(20))")
			e := a.mustOpen(t, connectors.Spec{
				Entity: "people", Fields: []string{"id", "login", "shout", "previous", "twin"},
				Insert: map[string]connectors.Source{"shout": connectors.Native("upper('new')"), "twin": connectors.Copy{Field: "shout"}},
				Stamp:  connectors.Stamps{Update: map[string]connectors.Source{"previous": connectors.Copy{Field: "login"}, "twin": connectors.Copy{Field: "shout"}}},
			})
			all := connectors.Need{Fields: []string{"login", "shout", "previous", "twin"}}
			made, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"id": int64(1), "login": "ada"}})
			if err != nil {
				t.Fatal(err)
			}
			now, err := e.Update(t.Context(), made.Key, all, always(connectors.Change{Set: connectors.Fields{"login": "lady"}}))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(connectors.Fields{"login": "lady", "shout": "NEW", "previous": "lady", "twin": "NEW"}, now.Fields); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
