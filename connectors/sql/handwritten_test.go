package sql

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// written opens people, a table of a real database, with these entities.
func written(t *testing.T, dialect, more string, s connectors.Spec, ddl ...string) (*app, connectors.Entity) {
	t.Helper()
	dsn := dsnOf(t, dialect)
	a := &app{connector: dial(t, dialect, dsn, nil)}
	for _, text := range ddl {
		a.sql(t, text)
	}
	node, found := yamlx.Parse("test.yaml", []byte(fmt.Sprintf("type: sql\ndialect: %s\ndsn: %q\n%s", dialect, dsn, more)))
	c, findings := open(node, nil)
	if found.Add(findings...); found.HasErrors() {
		t.Fatal(found.Err())
	}
	t.Cleanup(func() { _ = c.Close() })
	e, findings := c.Open(t.Context(), s)
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	return a, e
}

var everywhere = []string{"sqlite", "postgres", "mysql"}

const people = "CREATE TABLE people (id INTEGER PRIMARY KEY, login VARCHAR(20) NOT NULL UNIQUE, status CHAR(1) NOT NULL, motto VARCHAR(40))"

func seeded(more ...string) []string {
	return append([]string{people, "INSERT INTO people (id, login, status) VALUES (1, 'ada', 'A'), (2, 'bob', 'L')"}, more...)
}

func TestAStatementThatTouchesNothingIsAFailedPrecondition(t *testing.T) {
	const entities = `
entities:
  people:
    update: {sql: "UPDATE people SET login = :login WHERE id = :id AND status = 'A'"}
    delete: {sql: "UPDATE people SET motto = 'wants to leave' WHERE id = :id"}
`
	for _, dialect := range everywhere {
		t.Run(dialect, func(t *testing.T) {
			a, e := written(t, dialect, entities, connectors.Spec{Entity: "people", Fields: []string{"login", "status"}}, seeded()...)
			before := a.rows(t, "people")
			set := connectors.Change{Set: connectors.Fields{"login": "x"}}
			if _, err := e.Update(t.Context(), "2", connectors.Need{}, always(set)); connectors.KindOf(err) != connectors.Precondition {
				t.Errorf("an update of nobody: %v", err)
			}
			// A DELETE that leaves the record there is none, and what it did instead is taken back.
			if err := e.Delete(t.Context(), "1", connectors.Need{}, always(connectors.Change{})); connectors.KindOf(err) != connectors.Precondition {
				t.Errorf("a delete that deletes nobody: %v", err)
			}
			if d := cmp.Diff(before, a.rows(t, "people")); d != "" {
				t.Errorf("something was written:\n%s", d)
			}
			got, err := e.Update(t.Context(), "1", connectors.Need{Fields: []string{"login"}}, always(set))
			if err != nil || got.Fields["login"] != "x" {
				t.Errorf("an update of somebody: %v, %v", got, err)
			}
			_, err = e.Update(t.Context(), "1", connectors.Need{}, always(connectors.Change{Set: connectors.Fields{"status": "L"}}))
			if connectors.KindOf(err) != connectors.Invalid {
				t.Errorf("a field that no statement sets: %v", err)
			}
			if f := e.Shape().Fields["status"]; !f.Once || f.ReadOnly {
				t.Errorf("its shape is %+v", f)
			}
		})
	}
}

