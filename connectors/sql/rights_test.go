package sql

import (
	"crypto/rand"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

// restricted makes a role that may do nothing but what grants say (ROLE stands for its name), and connects as it.
func restricted(t *testing.T, owner *app, dsn string, grants ...string) *connector {
	t.Helper()
	role := "role_" + strings.ToLower(rand.Text())
	owner.sql(t, "CREATE ROLE "+role)
	t.Cleanup(func() {
		for _, text := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
			if _, err := owner.db.Pool().Exec(text); err != nil {
				t.Error(err)
			}
		}
	})
	for _, g := range grants {
		owner.sql(t, strings.ReplaceAll(g, "ROLE", role))
	}
	return dial(t, "postgres", asRole(dsn, role), nil)
}

func asRole(dsn, role string) string {
	if !strings.Contains(dsn, "://") {
		return dsn + " role=" + role
	}
	sep := "?"
	if strings.Contains(dsn, "?") {
		sep = "&"
	}
	return dsn + sep + "role=" + role
}

func TestWhatTheAccountMayNotDoIsFoundAtOnce(t *testing.T) {
	dsn := testenv.Postgres(t)
	owner := &app{connector: dial(t, "postgres", dsn, nil)}
	owner.sql(t, "CREATE TABLE people (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, login TEXT, hash TEXT, born DATE, salary INTEGER)")
	c := restricted(t, owner, dsn, "GRANT SELECT (id, login, born), INSERT (login, hash, born), UPDATE (login, hash) ON people TO ROLE")

	e, found := c.Open(t.Context(), connectors.Spec{Entity: "people", Fields: []string{"id", "login", "hash", "born"}})
	if found.HasErrors() {
		t.Fatal(found)
	}
	want := map[string]connectors.Field{
		"id":    {Type: connectors.TypeInteger, Distinct: "none", ReadOnly: true},
		"login": {Type: connectors.TypeText, Nullable: true, Fold: defaultFold},
		"hash":  {Type: connectors.TypeText, Nullable: true, Fold: defaultFold, WriteOnly: true},
		"born":  {Type: connectors.TypeDate, Nullable: true, Once: true},
	}
	if d := cmp.Diff(want, e.Shape().Fields); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	made, err := e.Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "ada", "hash": "x", "born": "1815-12-10"}})
	if err != nil {
		t.Fatal(err)
	}
	change := connectors.Change{Set: connectors.Fields{"hash": "y"}}
	if _, err := e.Update(t.Context(), made.Key, connectors.Need{Fields: []string{"login"}}, always(change)); err != nil {
		t.Error(err)
	}
	if rows := owner.rows(t, "people"); len(rows) != 1 || rows[0]["hash"] != "y" {
		t.Errorf("the table holds %v", rows)
	}
	_, err = e.Update(t.Context(), made.Key, connectors.Need{}, always(connectors.Change{Set: connectors.Fields{"born": "1815-12-11"}}))
	if connectors.KindOf(err) != connectors.Invalid {
		t.Errorf("what cannot be changed: %v", err)
	}
	_, err = e.Update(t.Context(), made.Key, connectors.Need{Fields: []string{"hash"}}, always(change))
	if connectors.KindOf(err) != connectors.Unsupported {
		t.Errorf("what cannot be read: %v", err)
	}
	if l := (connectors.Leaf{Field: "hash", Op: connectors.Pr}); e.Shape().Push(l) != connectors.No || e.Shape().Sort("hash") {
		t.Error("what cannot be read can be searched or sorted by")
	}

	_, found = c.Open(t.Context(), connectors.Spec{Entity: "people", Fields: []string{"login"}, Scope: connectors.Leaf{Field: "salary", Op: connectors.Gt, Value: int64(0)}})
	if len(found) == 0 || found[0].Code != "sql/denied" || !strings.Contains(found[0].Message, "may not read people.salary") {
		t.Errorf("got %v", found)
	}
}

func TestADatabaseThatCannotBeUsedIsOneFindingWhereItIsNamed(t *testing.T) {
	dsn := testenv.Postgres(t)
	here := func(database string) string {
		if u, err := url.Parse(dsn); err == nil && u.Scheme != "" {
			u.Path = "/" + database
			return u.String()
		}
		return dsn + " dbname=" + database
	}
	missing := filepath.Join(t.TempDir(), "missing.db")
	for _, c := range []struct{ name, dialect, dsn, says string }{
		{"a file that is not there", "sqlite", missing, "is not there"},
		{"a file that is not there, with parameters", "sqlite", missing + "?_foreign_keys=0", "is not there"},
		{"a folder", "sqlite", t.TempDir(), "cannot be opened"},
		{"a database that is not there", "postgres", here("nowhere_at_all"), `database "nowhere_at_all" does not exist`},
		{"a role that is not there", "postgres", asRole(dsn, "nobody_at_all"), "22023"},
		{"a server that is not there", "postgres", "postgres://127.0.0.1:1/hr?sslmode=disable", "connection refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, entity := range []string{"people", "sites"} {
				_, found := dial(t, c.dialect, c.dsn, nil).Open(t.Context(), connectors.Spec{Entity: entity})
				if len(found) != 1 || found[0].Code != "sql/unreachable" || found[0].Pos.Line != 1 || !strings.Contains(found[0].Message, c.says) {
					t.Errorf("got %v", found)
				}
			}
		})
	}
	if found, err := filepath.Glob(missing + "*"); err != nil || len(found) > 0 {
		t.Errorf("%v was made (%v)", found, err)
	}
}
