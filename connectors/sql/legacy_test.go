package sql

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// madeKeys are the ways in which legacy databases come to a key. The second of two records is to get the key second.
var madeKeys = map[string][]struct {
	name   string
	ddl    []string
	key    string // columns of staff; empty: its primary key
	insert map[string]connectors.Source
	second connectors.Key
}{
	"postgres": {
		{"a sequence as default", []string{"CREATE SEQUENCE staff_seq START 100", "CREATE TABLE staff (no integer PRIMARY KEY DEFAULT nextval('staff_seq'), login varchar(20))"}, "", nil, "101"},
		{"serial", []string{"CREATE TABLE staff (no serial PRIMARY KEY, login varchar(20))"}, "", nil, "2"},
		{"an identity that is always generated", []string{"CREATE TABLE staff (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, login varchar(20))"}, "", nil, "2"},
		{"a sequence that the application asks itself", []string{"CREATE SEQUENCE staff_seq", "CREATE TABLE staff (no integer PRIMARY KEY, login varchar(20))"}, "",
			map[string]connectors.Source{"no": connectors.Native("nextval('staff_seq') * 10")}, "20"},
		{"a trigger before", []string{"CREATE SEQUENCE staff_seq", "CREATE TABLE staff (no text PRIMARY KEY, login varchar(20))",
			"CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.no := 'P-' || nextval('staff_seq'); RETURN NEW; END $$",
			"CREATE TRIGGER number BEFORE INSERT ON staff FOR EACH ROW EXECUTE FUNCTION number()"}, "", nil, "P-2"},
		{"a uuid", []string{"CREATE TABLE staff (no uuid PRIMARY KEY DEFAULT gen_random_uuid(), login varchar(20))"}, "", nil, ""},
		{"padded text", []string{"CREATE TABLE staff (no char(8) PRIMARY KEY, login varchar(20))"}, "",
			map[string]connectors.Source{"no": connectors.Expr(func(e connectors.Env) (connectors.Value, error) { return fmt.Sprint("c", e.Set["login"]), nil })}, "cb"},
	},
	"sqlite": {
		{"a row number", []string{"CREATE TABLE staff (no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT)"}, "", nil, "2"},
		{"a trigger behind", []string{"CREATE TABLE staff (no TEXT UNIQUE, login TEXT)",
			"CREATE TRIGGER number AFTER INSERT ON staff BEGIN UPDATE staff SET no = 'P-' || NEW.rowid WHERE rowid = NEW.rowid; END"}, "no", nil, "P-2"},
		{"an expression of the database's", []string{"CREATE TABLE staff (no INTEGER PRIMARY KEY, login TEXT) WITHOUT ROWID",
			"CREATE TABLE log (what TEXT)", "CREATE TRIGGER noted AFTER INSERT ON staff BEGIN INSERT INTO log VALUES (NEW.login); END"}, "",
			map[string]connectors.Source{"no": connectors.Native("(SELECT 10 + 10 * count(*) FROM staff)")}, "20"},
	},
	"mysql": {
		{"auto_increment", []string{"CREATE TABLE staff (no integer AUTO_INCREMENT PRIMARY KEY, login varchar(20))"}, "", nil, "2"},
		{"a sequence that the application asks itself", []string{"CREATE SEQUENCE staff_seq START WITH 50 INCREMENT BY 5", "CREATE TABLE staff (no integer PRIMARY KEY, login varchar(20))"}, "",
			map[string]connectors.Source{"no": connectors.Native("nextval(staff_seq)")}, "55"},
		{"padded text", []string{"CREATE TABLE staff (no char(8) PRIMARY KEY, login varchar(20))"}, "",
			map[string]connectors.Source{"no": connectors.Expr(func(e connectors.Env) (connectors.Value, error) { return fmt.Sprint("c", e.Set["login"]), nil })}, "cb"},
	},
}

