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
)

const token = "dialogue-token-of-sufficient-length"

// place is where dialogues are held: an example's application, with its app file byte for byte.
type place struct {
	name string
	app  string // the folder of the example
	// apart says that what changes in it is written beside the dialogue, in a folder of the place's name.
	apart bool
	// fill makes the application with those who are there before any provider comes. It says what the connector block
	// needs besides the app file's, and how to look into the application.
	fill func(t *testing.T, s *site) (connector string, snapshot func(t *testing.T) database)
}

// site is a gateway in front of an application of its own.
type site struct {
	app      string
	snapshot func(t *testing.T) database
	base     string // URL of the app
	admin    http.Handler
	clock    atomic.Int64 // seconds since it was started
	client   http.Client

	people string            // the path that lists who is there before any provider comes
	spoken *strings.Replacer // what the requests say differently here
	stamps *regexp.Regexp    // times of the application's own clock; nil: it goes by ours
}

var start = time.Date(2030, 1, 1, 9, 0, 0, 0, time.UTC)

func (p place) open(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{app: p.app, people: "/Users", spoken: strings.NewReplacer()}
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.client.Transport = &http.Transport{DisableCompression: true}
	var connector string
	connector, s.snapshot = p.fill(t, s)
	app, err := examples.FS.ReadFile(p.app + "/app.yaml")
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
    apps: {%s: write}
apps:
  - file: app.yaml
    connector: {%s}
`, sha256.Sum256([]byte(token)), p.app, connector), config.Environment(dir))
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
	s.base, s.admin = server.URL+"/"+p.app+"/scim/v2", gateway.Admin
	return s
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

var toleranceLines = regexp.MustCompile(`(?m)^scimgate_tolerances_total\{app="(\w+)",rule="(\w+)"\} (\d+)$`)

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
		if string(m[1]) == s.app {
			fmt.Fprintf(&b, "%s %s\n", m[2], m[3])
		}
	}
	return b.String()
}
