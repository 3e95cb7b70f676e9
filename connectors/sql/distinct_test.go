package sql

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

func TestWhatTheDatabaseKeepsDistinct(t *testing.T) {
	deleted := connectors.And{connectors.Leaf{Field: "deleted", Op: connectors.Eq, Value: "1"}}
	folded := map[string]string{"sqlite": "login COLLATE NOCASE", "postgres": `lower(login COLLATE "C")`}
	cases := []struct {
		name     string
		ddl      func(dialect string) string
		gone     connectors.Predicate
		distinct fold.Kind
	}{
		{"nothing without an index", func(string) string { return "" }, nil, fold.Unset},
		{"nothing by an index that is not unique", func(string) string { return "CREATE INDEX i ON people (login)" }, nil, fold.Unset},
		{"what a unique index holds", func(string) string { return "CREATE UNIQUE INDEX i ON people (login)" }, nil, fold.None},
		{"whatever the letter case, where the index has none", func(d string) string { return "CREATE UNIQUE INDEX i ON people (" + folded[d] + ")" }, nil, fold.ASCII},
		{"nothing by an index on more than one column", func(string) string { return "CREATE UNIQUE INDEX i ON people (login, deleted)" }, nil, fold.Unset},
		{"nothing by an index on another expression", func(string) string { return "CREATE UNIQUE INDEX i ON people ((login || deleted))" }, nil, fold.Unset},
		{"all but what is gone", func(d string) string {
			return "CREATE UNIQUE INDEX i ON people (" + folded[d] + ") WHERE deleted IS DISTINCT FROM 1"
		}, deleted, fold.ASCII},
		{"nothing while an index leaves out what is not gone", func(string) string {
			return "CREATE UNIQUE INDEX i ON people (login) WHERE deleted IS DISTINCT FROM 1"
		}, nil, fold.Unset},
		{"nothing while an index leaves out what is gone otherwise", func(string) string {
			return "CREATE UNIQUE INDEX i ON people (login) WHERE deleted IS DISTINCT FROM 2"
		}, deleted, fold.Unset},
		{"nothing while an index leaves out the empty value", func(string) string {
			return "CREATE UNIQUE INDEX i ON people (login) WHERE deleted <> 1"
		}, deleted, fold.Unset},
		{"nothing while an index holds the present alone", func(string) string {
			return "CREATE UNIQUE INDEX i ON people (login) WHERE deleted = 0"
		}, deleted, fold.Unset},
	}
	for _, dialect := range []string{"sqlite", "postgres"} {
		for _, c := range cases {
			t.Run(dialect+": "+c.name, func(t *testing.T) {
				a := newApp(t, dialect, dsnOf(t, dialect), nil)
				a.sql(t, "CREATE TABLE people (no INTEGER PRIMARY KEY, login VARCHAR(50), deleted INTEGER)")
				if ddl := c.ddl(dialect); ddl != "" {
					a.sql(t, ddl)
				}
				e := a.mustOpen(t, connectors.Spec{Entity: "people", Fields: []string{"login", "deleted"}, Gone: c.gone})
				if got := e.Shape().Fields["login"].Distinct; got != c.distinct {
					t.Errorf("got %q, want %q", got, c.distinct)
				}
			})
		}
	}
}

func TestAConstraintThatDoesNotRefuseKeepsNothingDistinct(t *testing.T) {
	for name, ddl := range map[string]string{
		"it replaces":       "CREATE TABLE people (no INTEGER PRIMARY KEY, login TEXT UNIQUE ON CONFLICT REPLACE)",
		"it drops":          "CREATE TABLE people (no INTEGER PRIMARY KEY, login TEXT UNIQUE on conflict ignore)",
		"a trigger renames": "CREATE TABLE people (no INTEGER PRIMARY KEY, login TEXT UNIQUE); CREATE TRIGGER t AFTER INSERT ON people BEGIN UPDATE people SET login = lower(login) WHERE no = new.no; END",
	} {
		t.Run(name, func(t *testing.T) {
			a := newApp(t, "sqlite", dsnOf(t, "sqlite"), nil)
			a.sql(t, ddl)
			e := a.mustOpen(t, connectors.Spec{Entity: "people", Fields: []string{"login"}})
			if got := e.Shape().Fields["login"].Distinct; got != fold.Unset {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestMariaDBKeepsDistinctWhatTheCollationTakesForEqual(t *testing.T) {
	for collation, want := range map[string]fold.Kind{"utf8mb4_general_ci": fold.ASCII, "utf8mb4_nopad_bin": fold.None} {
		a := newApp(t, "mysql", dsnOf(t, "mysql"), nil)
		a.sql(t, "CREATE TABLE people (no INTEGER PRIMARY KEY, login VARCHAR(50) COLLATE "+collation+" UNIQUE)")
		e := a.mustOpen(t, connectors.Spec{Entity: "people", Fields: []string{"login"}})
		if got := e.Shape().Fields["login"].Distinct; got != want {
			t.Errorf("%s: got %q, want %q", collation, got, want)
		}
	}
}
