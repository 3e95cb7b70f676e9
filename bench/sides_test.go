package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/demo"
	"github.com/scimgate/scimgate/internal/testenv"
)

const (
	token     = "bench-token"
	publicURL = "http://scim.example"
	appPath   = "/hr/scim/v2"
)

// side is one of the two servers, asked over HTTP like an identity provider does.
type side struct {
	name   string
	url    string
	client *http.Client
}

// answer is what a client sees of an answer.
type answer struct {
	Status   int
	Type     string
	ETag     string
	Location string
	Body     string
}

func (s *side) do(t testing.TB, method, path, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+appPath+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		req.Header.Set("Content-Type", "application/scim+json")
	}
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= 300 {
		t.Fatalf("%s: %s %s: %d %s", s.name, method, path, resp.StatusCode, text)
	}
	h := resp.Header
	return answer{resp.StatusCode, h.Get("Content-Type"), h.Get("ETag"), h.Get("Location"), string(text)}
}

// sides starts the gateway and the handwritten server in front of databases with the same people. Their clocks stand
// still, so that stamps are alike.
func sides(t testing.TB, staff int) (ours, theirs *side) {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	ours, theirs = serve(t, "gateway", gatewayHandler(t, database(t, staff), clock)), serve(t, "handwritten", handwrittenHandler(t, database(t, staff), staff, clock))
	for start := 1; start <= staff; start += 500 { // an id is known once it was given out
		ours.do(t, http.MethodGet, fmt.Sprintf("/Users?startIndex=%d&count=500", start), "")
	}
	return ours, theirs
}

func serve(t testing.TB, name string, h http.Handler) *side {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &side{name, server.URL, server.Client()}
}

// database is filled, and commits as durably as a database in earnest.
func database(t testing.TB, staff int) (dsn string) {
	t.Helper()
	dsn = testenv.Postgres(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := demo.FillPostgres(t.Context(), conn, staff); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET synchronous_commit = on", "SELECT pg_reload_conf()", "VACUUM ANALYZE",
	} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return dsn
}

func gatewayHandler(t testing.TB, dsn string, clock func() time.Time) http.Handler {
	t.Helper()
	return gatewayWith(t, dsn, clock, func(app string) string { return app }, "")
}

// gatewayWith edits the app file, and has more settings.
func gatewayWith(t testing.TB, dsn string, clock func() time.Time, edit func(app string) string, settings string) http.Handler {
	t.Helper()
	dir := t.TempDir()
	app, err := examples.FS.ReadFile("hr/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "app.yaml"), []byte(edit(string(app))), 0o600); err != nil {
		t.Fatal(err)
	}
	text := fmt.Appendf(nil, `
public_url: %s
clients: [{name: bench, tokens: [{sha256: %x}], apps: {hr: write}}]
apps: [{file: app.yaml, connector: {dialect: postgres, dsn: "%s"}}]
%s`, publicURL, sha256.Sum256([]byte(token)), dsn, settings)
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), text, config.Environment(dir))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: clock})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g.Handler
}

func handwrittenHandler(t testing.TB, dsn string, staff int, clock func() time.Time) http.Handler {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if _, err := pool.Exec(t.Context(), "CREATE TABLE scim_ids (id text PRIMARY KEY, emp_no integer NOT NULL UNIQUE REFERENCES employees)"); err != nil {
		t.Fatal(err)
	}
	_, err = pool.CopyFrom(t.Context(), pgx.Identifier{"scim_ids"}, []string{"id", "emp_no"},
		pgx.CopyFromSlice(staff, func(i int) ([]any, error) { return []any{idOf("User", i+1), i + 1}, nil }))
	if err != nil {
		t.Fatal(err)
	}
	return &handwritten{pool: pool, token: sha256.Sum256([]byte(token)), base: publicURL + appPath, clock: clock}
}

// TestBothSidesAnswerAlike is what makes the comparison one: byte for byte, for every operation that is measured.
func TestBothSidesAnswerAlike(t *testing.T) {
	const few = 2_000
	ours, theirs := sides(t, few)
	for _, op := range operations(few) {
		t.Run(op.name, func(t *testing.T) {
			for n := range 50 {
				method, path, body := op.request(n)
				want, got := theirs.do(t, method, path, body), ours.do(t, method, path, body)
				if d := cmp.Diff(want, got); d != "" {
					t.Fatalf("%s %s (-handwritten +gateway):\n%s", method, path, d)
				}
			}
		})
	}
}