func TestANewRecordIsFoundByTheKeyHoweverItWasMade(t *testing.T) {
	for dialect, ways := range madeKeys {
		for _, way := range ways {
			t.Run(dialect+"/"+way.name, func(t *testing.T) {
				a := &app{connector: dial(t, dialect, dsnOf(t, dialect), nil)}
				for _, ddl := range way.ddl {
					a.sql(t, ddl)
				}
				a.sql(t, "CREATE TABLE notes (no varchar(40), note varchar(20))")
				spec := connectors.Spec{Entity: "staff", Fields: []string{"login"}, Insert: way.insert, Brings: []connectors.Bring{
					{Entity: "notes", Set: map[string]connectors.Source{"note": connectors.Copy{Field: "login"}}},
				}}
				if way.key != "" {
					spec.Key = []string{way.key}
				}
				e := a.mustOpen(t, spec)
				for _, login := range []string{"a", "b"} {
					r, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": login}})
					if err != nil {
						t.Fatal(err)
					}
					got, err := e.Get(t.Context(), []connectors.Key{r.Key}, connectors.Need{Fields: []string{"login"}})
					if err != nil || got[r.Key].Fields["login"] != login {
						t.Errorf("by the key %q there is %v: %v", r.Key, got, err)
					}
					if login == "b" && way.second != "" && r.Key != way.second {
						t.Errorf("the second got the key %q, want %q", r.Key, way.second)
					}
				}
				if n := len(a.rows(t, "notes")); n != 2 {
					t.Errorf("%d rows came along", n)
				}
			})
		}
	}
}

func TestAVersionThatATriggerCountsIsWhatACreateAnswers(t *testing.T) {
	triggers := map[string][]string{
		"sqlite": {"CREATE TABLE staff (no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT, v INTEGER DEFAULT 0)",
			"CREATE TRIGGER made AFTER INSERT ON staff BEGIN UPDATE staff SET v = 7 WHERE no = NEW.no; END",
			"CREATE TRIGGER changed AFTER UPDATE OF login ON staff BEGIN UPDATE staff SET v = v + 1 WHERE no = NEW.no; END"},
		"postgres": {"CREATE TABLE staff (no serial PRIMARY KEY, login text, v integer DEFAULT 0)",
			"CREATE FUNCTION made() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE staff SET v = 7 WHERE no = NEW.no; RETURN NULL; END $$",
			"CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := NEW.v + 1; RETURN NEW; END $$",
			"CREATE TRIGGER made AFTER INSERT ON staff FOR EACH ROW EXECUTE FUNCTION made()",
			"CREATE TRIGGER changed BEFORE UPDATE OF login ON staff FOR EACH ROW EXECUTE FUNCTION changed()"},
		"mysql": {"CREATE TABLE staff (no integer AUTO_INCREMENT PRIMARY KEY, login varchar(20), v integer DEFAULT 0)",
			"CREATE TRIGGER made BEFORE INSERT ON staff FOR EACH ROW SET NEW.v = 7",
			"CREATE TRIGGER changed BEFORE UPDATE ON staff FOR EACH ROW SET NEW.v = OLD.v + 1"},
	}
	onEach(t, func(t *testing.T, a *app) {
		for _, ddl := range triggers[a.d.Name()] {
			a.sql(t, ddl)
		}
		e := a.mustOpen(t, connectors.Spec{Entity: "staff", Fields: []string{"login"}, Version: "v"})
		r, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "a"}})
		if err != nil || r.Version != "7" {
			t.Errorf("created with version %s: %v", r.Version, err)
		}
		r, err = e.Update(t.Context(), r.Key, connectors.Need{}, func(cur connectors.Record) (connectors.Change, error) {
			if cur.Version != "7" {
				t.Errorf("the edit sees version %s", cur.Version)
			}
			return connectors.Change{Set: connectors.Fields{"login": "b"}}, nil
		})
		if err != nil || r.Version != "8" {
			t.Errorf("updated to version %s: %v", r.Version, err)
		}
	})
}

