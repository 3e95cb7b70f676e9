package differential

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
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
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// site is the gateway, without HTTP, in front of a database of its own.
type site struct {
	db    *sqldb.DB
	users *gateway.Endpoint
}

func open(t *testing.T, dialect string) site {
	t.Helper()
	dir := t.TempDir()
	dsn := filepath.Join(dir, "hr.db")
	switch dialect {
	case "postgres":
		dsn = testenv.Postgres(t)
	case "mysql":
		dsn = testenv.MariaDB(t)
	}
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s := site{db: db}
	s.run(t, string(read(t, "schema."+dialect+".sql")))

	app := fmt.Appendf(read(t, "app.yaml"), "connector: {type: sql, dialect: %s, dsn: %q}\n", dialect, dsn)
	node, found := yamlx.Parse("app.yaml", app)
	file, more := mappings.Read(node)
	found.Add(more...)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	connector, found := sql.Open(t.Context(), file.Connector)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connector.Close() })
	links, err := correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(dir, "links.db"), correlation.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = links.Close() })
	s.users = endpoints(t, file, connector, links)["User"]
	return s
}

func endpoints(t *testing.T, file *mappings.File, connector connectors.Connector, links correlation.Store) map[string]*gateway.Endpoint {
	t.Helper()
	entities, shapes := map[string]connectors.Entity{}, map[string]connectors.Shape{}
	for name, spec := range file.Specs() {
		e, found := connector.Open(t.Context(), spec)
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		entities[name], shapes[name] = e, e.Shape()
	}
	compiled, found := file.Compile(shapes)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	all, walks := map[string]*gateway.Endpoint{}, gateway.NewWalks(clock)
	for name, m := range compiled {
		all[name] = &gateway.Endpoint{
			Scope:   correlation.Scope{App: file.App, Type: name, Namespace: file.Namespace, Identity: correlation.Identity(m.Identity())},
			Mapping: m, Entity: entities[name], Links: links, Limits: gatewaytest.Limits(), Settings: file.Settings,
			Siblings: all, Clock: clock, Walks: walks,
		}
	}
	return all
}

func clock() time.Time { return noon }

func view() gateway.View { return gateway.View{Base: "https://h/hr/scim/v2", Edge: &scim.Edge{}} }

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (s site) run(t *testing.T, script string) {
	t.Helper()
	for statement := range strings.SplitSeq(script, ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := s.db.Pool().ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

var seed = flag.Uint64("seed", 0, "the random numbers of a run that failed; 0: new ones")

// onEach runs a test on every database, with random numbers whose seed it tells on failure.
func onEach(t *testing.T, test func(t *testing.T, dialect string, r *rand.Rand)) {
	for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			seed := cmp.Or(*seed, uint64(time.Now().UnixNano()))
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("again: -seed %d", seed)
				}
			})
			test(t, dialect, rand.New(rand.NewPCG(seed, 0)))
		})
	}
}
