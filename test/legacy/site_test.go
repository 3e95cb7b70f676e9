package legacy

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/sql"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// site is the gateway in front of a database of its own. Its clock stands at noon of the 4th of May 2026, until a test
// moves it.
type site struct {
	*testing.T
	db    *sqldb.DB
	users *gateway.Endpoint
	now   time.Time
}

// onEach runs a test on every database.
func onEach(t *testing.T, test func(s *site)) {
	for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) { test(open(t, dialect)) })
	}
}

func open(t *testing.T, dialect string) *site {
	t.Helper()
	dir := t.TempDir()
	dsn := filepath.Join(dir, "hr.db")
	switch dialect {
	case "postgres":
		dsn = testenv.Postgres(t)
	case "mysql":
		dsn = testenv.MariaDB(t)
	}
	s := &site{T: t, now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{})
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	s.db = db
	for statement := range strings.SplitSeq(string(read(t, "schema."+dialect+".sql")), ";\n") {
		if strings.TrimSpace(statement) != "" {
			_, err := db.Pool().ExecContext(t.Context(), statement)
			must(t, err)
		}
	}
	node, found := yamlx.Parse("app.yaml", fmt.Appendf(read(t, "app.yaml"), "connector: {type: sql, dialect: %s, dsn: %q}\n", dialect, dsn))
	file, more := mappings.Read(node)
	found.Add(more...)
	must(t, found.Err())
	connector, found := sql.Open(t.Context(), file.Connector)
	must(t, found.Err())
	t.Cleanup(func() { _ = connector.Close() })
	live, found := connector.Open(t.Context(), file.Specs()["User"])
	must(t, found.Err())
	dead, found := connector.Open(t.Context(), file.Graves()["User"])
	must(t, found.Err())
	compiled, found := file.Compile(map[string]connectors.Shape{"User": live.Shape()})
	must(t, found.Err())
	clock := func() time.Time { return s.now }
	links, err := correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(dir, "links.db"), correlation.Options{Clock: clock})
	must(t, err)
	t.Cleanup(func() { _ = links.Close() })
	s.users = &gateway.Endpoint{
		Scope:   correlation.Scope{App: file.App, Type: "User", Namespace: file.Namespace},
		Mapping: compiled["User"], Links: links, Limits: gatewaytest.Limits(), Settings: file.Settings, Clock: clock, Walks: gateway.NewWalks(clock),
	}
	s.users.Siblings = map[string]*gateway.Endpoint{"User": s.users.Over(live, dead)}
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	must(t, err)
	return text
}

func (s *site) view() gateway.View {
	return gateway.View{Base: "https://h/legacy/scim/v2", Edge: &scim.Edge{}}
}

// user is a user as a client sends one: attributes of the core, and those of the extension.
func (s *site) user(core, extension string) scim.Resource {
	s.Helper()
	text := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:example:legacy:2.0:User"],` + core + `,"urn:example:legacy:2.0:User":{` + extension + `}}`
	o, err := jsonx.Decode(strings.NewReader(text))
	must(s.T, err)
	r, err := schema.Canonicalise(s.users.Mapping.Type(), o, &scim.Edge{})
	must(s.T, err)
	return r
}

func (s *site) create(core, extension string) scim.Resource {
	s.Helper()
	a, err := s.users.Create(s.Context(), s.user(core, extension), s.view())
	must(s.T, err)
	return a.Resource
}

func (s *site) patch(id, operations string, tags ...string) (gateway.Answer, error) {
	s.Helper()
	o, err := jsonx.Decode(strings.NewReader(`{"schemas":["` + scim.MessagePatch + `"],"Operations":[` + operations + `]}`))
	must(s.T, err)
	ops, err := patch.Parse(s.users.Mapping.Type(), o, 100, &scim.Edge{})
	must(s.T, err)
	v := s.view()
	v.IfMatch = tags
	return s.users.Patch(s.Context(), id, ops, v)
}

// find are the user names that a filter selects, and how many the answer counts.
func (s *site) find(text string) (names []string, total int) {
	s.Helper()
	q := gateway.Query{Start: 1, Count: 100, View: s.view()}
	if text != "" {
		x, err := filter.Parse(text, nil)
		must(s.T, err)
		q.Filter, err = filter.Bind(s.users.Mapping.Type(), x, nil)
		must(s.T, err)
		q.Text = filter.Print(q.Filter)
	}
	l, err := s.users.List(s.Context(), q)
	must(s.T, err)
	for _, a := range l.Resources {
		names = append(names, a.Resource.Text("userName"))
	}
	return names, l.Total
}

// rows are the rows of a query, each as one text.
func (s *site) rows(query string) []string {
	s.Helper()
	rows, err := s.db.Pool().QueryContext(s.Context(), query)
	must(s.T, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(s.T, err)
	var out []string
	for rows.Next() {
		values, dest := make([]*string, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		must(s.T, rows.Scan(dest...))
		line := make([]string, len(values))
		for i, v := range values {
			line[i] = "∅"
			if v != nil {
				line[i] = strings.TrimRight(*v, " ")
			}
		}
		out = append(out, strings.Join(line, " "))
	}
	must(s.T, rows.Err())
	return out
}

// refused checks the status of an error.
func (s *site) refused(err error, status int) {
	s.Helper()
	if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != status {
		s.Errorf("got %v, want a %d", err, status)
	}
}

// idOf is the id of the one user with this name.
func (s *site) idOf(name string) string {
	s.Helper()
	for _, a := range s.all() {
		if a.Text("userName") == name {
			return a.Text("id")
		}
	}
	s.Fatalf("there is no %s", name)
	return ""
}

func (s *site) all() []scim.Resource {
	s.Helper()
	l, err := s.users.List(s.Context(), gateway.Query{Start: 1, Count: 100, View: s.view()})
	must(s.T, err)
	var all []scim.Resource
	for _, a := range l.Resources {
		all = append(all, a.Resource)
	}
	return all
}
