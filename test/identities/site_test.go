package identities

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// kind is an identity at an application whose people have logins for keys, alone or within a site.
type kind struct {
	identity string // in the app file
	key      []string
	outlives bool // a change of the key in the database
}

func kinds() []kind {
	var list []kind
	for _, key := range [][]string{{"login"}, {"site", "login"}} {
		list = append(list,
			kind{"derived", key, false}, kind{"{derived: emp_no}", key, true}, kind{"key", key, false}, kind{"store", key, false}, kind{"{field: scim_id}", key, true})
	}
	return list
}

func (k kind) String() string { return fmt.Sprint(k.identity, ", key of ", len(k.key)) }

// schema are the statements that make the tables, whose names end so.
func (k kind) schema(dialect, suffix string) string {
	number := "INTEGER NOT NULL UNIQUE"
	if dialect == "postgres" {
		number = "INTEGER GENERATED ALWAYS AS IDENTITY UNIQUE"
	}
	if dialect == "sqlite" { // which counts up a primary key alone
		number += " DEFAULT (abs(random()))"
	}
	return strings.NewReplacer("{n}", suffix, "{number}", number, "{key}", strings.Join(k.key, ", ")).Replace(`
CREATE TABLE people{n} (emp_no {number}, login VARCHAR(60) NOT NULL, site VARCHAR(10) NOT NULL DEFAULT 'N', scim_id VARCHAR(36) UNIQUE,
	title VARCHAR(60), boss_site VARCHAR(10), boss VARCHAR(60), PRIMARY KEY ({key}));
CREATE TABLE teams{n} (name VARCHAR(60) PRIMARY KEY);
CREATE TABLE members{n} (team VARCHAR(60) NOT NULL, site VARCHAR(10) NOT NULL DEFAULT 'N', login VARCHAR(60) NOT NULL, PRIMARY KEY (team, site, login));
`)
}

func (k kind) appFile(dialect, suffix string) string {
	boss, member := "boss", "login"
	if len(k.key) > 1 {
		boss, member = "[boss_site, boss]", "[site, login]"
	}
	return strings.NewReplacer("{n}", suffix, "{dialect}", dialect, "{key}", strings.Join(k.key, ", "), "{identity}", k.identity, "{boss}", boss, "{member}", member).Replace(`
app: hr
connector: {type: sql, dialect: {dialect}}
resources:
  User:
    extensions: [enterprise]
    entity: people{n}
    key: [{key}]
    identity: {identity}
    attributes:
      userName: {field: login, fold: none}
      externalId: {store: true}
      title: title
      enterprise.manager.value: {field: {boss}, ref: User}
      groups: {of: Group.members}
    insert: {site: N}
  Group:
    entity: teams{n}
    key: name
    identity: key
    attributes:
      displayName: {field: name, fold: none}
      members: {rows: members{n}, by: {team: name}, each: {value: {field: {member}, ref: User}}, large: true}
`)
}

// site is a gateway that serves the application, and its database.
type site struct {
	*served.Site
	kind
	db     *sqldb.DB
	suffix string
}

// each runs a test with every kind on every database.
func each(t *testing.T, test func(s *site)) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		dsn := ""
		if dialect == "postgres" {
			dsn = testenv.Postgres(t)
		}
		for n, k := range kinds() {
			if dialect == "postgres" && len(k.key) < testenv.N(2, 1) {
				continue
			}
			t.Run(dialect+", "+k.String(), func(t *testing.T) {
				suffix := fmt.Sprint(n)
				at := dsn
				if at == "" {
					at = filepath.Join(t.TempDir(), "hr.db")
				}
				db := served.Database(t, dialect, at, k.schema(dialect, suffix))
				test(&site{served.Open(t, "hr", k.appFile(dialect, suffix), at, assemble.Options{}), k, db, suffix})
			})
		}
	}
}

// sql changes the database as somebody does who does not know of the gateway.
func (s *site) sql(text string) {
	s.Helper()
	if _, err := s.db.Exec(s.Context(), strings.ReplaceAll(text, "people", "people"+s.suffix)); err != nil {
		s.Fatal(err)
	}
}
