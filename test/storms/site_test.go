package storms

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	token = "storms"
	key   = "desk-key"
)

// site is a gateway in front of a help desk that fails, and of another one that does not.
type site struct {
	*testing.T
	desk    *legacy.App
	network *testenv.Proxy // between the gateway and the desk
	url     string         // of the gateway
	admin   http.Handler
	client  *http.Client
	waited  *atomic.Int64 // by clients, in nanoseconds: nobody really waits, but the gateway's clock goes
	least   time.Duration // that a client waits, whatever it is told
}

// impatient is how the help desk is called where its storms are short: nobody waits long for it.
const impatient = "longest_wait: 50ms"

// newSite starts a site whose help desk is called as calls says.
func newSite(t *testing.T, calls string) *site {
	s := &site{T: t, waited: new(atomic.Int64)}
	var address string
	s.desk, address = s.serve()
	u, err := url.Parse(address)
	s.must(err)
	s.network = testenv.NewProxy(t, u.Host)
	_, other := s.serve()

	dir := t.TempDir()
	app := string(s.read("helpdesk/app.yaml"))
	for name, text := range map[string]string{"desk.yaml": app, "other.yaml": strings.Replace(app, "app: helpdesk", "app: other", 1)} {
		s.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), fmt.Appendf(nil, `
public_url: http://scim.example
clients: [{name: idp, tokens: [{sha256: %x}], apps: {helpdesk: write, other: read}}]
apps:
  - file: desk.yaml
    connector: {base_url: "http://%s/api/v1", auth: {value: %s}, timeout: 500ms}
    calls: {%s}
  - file: other.yaml
    connector: {base_url: "%s/api/v1", auth: {value: %s}}
`, sha256.Sum256([]byte(token)), s.network.Address, key, calls, other, key), config.Environment(dir))
	s.must(found.Err())
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: func() time.Time {
		return time.Now().Add(time.Duration(s.waited.Load()))
	}})
	s.must(found.Err())
	server := httptest.NewServer(g.Handler)
	s.url, s.admin, s.client = server.URL, g.Admin, server.Client()
	s.client.Timeout = time.Minute // what takes longer fails the test
	t.Cleanup(func() {
		server.Close()
		s.must(g.Close())
	})
	return s
}

// serve serves a help desk with five agents.
func (s *site) serve() (desk *legacy.App, address string) {
	desk, err := helpdesk.New(helpdesk.Options{Key: key, Agents: 5})
	s.must(err)
	server := httptest.NewServer(desk)
	s.Cleanup(server.Close)
	return desk, server.URL
}

func (s *site) read(name string) []byte {
	text, err := examples.FS.ReadFile(name)
	s.must(err)
	return text
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// metrics are what operators see.
func (s *site) metrics() string {
	w := httptest.NewRecorder()
	s.admin.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}