func TestAParameterThatIsNoColumnIsOnlyWritten(t *testing.T) {
	const entities = `
entities:
  people:
    create: {sql: "INSERT INTO people (id, login, status, motto) VALUES (:id, :login, 'A', LOWER(:saying))"}
`
	s := connectors.Spec{Entity: "people", Fields: []string{"id", "login", "saying", "status", "motto"},
		Insert: map[string]connectors.Source{"id": connectors.Native("40 + 2"), "status": connectors.Const{Value: "L"}}}
	for _, dialect := range everywhere {
		t.Run(dialect, func(t *testing.T) {
			a, e := written(t, dialect, entities, s, people)
			if f := e.Shape().Fields["saying"]; !f.WriteOnly || !f.Once {
				t.Errorf("its shape is %+v", f)
			}
			hostile := `'); DROP TABLE people; -- :login $1 ? %s`
			made, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ada", "saying": hostile}})
			if err != nil || made.Key != "42" {
				t.Fatal(made, err)
			}
			// What the statement does not take is written behind it: the statement says A.
			want := []connectors.Fields{{"id": int64(42), "login": "ada", "status": "L", "motto": strings.ToLower(hostile)}}
			if d := cmp.Diff(want, a.rows(t, "people")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			_, err = e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ADA", "saying": "x", "id": int64(42)}})
			if connectors.KindOf(err) != connectors.Conflict {
				t.Errorf("a key that is taken: %v", err)
			}
		})
	}
}

func TestTheErrorsOfProceduresMeanWhatTheBlockSays(t *testing.T) {
	refuse := map[string][]string{
		"sqlite": {"CREATE TRIGGER refuse BEFORE UPDATE ON people WHEN new.login = 'root' BEGIN SELECT RAISE(ABORT, 'no'); END"},
		"postgres": {"CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN IF new.login = 'root' THEN RAISE EXCEPTION 'no' USING ERRCODE = 'HR001'; END IF; RETURN new; END $$",
			"CREATE TRIGGER refuse BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION refuse()"},
		"mysql": {"CREATE TRIGGER refuse BEFORE UPDATE ON people FOR EACH ROW BEGIN IF new.login = 'root' THEN SIGNAL SQLSTATE 'HR001' SET MESSAGE_TEXT = 'no'; END IF; END"},
	}
	codes := map[string]string{"sqlite": "1811", "postgres": "HR001", "mysql": "HR001"}
	for _, dialect := range everywhere {
		t.Run(dialect, func(t *testing.T) {
			block := fmt.Sprintf("errors: [{code: '99999', kind: denied}, {code: %q, kind: conflict, field: login}]\n", codes[dialect])
			_, e := written(t, dialect, block, connectors.Spec{Entity: "people", Fields: []string{"login"}}, seeded(refuse[dialect]...)...)
			_, err := e.Update(t.Context(), "1", connectors.Need{}, always(connectors.Change{Set: connectors.Fields{"login": "root"}}))
			known, ok := err.(*connectors.Error)
			if !ok || known.Kind != connectors.Conflict || known.Field != "login" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestANewKeyIsAnswered(t *testing.T) {
	insert := "INSERT INTO people (id, login, status) VALUES (%s, %s, 'A')"
	for _, c := range []struct {
		name, dialect, sql string
		ddl                []string
	}{
		{"by RETURNING", "sqlite", fmt.Sprintf(insert, "7", ":login") + " RETURNING id", nil},
		{"by RETURNING", "mysql", fmt.Sprintf(insert, "7", ":login") + " RETURNING id", nil},
		{"as the result of a function", "postgres", "SELECT hire(:login)", []string{
			"CREATE FUNCTION hire(l TEXT) RETURNS INTEGER LANGUAGE sql AS $$ " + fmt.Sprintf(insert, "7", "l") + " RETURNING id $$"}},
		{"as an OUT parameter", "postgres", "CALL hire(:login, NULL)", []string{
			"CREATE PROCEDURE hire(l TEXT, INOUT n INTEGER) LANGUAGE sql AS $$ " + fmt.Sprintf(insert, "7", "l") + " RETURNING id $$"}},
		{"as the result set of a procedure", "mysql", "CALL hire(:login)", []string{
			"CREATE PROCEDURE hire(l VARCHAR(20)) BEGIN " + fmt.Sprintf(insert, "7", "l") + "; SELECT id FROM people WHERE login = l; END"}},
	} {
		t.Run(c.dialect+" "+c.name, func(t *testing.T) {
			a, e := written(t, c.dialect, fmt.Sprintf("entities: {people: {create: {sql: %q, key: id}}}\n", c.sql),
				connectors.Spec{Entity: "people", Fields: []string{"login"}}, append([]string{people}, c.ddl...)...)
			made, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ada"}})
			if err != nil || made.Key != "7" {
				t.Errorf("got %v, %v", made, err)
			}
			if rows := a.rows(t, "people"); len(rows) != 1 || rows[0]["login"] != "ada" {
				t.Errorf("the table holds %v", rows)
			}
			if _, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ada"}}); connectors.KindOf(err) != connectors.Conflict {
				t.Errorf("a key that is taken: %v", err)
			}
		})
	}
}

// A statement that takes lists is sent once for all rows that agree in the rest.
func TestAStatementTakesListsOfRows(t *testing.T) {
	const members = "CREATE TABLE members (team VARCHAR(9), person INTEGER, since VARCHAR(10), PRIMARY KEY (team, person))"
	insert := map[string]string{
		"sqlite":   "INSERT INTO members SELECT :team, value, :since FROM json_each(:person)",
		"postgres": "INSERT INTO members SELECT :team, p::integer, :since FROM json_array_elements_text(:person) AS p",
		"mysql":    "INSERT INTO members SELECT :team, p.no, :since FROM JSON_TABLE(:person, '$[*]' COLUMNS (no INTEGER PATH '$')) AS p",
	}
	among := map[string]string{
		"sqlite":   "SELECT value FROM json_each(:person)",
		"postgres": "SELECT p::integer FROM json_array_elements_text(:person) AS p",
		"mysql":    "SELECT p.no FROM JSON_TABLE(:person, '$[*]' COLUMNS (no INTEGER PATH '$')) AS p",
	}
	spec := connectors.Spec{Entity: "teams", Fields: []string{"code"}, Relations: map[string]connectors.Relation{"members": {
		Entity: "members", By: map[string]string{"team": "code"}, Fields: []string{"person", "since"}, Identity: []string{"person"}, Large: true,
	}}}
	for _, dialect := range everywhere {
		t.Run(dialect, func(t *testing.T) {
			entities := fmt.Sprintf("entities: {members: {create: {sql: %q, lists: person}, delete: {sql: %q, lists: person}}}\n",
				insert[dialect], "DELETE FROM members WHERE team = :team AND person IN ("+among[dialect]+")")
			a, e := written(t, dialect, entities, spec, "CREATE TABLE teams (code VARCHAR(9) PRIMARY KEY)", members,
				"INSERT INTO teams VALUES ('x')", "INSERT INTO members VALUES ('x', 1, 'ever'), ('y', 1, 'ever')")
			change := func(rc connectors.RowChange) {
				t.Helper()
				c := connectors.Change{Rows: map[string]connectors.RowChange{"members": rc}}
				if _, err := e.Update(t.Context(), "x", connectors.Need{}, always(c)); err != nil {
					t.Fatal(err)
				}
			}
			person := func(no int64, since string) connectors.Fields {
				return connectors.Fields{"person": no, "since": since}
			}
			want := func(want ...string) {
				t.Helper()
				var got []string
				for _, r := range a.rows(t, "members") {
					got = append(got, fmt.Sprint(r["team"], r["person"], " ", r["since"]))
				}
				slices.Sort(got)
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
			}
			change(connectors.RowChange{Add: []connectors.Fields{person(1, "now"), person(2, "now"), person(3, "soon"), person(4, "now")}})
			want("x1 ever", "x2 now", "x3 soon", "x4 now", "y1 ever")
			change(connectors.RowChange{Remove: []connectors.Fields{{"person": int64(1)}, {"person": int64(9)}, {"person": int64(4)}}})
			want("x2 now", "x3 soon", "y1 ever")
			change(connectors.RowChange{Replace: true, Add: []connectors.Fields{person(5, "now")}})
			want("x5 now", "y1 ever")
		})
	}
}
