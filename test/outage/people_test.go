package outage

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/test/served"
)

// people is a table whose key is the login: it changes with the name, and comes again with the next of that name.
type people struct{ db *sqldb.DB }

const peopleFile = `
app: people
connector: {type: sql, dialect: sqlite}
resources:
  User:
    entity: people
    key: login
    match: userName
    attributes: {userName: login, title: title}
`

func newPeople(t *testing.T) (people, settings) {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "people.db")
	p := people{served.Database(t, "sqlite", dsn, "CREATE TABLE people (login TEXT COLLATE NOCASE PRIMARY KEY, title TEXT) WITHOUT ROWID")}
	return p, settings{name: "people", app: peopleFile, connector: fmt.Sprintf("{dsn: %q}", dsn)}
}

// logins are those of all people.
func (p people) logins() (logins []string) {
	rows, err := p.db.Query(context.Background(), "SELECT login FROM people ORDER BY login")
	if err != nil {
		return nil
	}
	_ = rows.Each(func(scan func(...any) error) error { // what is missing shows
		var login string
		err := scan(&login)
		logins = append(logins, login)
		return err
	})
	return logins
}

// rename and remove change a person behind the gateway's back.
func (p people) rename(login, to string) error {
	return p.directly("UPDATE people SET login = ? WHERE login = ?", to, login)
}
func (p people) remove(login string) error {
	return p.directly("DELETE FROM people WHERE login = ?", login)
}

func (p people) directly(statement string, args ...any) error {
	n, err := p.db.Exec(context.Background(), statement, args...)
	if err == nil && n != 1 {
		err = fmt.Errorf("%s %v: %d rows", statement, args, n)
	}
	return err
}
