package custom

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
)

type object = map[string]any

// site is a gateway that serves the devices example, on a database of its own.
type site struct {
	*testing.T
	url  string
	db   *sqldb.DB
	made *atomic.Int64
}

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients: [{name: writer, tokens: [{sha256: %s}], apps: {devices: write}}]
apps: [{file: app.yaml, connector: {dsn: %q}}]
`

func newSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	dsn := filepath.Join(dir, "devices.db")
	s := &site{T: t, db: openDatabase(t, dsn), made: new(atomic.Int64)}
	for name, text := range map[string]string{
		"app.yaml":     example(t, "app.yaml"),
		"gateway.yaml": fmt.Sprintf(gatewayFile, auth.Digest("writer"), dsn),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{})
	if len(found) > 0 {
		t.Fatal(found)
	}
	server := httptest.NewServer(g.Handler)
	t.Cleanup(func() {
		server.Close()
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	s.url = server.URL + "/devices/scim/v2"
	return s
}

// in is the site for one subtest.
func (s *site) in(t *testing.T) *site {
	c := *s
	c.T = t
	return &c
}

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.FS.ReadFile("devices/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func openDatabase(t *testing.T, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open("sqlite", dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for statement := range strings.SplitSeq(example(t, "schema.sqlite.sql"), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return db
}

// cell is a column of the one device with a serial number, as text; empty for NULL.
func (s *site) cell(column, serial string) string {
	s.Helper()
	rows, err := s.db.Query(s.Context(), "SELECT "+column+" FROM devices WHERE serial_no = ?", serial)
	if err != nil {
		s.Fatal(err)
	}
	var text *string
	if err := rows.Each(func(scan func(...any) error) error { return scan(&text) }); err != nil {
		s.Fatal(err)
	}
	if text == nil {
		return ""
	}
	return *text
}

// send sends a request and returns the body of the answer, which must have this status.
func (s *site) send(status int, method, path string, body any) object {
	s.Helper()
	text := []byte{}
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			s.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(s.Context(), method, s.url+path, strings.NewReader(string(text)))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer writer")
	r.Header.Set("Content-Type", "application/scim+json")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	if answer.StatusCode != status {
		s.Fatalf("%s %s %s: %d, want %d: %s", method, path, text, answer.StatusCode, status, got)
	}
	var o object
	if err := json.Unmarshal(got, &o); err != nil {
		s.Fatalf("%s %s: no JSON: %v\n%s", method, path, err, got)
	}
	return o
}

// refuses sends a request that is to be answered with a SCIM error of this type.
func (s *site) refuses(status int, scimType, method, path string, body any) {
	s.Helper()
	if got := s.send(status, method, path, body); got["scimType"] != scimType {
		s.Errorf("%s %s: %v, want scimType %s", method, path, got, scimType)
	}
}