func TestNamesOfEveryKindAreQuoted(t *testing.T) {
	onEach(t, func(t *testing.T, a *app) {
		schema := map[string]string{"sqlite": "main.", "postgres": "Hr Data."}[a.d.Name()]
		number := map[string]string{"sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT", "postgres": "serial PRIMARY KEY", "mysql": "integer AUTO_INCREMENT PRIMARY KEY"}[a.d.Name()]
		if a.d.Name() == "postgres" {
			a.sql(t, `CREATE SCHEMA "Hr Data"`)
		}
		create := func(table, columns string) {
			if a.d.Name() == "mysql" {
				columns = strings.ReplaceAll(columns, `"`, "`")
			}
			a.sql(t, "CREATE TABLE "+a.d.Quote(strings.Split(schema+table, ".")...)+" ("+columns+")")
		}
		create("Größe", `"Emp No" `+number+`, "select" varchar(20) UNIQUE, "Straße" varchar(20), "MixedCase" varchar(20), "from" varchar(20)`)
		create("order", `"Emp No" integer, "group" varchar(20), "where" varchar(20), PRIMARY KEY ("Emp No", "group")`)
		create("values", `"from" varchar(20) PRIMARY KEY, "Name-1" varchar(20)`)
		a.sql(t, "INSERT INTO "+a.d.Quote(strings.Split(schema+"values", ".")...)+" VALUES ('r', 'Research')")
		e := a.mustOpen(t, connectors.Spec{
			Entity: schema + "Größe", Fields: []string{"select", "Straße", "MixedCase"},
			Joins: []connectors.Join{{Alias: "desk", Entity: schema + "values", On: map[string]string{"from": "from"}, Fields: []string{"Name-1"}, Lookup: true}},
			Scope: connectors.Leaf{Field: "MixedCase", Op: connectors.Ne, Value: "hidden"},
			Relations: map[string]connectors.Relation{"Rows": {
				Entity: schema + "order", By: map[string]string{"Emp No": "Emp No"}, Fields: []string{"group"}, Identity: []string{"group"},
				Where: connectors.Leaf{Field: "where", Op: connectors.Eq, Value: "here"},
			}},
			Insert: map[string]connectors.Source{"MixedCase": connectors.Copy{Field: "select"}},
		})
		rows := func(rc connectors.RowChange) map[string]connectors.RowChange {
			return map[string]connectors.RowChange{"Rows": rc}
		}
		r, err := e.Create(t.Context(), connectors.Change{
			Set: connectors.Fields{"select": "ada", "Straße": "Überweg", "desk.Name-1": "Research"}, Rows: rows(connectors.RowChange{Add: []connectors.Fields{{"group": "a"}, {"group": "b"}}}),
		})
		if err != nil {
			t.Fatal(err)
		}
		need := connectors.Need{Fields: []string{"select", "Straße", "MixedCase", "desk.Name-1"}, Rows: map[string][]string{"Rows": {"group"}}}
		after, err := e.Update(t.Context(), r.Key, need, func(connectors.Record) (connectors.Change, error) {
			return connectors.Change{Set: connectors.Fields{"Straße": "x"}, Rows: rows(connectors.RowChange{Remove: []connectors.Fields{{"group": "a"}}})}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := connectors.Fields{"select": "ada", "Straße": "x", "MixedCase": "ada", "desk.Name-1": "Research"}
		if d := cmp.Diff(want, after.Fields); d != "" || len(after.Rows["Rows"]) != 1 {
			t.Errorf("with rows %v (-want +got):\n%s", after.Rows, d)
		}
		where := connectors.And{
			connectors.Leaf{Field: "Straße", Op: connectors.Eq, Value: "x"}, connectors.Leaf{Field: "desk.Name-1", Op: connectors.Sw, Value: "Re"},
			connectors.Any{Relation: "Rows", Where: connectors.Leaf{Field: "group", Op: connectors.Eq, Value: "b"}},
		}
		page, err := e.List(t.Context(), connectors.Query{Where: where, Need: need, Limit: 10, Total: true, Order: []connectors.Order{{Field: "MixedCase"}}})
		if err != nil || page.Total != 1 || len(page.Records) != 1 {
			t.Errorf("the list has %v: %v", page, err)
		}
		_, err = e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"select": "ada"}})
		if known, ok := err.(*connectors.Error); !ok || known.Kind != connectors.Conflict || known.Field != "select" {
			t.Errorf("a second one is %v", err)
		}
		if err := e.Delete(t.Context(), r.Key, connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil }); err != nil {
			t.Error(err)
		}
	})
}
