package sql

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
)

func phoneUpdate(key connectors.Key, number string) connectors.Change {
	return connectors.Change{Rows: map[string]connectors.RowChange{"phones": {Update: []connectors.Row{{Key: key, Fields: connectors.Fields{"number": number}}}}}}
}

func TestAnUpdateThatDeadlocksRunsAgain(t *testing.T) {
	a := newApp(t, "postgres", testenv.Postgres(t), connectortest.Tables())
	e := a.mustOpen(t, connectortest.People())
	other, err := a.db.Pool().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	send := func(text string) {
		if _, err := other.ExecContext(context.Background(), text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	runs, done := 0, make(chan bool)
	_, err = e.Update(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		if runs++; runs == 1 {
			send("SET deadlock_timeout = '20s'") // so that the other side is the one to give way
			send("BEGIN")
			send("UPDATE phones SET note = 'other' WHERE phone_no = 1")
			go func() {
				defer close(done)
				send("UPDATE employees SET nick = 'other' WHERE emp_no = 1")
				send("COMMIT")
			}()
			a.waitForLock(t)
		}
		return phoneUpdate("1", "+9"), nil
	})
	<-done
	if err != nil || runs < 2 {
		t.Errorf("%d runs, then %v", runs, err)
	}
	for _, row := range a.rows(t, "phones") {
		if row["phone_no"] == int64(1) && (row["number"] != "+9" || row["note"] != "other") {
			t.Errorf("the phone is %v", row)
		}
	}
}

// waitForLock returns when somebody waits for a lock.
func (a *app) waitForLock(t *testing.T) {
	for waiting := 0; waiting == 0; {
		err := a.db.Pool().QueryRowContext(t.Context(), "SELECT count(*) FROM pg_locks WHERE NOT granted").Scan(&waiting)
		if err != nil {
			t.Error(err)
			return
		}
	}
}

func TestAnUpdateThatWaitsTooLongIsUnavailable(t *testing.T) {
	dsn := testenv.Postgres(t)
	a := newApp(t, "postgres", dsn, connectortest.Tables())
	impatient := dial(t, "postgres", dsn+"&statement_timeout=100", nil)
	e, found := impatient.Open(t.Context(), connectortest.People())
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	tx, err := a.db.Pool().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE employees SET nick = 'other' WHERE emp_no = 1"); err != nil {
		t.Fatal(err)
	}
	_, err = e.Update(t.Context(), "1", connectors.Need{}, always(phoneUpdate("1", "+9")))
	if !errors.Is(err, connectors.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestAConnectionLostDuringAnUpdateIsUnavailableAndNothingIsWritten(t *testing.T) {
	a := newApp(t, "postgres", testenv.Postgres(t), connectortest.Tables())
	e := a.mustOpen(t, connectortest.People())
	before := fmt.Sprint(a.rows(t, "phones"))
	_, err := e.Update(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		a.sql(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		return phoneUpdate("1", "+9"), nil
	})
	if !errors.Is(err, connectors.Unavailable) {
		t.Errorf("got %v", err)
	}
	if after := fmt.Sprint(a.rows(t, "phones")); after != before {
		t.Errorf("phones are %s, were %s", after, before)
	}
}

func TestAConflictNamesTheFieldOfAnIndexOnAnExpression(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := newApp(t, dialect, dsnOf(t, dialect), connectortest.Tables())
			if dialect == "mysql" { // MariaDB has no other
				a.sql(t, "ALTER TABLE employees MODIFY login VARCHAR(64) COLLATE utf8mb4_bin NOT NULL, ADD folded_nick VARCHAR(64) AS (lower(nick)), ADD UNIQUE INDEX one_nick (folded_nick)")
			} else {
				a.sql(t, "CREATE UNIQUE INDEX one_nick ON employees (lower(nick))")
			}
			e := a.mustOpen(t, connectortest.People())
			_, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ADA"}}) // its nick is copied
			known, ok := errors.AsType[*connectors.Error](err)
			if !ok || known.Kind != connectors.Conflict || known.Field != "nick" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAConflictOfARowNamesItsField(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := newApp(t, dialect, dsnOf(t, dialect), connectortest.Tables())
			a.sql(t, "CREATE UNIQUE INDEX one_number ON phones (number"+map[string]string{"mysql": "(20)"}[dialect]+")")
			e := a.mustOpen(t, connectortest.People())
			_, err := e.Update(t.Context(), "1", connectors.Need{}, always(phoneUpdate("1", "+353 1")))
			known, ok := errors.AsType[*connectors.Error](err)
			if !ok || known.Kind != connectors.Conflict || known.Field != "phones/number" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatATriggerWritesIsInTheAnswer(t *testing.T) {
	triggers := map[string][]string{
		"sqlite": {"CREATE TRIGGER shout AFTER UPDATE OF first_name ON employees BEGIN UPDATE employees SET job_title = upper(new.first_name) WHERE emp_no = new.emp_no; END"},
		"postgres": {
			`CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE employees SET job_title = upper(new.first_name) WHERE emp_no = new.emp_no; RETURN NULL; END $$`,
			"CREATE TRIGGER shout AFTER UPDATE OF first_name ON employees FOR EACH ROW EXECUTE FUNCTION shout()",
		},
		"mysql": {"CREATE TRIGGER shout BEFORE UPDATE ON employees FOR EACH ROW SET NEW.job_title = upper(NEW.first_name)"},
	}
	for dialect, ddl := range triggers {
		t.Run(dialect, func(t *testing.T) {
			a := newApp(t, dialect, dsnOf(t, dialect), connectortest.Tables())
			for _, text := range ddl {
				a.sql(t, text)
			}
			e := a.mustOpen(t, connectortest.People())
			got, err := e.Update(t.Context(), "1", connectors.Need{Fields: []string{"job_title"}}, always(connectors.Change{Set: connectors.Fields{"first_name": "Augusta"}}))
			if err != nil || got.Fields["job_title"] != "AUGUSTA" {
				t.Errorf("got %v, %v", got.Fields, err)
			}
		})
	}
}

func TestOneMemberCostsTheSameWhateverTheSizeOfTheGroup(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			dsn := dsnOf(t, dialect)
			crowded(t, dialect, dsn)
			var seen []string
			e := (&app{connector: dial(t, dialect, dsn, func(text string) { seen = append(seen, text) })}).mustOpen(t, connectortest.Roles())
			change := always(connectors.Change{Rows: map[string]connectors.RowChange{"members": {
				Add: []connectors.Fields{{"emp_no": int64(2)}}, Remove: []connectors.Fields{{"emp_no": int64(1)}}}}})
			var sent [][]string
			for _, role := range []connectors.Key{"2", "3"} { // all people, and nobody
				seen = nil
				if _, err := e.Update(t.Context(), role, connectors.Need{}, change); err != nil {
					t.Fatal(err)
				}
				sent = append(sent, seen)
			}
			if fmt.Sprint(sent[0]) != fmt.Sprint(sent[1]) || len(sent[0]) != 3 {
				t.Errorf("sent %q and %q", sent[0], sent[1])
			}
		})
	}
}
