package sql

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// TestAKeyThatIsNeverGivenTwiceIsAnnouncedBeforeTheCommit looks at the table through another connection meanwhile.
func TestAKeyThatIsNeverGivenTwiceIsAnnouncedBeforeTheCommit(t *testing.T) {
	cases := []struct {
		name, dialect string
		ddl           []string
		alone         bool // the record comes without rows
		announced     bool
	}{
		{"counted by SQLite", "sqlite", []string{"CREATE TABLE people (no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT)"}, false, true},
		{"that SQLite gives again", "sqlite", []string{"CREATE TABLE people (no INTEGER PRIMARY KEY, login TEXT)"}, false, false},
		{"counted by PostgreSQL", "postgres", []string{"CREATE TABLE people (no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, login TEXT)"}, false, true},
		{"counted by a sequence", "postgres", []string{"CREATE SEQUENCE numbers", "CREATE TABLE people (no INTEGER DEFAULT nextval('numbers') PRIMARY KEY, login TEXT)"}, false, true},
		{"counted by MariaDB", "mysql", []string{"CREATE TABLE people (no INTEGER AUTO_INCREMENT PRIMARY KEY, login TEXT)"}, false, true},
		{"that a client chooses", "mysql", []string{"CREATE TABLE people (login VARCHAR(20) PRIMARY KEY)"}, false, false},
		{"beside a trigger", "sqlite", []string{
			"CREATE TABLE people (no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT)",
			"CREATE TRIGGER t AFTER INSERT ON people BEGIN UPDATE people SET login = 'x' WHERE no = new.no; END",
		}, false, false},
		{"whose INSERT is the commit", "postgres", []string{"CREATE TABLE people (no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, login TEXT)"}, true, false},
		{"that MariaDB is asked for in a transaction", "mysql", []string{"CREATE TABLE people (no INTEGER AUTO_INCREMENT PRIMARY KEY, login TEXT)"}, true, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := newApp(t, c.dialect, dsnOf(t, c.dialect), nil)
			for _, statement := range append(c.ddl, "CREATE TABLE phones (person VARCHAR(20), number VARCHAR(20), PRIMARY KEY (person, number))") {
				a.sql(t, statement)
			}
			e := a.mustOpen(t, connectors.Spec{Entity: "people", Fields: []string{"login"}, Relations: map[string]connectors.Relation{
				"phones": {Entity: "phones", By: map[string]string{"person": "login"}, Fields: []string{"number"}, Identity: []string{"number"}},
			}})
			var announced []connectors.Key
			change := connectors.Change{Set: connectors.Fields{"login": "ada"}, Announce: func(k connectors.Key) {
				announced = append(announced, k)
				if rows := a.rows(t, "people"); len(rows) > 0 {
					t.Errorf("%v is there before", rows)
				}
			}}
			if !c.alone {
				change.Rows = map[string]connectors.RowChange{"phones": {Add: []connectors.Fields{{"number": "1"}}}}
			}
			made, err := e.Create(t.Context(), change)
			if err != nil {
				t.Fatal(err)
			}
			if c.announced != (len(announced) == 1 && announced[0] == made.Key) || !c.announced && len(announced) > 0 {
				t.Errorf("%q were announced for %q", announced, made.Key)
			}
		})
	}
}
