package sql

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestTheConnectorBlockIsReadStrictly(t *testing.T) {
	cases := []struct {
		name, yaml string
		want       []string // line:column code
	}{
		{"all of it", "type: sql\ndialect: sqlite\ndsn: ':memory:'\ntimeout: 5s\npool: {max_open: 2, max_idle: 1, lifetime: 1m, connect: 1s}\n", nil},
		{"an unknown key", "type: sql\ndialect: sqlite\ndsn: ':memory:'\ntimout: 5s\n", []string{"4:1 sql/unknown-key"}},
		{"an unknown key of the pool", "type: sql\ndialect: sqlite\ndsn: ':memory:'\npool: {max: 5}\n", []string{"4:8 sql/unknown-key"}},
		{"a pool that is no mapping", "type: sql\ndialect: sqlite\ndsn: ':memory:'\npool: 5\n", []string{"4:7 sql/not-a-map"}},
		{"an unknown dialect", "type: sql\ndialect: postgre\ndsn: x\n", []string{"2:10 sql/value"}},
		{"nothing", "type: sql\n", []string{"1:1 sql/missing-key", "1:1 sql/missing-key"}},
		{"a dsn that puts values into statements", "type: sql\ndialect: postgres\ndsn: postgres://h/d?default_query_exec_mode=simple_protocol\n", []string{"3:6 sql/dsn"}},
		{"a negative pool and timeout", "type: sql\ndialect: sqlite\ndsn: x\npool: {max_open: 0}\ntimeout: -1s\n", []string{"4:18 sql/type", "5:10 sql/type"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			block, found := yamlx.Parse("hr.yaml", []byte(c.yaml))
			if found.HasErrors() {
				t.Fatal(found.Err())
			}
			conn, found := Open(t.Context(), block)
			if conn != nil {
				defer conn.Close()
			}
			if d := cmp.Diff(c.want, placed(found)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if (conn == nil) != found.HasErrors() {
				t.Errorf("connector %v with %v", conn, found)
			}
		})
	}
}

func placed(found diag.List) (out []string) {
	for _, f := range found.Sorted() {
		at := f.Pos.String()
		out = append(out, at[strings.IndexByte(at, ':')+1:]+" "+f.Code)
	}
	return out
}

func TestAFindingNeverShowsThePassword(t *testing.T) {
	block, _ := yamlx.Parse("hr.yaml", []byte("type: sql\ndialect: postgres\ndsn: postgres://hr:s3cret@h:x/d\n"))
	_, found := Open(t.Context(), block)
	if text := found.Err().Error(); strings.Contains(text, "s3cret") || !strings.Contains(text, "sql/dsn") {
		t.Errorf("got %s", text)
	}
}

// legacy is a schema with one of each thing that is worth a finding.
var legacy = []string{
	"CREATE TABLE people (id INTEGER PRIMARY KEY, login VARCHAR(20), boss VARCHAR(20), site_id INTEGER, shape POLYGON)",
	"CREATE TABLE sites (id INTEGER, name VARCHAR(20))",
	"CREATE TABLE nicknames (person INTEGER, nick VARCHAR(20))",
	"CREATE VIEW staff AS SELECT id, login FROM people",
}

func TestTheSchemaIsComparedWithTheSpec(t *testing.T) {
	person := func(change func(s *connectors.Spec)) connectors.Spec {
		s := connectors.Spec{Entity: "people", Fields: []string{"id", "login"}}
		change(&s)
		return s
	}
	nicks := func(change func(r *connectors.Relation)) connectors.Spec {
		return person(func(s *connectors.Spec) {
			r := connectors.Relation{Entity: "nicknames", By: map[string]string{"person": "id"}, Fields: []string{"nick"}, Identity: []string{"nick"}}
			change(&r)
			s.Relations = map[string]connectors.Relation{"nicks": r}
		})
	}
	cases := []struct {
		name     string
		spec     connectors.Spec
		code     string
		hint     string // a part of it
		severity diag.Severity
		at       string // what the finding is placed at
		only     string // the dialect that has it
	}{
		{name: "a table that is not there", spec: connectors.Spec{Entity: "peopel"}, code: "sql/unknown-table", hint: "people", at: "peopel"},
		{name: "a table that nobody can have", spec: connectors.Spec{Entity: `people"; --`}, code: "sql/identifier", at: `people"; --`},
		{name: "a column that is not there", spec: person(func(s *connectors.Spec) { s.Fields = []string{"logn"} }), code: "sql/unknown-field", hint: "login", at: "logn"},
		{name: "a key that is not there", spec: person(func(s *connectors.Spec) { s.Key = []string{"no"} }), code: "sql/unknown-field", at: "no"},
		{name: "a view without a key", spec: connectors.Spec{Entity: "staff"}, code: "sql/no-key", hint: "key:", at: "staff"},
		{name: "a key that may come twice", spec: person(func(s *connectors.Spec) { s.Key = []string{"login"} }), code: "sql/key-not-unique", severity: diag.Warning, at: "people"},
		{name: "a key that is given again", spec: person(func(*connectors.Spec) {}), code: "sql/reused-key", hint: "AUTOINCREMENT", severity: diag.Warning, at: "people", only: "sqlite"},
		{name: "a type without a value", spec: person(func(s *connectors.Spec) { s.Fields = []string{"shape"} }), code: "sql/odd-type", severity: diag.Warning, at: "shape"},
		{name: "a version that is not there", spec: person(func(s *connectors.Spec) { s.Version = "rev" }), code: "sql/unknown-field", at: "rev"},
		{name: "a join that may find several rows", spec: person(func(s *connectors.Spec) {
			s.Joins = []connectors.Join{{Alias: "site", Entity: "sites", On: map[string]string{"id": "site_id"}, Fields: []string{"name"}}}
		}), code: "sql/join-not-unique", at: "site"},
		{name: "a join of types that are never equal", spec: person(func(s *connectors.Spec) {
			s.Joins = []connectors.Join{{Alias: "boss", Entity: "people", On: map[string]string{"id": "boss"}, Fields: []string{"login"}}}
		}), code: "sql/type-mismatch", at: "id"},
		{name: "a condition that no database evaluates", spec: person(func(s *connectors.Spec) {
			s.Scope = connectors.Leaf{Field: "login", Op: connectors.Eq, Value: "x", Fold: fold.Full}
		}), code: "sql/predicate", at: ""},
		{name: "a condition on a value of another type", spec: person(func(s *connectors.Spec) {
			s.Gone = connectors.Leaf{Field: "site_id", Op: connectors.Eq, Value: "north"}
		}), code: "sql/predicate", at: "site_id"},
		{name: "a condition on a column that is not there", spec: person(func(s *connectors.Spec) {
			s.Protect = connectors.Not{Term: connectors.Leaf{Field: "amdin", Op: connectors.Pr}}
		}), code: "sql/unknown-field", at: "amdin"},
		{name: "a condition on a relation that is not there", spec: person(func(s *connectors.Spec) { s.Scope = connectors.Any{Relation: "cars"} }), code: "sql/unknown-relation", at: "cars"},
		{name: "an insert of more than one statement", spec: person(func(s *connectors.Spec) {
			s.Insert = map[string]connectors.Source{"login": connectors.Native("'x'; DROP TABLE people")}
		}), code: "sql/source", at: "login"},
		{name: "a constant of another type", spec: person(func(s *connectors.Spec) {
			s.Stamp.Update = map[string]connectors.Source{"site_id": connectors.Const{Value: "north"}}
		}), code: "sql/source", at: "site_id"},
		{name: "rows that nothing tells apart", spec: nicks(func(r *connectors.Relation) { r.Identity = nil }), code: "sql/no-row-key", at: "nicks"},
		{name: "a field of rows that is not there", spec: nicks(func(r *connectors.Relation) { r.Fields = []string{"nik"} }), code: "sql/unknown-field", hint: "nick", at: "nicks/nik"},
		{name: "memberships that may come twice", spec: nicks(func(r *connectors.Relation) { r.Large = true }), code: "sql/no-unique-membership", hint: "person, nick", severity: diag.Warning, at: "nicks"},
	}
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := &app{connector: dial(t, dialect, dsnOf(t, dialect), nil)}
			for _, ddl := range legacy {
				a.sql(t, ddl)
			}
			for _, c := range cases {
				if c.only != "" && c.only != dialect {
					continue
				}
				t.Run(c.name, func(t *testing.T) {
					c.spec.At = map[string]diag.Position{"": {File: "hr.yaml"}, c.at: {File: "hr.yaml", Line: 7, Col: 3}}
					e, found := a.Open(t.Context(), c.spec)
					if (e == nil) != found.HasErrors() {
						t.Errorf("entity %v with %v", e, found)
					}
					for _, f := range found {
						if f.Code == c.code && strings.Contains(f.Hint, c.hint) && f.Pos.Line == 7 && (f.Severity == diag.Warning) == (c.severity == diag.Warning) {
							return
						}
					}
					t.Errorf("no %s at %q among\n%v", c.code, c.at, found)
				})
			}
		})
	}
}

func TestADatabaseThatIsDownIsAFindingOfOpenAndUnavailableToPing(t *testing.T) {
	c := dial(t, "postgres", "postgres://127.0.0.1:1/none?sslmode=disable", nil)
	if err := c.Ping(t.Context()); connectors.KindOf(err) != connectors.Unavailable {
		t.Errorf("ping: %v", err)
	}
	_, found := c.Open(t.Context(), connectors.Spec{Entity: "people"})
	if len(found) != 1 || found[0].Code != "sql/unreachable" || found[0].Pos.String() != "test.yaml:1:37" {
		t.Errorf("open: %v", found)
	}
}
