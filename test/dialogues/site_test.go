package dialogues

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

const token = "dialogue-token-of-sufficient-length"

// site is a gateway in front of a small HR database of its own, with the app file of examples/hr byte for byte.
type site struct {
	db     *sqldb.DB
	base   string // URL of the app
	admin  http.Handler
	clock  atomic.Int64 // seconds since it was started
	client http.Client
}

var start = time.Date(2030, 1, 1, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, dialect string) *site {
	t.Helper()
	dir := t.TempDir()
	dsn := filepath.Join(dir, "hr.db")
	if dialect == "postgres" {
		dsn = testenv.Postgres(t)
	}
	s := &site{db: fill(t, dialect, dsn)}
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.client.Transport = &http.Transport{DisableCompression: true}
	app, err := examples.FS.ReadFile("hr/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "app.yaml"), app, 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), fmt.Appendf(nil, `
listen: 127.0.0.1:0
clients:
  - name: idp
    tokens: [{sha256: %x}]
    apps: {hr: write}
apps:
  - file: app.yaml
    connector: {dialect: %s, dsn: %q}
`, sha256.Sum256([]byte(token)), dialect, dsn), config.Environment(dir))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	gateway, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: s.now})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gateway.Handler)
	t.Cleanup(func() {
		server.Close()
		if err := gateway.Close(); err != nil {
			t.Error(err)
		}
	})
	s.base, s.admin = server.URL+"/hr/scim/v2", gateway.Admin
	return s
}

// fill makes the database.
func fill(t *testing.T, dialect, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	schema, err := examples.FS.ReadFile("hr/schema." + dialect + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile("testdata/seed.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range [][]byte{schema, seed} {
		if _, err := db.Pool().ExecContext(t.Context(), string(script)); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func (s *site) now() time.Time { return start.Add(time.Duration(s.clock.Load()) * time.Second) }

func (s *site) send(t *testing.T, req *http.Request) answer {
	t.Helper()
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

var toleranceLines = regexp.MustCompile(`(?m)^scimgate_tolerances_total\{app="hr",rule="(\w+)"\} (\d+)$`)

// tolerances are those used so far, as operators see them.
func (s *site) tolerances(t *testing.T) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.admin.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	text, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("metrics: %d %v", w.Code, err)
	}
	var b strings.Builder
	for _, m := range toleranceLines.FindAllSubmatch(text, -1) {
		fmt.Fprintf(&b, "%s %s\n", m[1], m[2])
	}
	return b.String()
}
