package restfaults

import (
	"crypto/sha256"
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
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/testenv"
)

const (
	token   = "faults"
	deskKey = "desk-key"
)

// site is a gateway in front of a help desk, with a network between them.
type site struct {
	*testing.T
	desk    *legacy.App
	network *testenv.Proxy
	url     string
	client  *http.Client
	clock   *atomic.Int64 // seconds that have passed
}

// open starts a site whose app is called as calls says.
func open(t *testing.T, calls string) *site {
	t.Helper()
	s := &site{T: t, clock: new(atomic.Int64)}
	var err error
	s.desk, err = helpdesk.New(helpdesk.Options{Key: deskKey, Agents: 20})
	s.must(err)
	application := httptest.NewServer(s.desk)
	t.Cleanup(application.Close)
	s.network = testenv.NewProxy(t, application.Listener.Addr().String())
	dir := t.TempDir()
	app, err := examples.FS.ReadFile("helpdesk/app.yaml")
	s.must(err)
	s.must(os.WriteFile(filepath.Join(dir, "app.yaml"), app, 0o600))
	text := fmt.Appendf(nil, `
public_url: http://scim.example
clients: [{name: faults, tokens: [{sha256: %x}], apps: {helpdesk: write}}]
apps: [{file: app.yaml, connector: {base_url: "http://%s/api/v1", auth: {value: %s}, timeout: 500ms}, calls: {%s}}]
`, sha256.Sum256([]byte(token)), s.network.Address, deskKey, calls)
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), text, config.Environment(dir))
	s.must(found.Err())
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: func() time.Time {
		return time.Now().Add(time.Duration(s.clock.Load()) * time.Second)
	}})
	s.must(found.Err())
	server := httptest.NewServer(g.Handler)
	s.url, s.client = server.URL+"/helpdesk/scim/v2", server.Client()
	s.client.Timeout = 20 * time.Second // what takes longer fails the test
	t.Cleanup(func() {
		server.Close()
		s.must(g.Close())
	})
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// answer is what a client sees.
type answer struct {
	Status     int
	RetryAfter string
	ID         string   `json:"id"`
	Detail     string   `json:"detail"`
	ScimType   string   `json:"scimType"`
	Total      int      `json:"totalResults"`
	Resources  []answer `json:"Resources"`
}

func (s *site) do(method, path, body string) answer {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, strings.NewReader(body))
	s.must(err)
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/scim+json")
	resp, err := s.client.Do(req)
	s.must(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	s.must(err)
	a := answer{Status: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After")}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a); err != nil && resp.StatusCode < 300 {
			s.Fatalf("%v in %s", err, text)
		}
	}
	a.Status = resp.StatusCode // an error's body has it as text
	return a
}

// insist asks as an identity provider does: again while it is told to come again, each time as much later as it is told. What it
// is told otherwise is the answer.
func (s *site) insist(method, path, body string) answer {
	s.Helper()
	for range 12 {
		a := s.do(method, path, body)
		if a.Status != http.StatusServiceUnavailable && a.Status != http.StatusTooManyRequests {
			return a
		}
		if a.RetryAfter == "" || a.Detail == "" {
			s.Fatalf("%s %s: %+v", method, path, a)
		}
		var wait int64
		_, err := fmt.Sscan(a.RetryAfter, &wait)
		s.must(err)
		s.clock.Add(max(wait, 30)) // they come minutes later
	}
	s.Fatalf("%s %s does not succeed", method, path)
	return answer{}
}

// agents are the agents with this login, in any letter case.
func (s *site) agents(login string) []legacy.Row {
	var found []legacy.Row
	for _, r := range s.desk.Rows("agents") {
		if strings.EqualFold(fmt.Sprint(r["login"]), login) {
			found = append(found, r)
		}
	}
	return found
}

// members are the agents of a team.
func (s *site) members(team int64) map[int64]bool {
	found := map[int64]bool{}
	for _, r := range s.desk.Rows("memberships") {
		if r["team_id"] == team {
			found[r["agent_id"].(int64)] = true
		}
	}
	return found
}
