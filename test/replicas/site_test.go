package replicas

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

const (
	token       = "idp"
	gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {type: %s, dsn: %q}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {hr: write}}]
apps: [{file: app.yaml, connector: {dialect: postgres, dsn: %q}}]
`
)

// site is the HR example behind several gateways.
type site struct {
	*testing.T
	urls []string
	hr   *sqldb.DB
}

// newSite makes n gateways with a store of this dialect. change is done to the application's schema first.
func newSite(t *testing.T, n int, store, change string) *site {
	t.Helper()
	dsn, links := testenv.Postgres(t), testenv.Postgres
	if store == "mysql" {
		links = testenv.MariaDB
	}
	s := &site{T: t, hr: served.Database(t, "postgres", dsn, served.Example(t, "hr/schema.postgres.sql"), change)}
	dir := t.TempDir()
	served.Write(t, filepath.Join(dir, "app.yaml"), served.Example(t, "hr/app.yaml"))
	served.Write(t, filepath.Join(dir, "gateway.yaml"), fmt.Sprintf(gatewayFile, store, links(t), auth.Digest(token), dsn))
	for range n {
		cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		g, found := assemble.Open(t.Context(), cfg, assemble.Options{})
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(g.Handler)
		t.Cleanup(func() {
			server.Close()
			if err := g.Close(); err != nil {
				t.Error(err)
			}
		})
		s.urls = append(s.urls, server.URL+"/hr/scim/v2")
	}
	return s
}

// answer is what a gateway says.
type answer struct {
	Status   int    `json:"-"`
	ID       string `json:"id"`
	ScimType string `json:"scimType"`
	Detail   string `json:"detail"`
}

// ask asks one of the gateways.
func (s *site) ask(gateway int, method, path, body string) (a answer, err error) {
	r, err := http.NewRequestWithContext(s.Context(), method, s.urls[gateway%len(s.urls)]+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/scim+json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return a, err
	}
	a.Status = resp.StatusCode
	return a, nil
}

// employees counts those with this login.
func (s *site) employees(login string) (n int) {
	s.Helper()
	rows, err := s.hr.Query(context.WithoutCancel(s.Context()), "SELECT count(*) FROM employees WHERE login = $1", login)
	if err == nil {
		err = rows.Each(func(scan func(...any) error) error { return scan(&n) })
	}
	if err != nil {
		s.Fatal(err)
	}
	return n
}
