package outage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/test/served"
)

const token = "idp"

// site is one app behind several gateways.
type site struct {
	*testing.T
	gateways []*assemble.Gateway
	urls     []string // of the app, at each of them
	client   http.Client
	skipped  atomic.Int64 // time that nobody waited for, in nanoseconds
}

// settings are the parts of gateway.yaml that tests differ in: flow mappings.
type settings struct {
	gateways        int
	store, redis    string
	app             string // the text of an app file
	name, connector string // of the app, and what is laid over its connector
}

func newSite(t *testing.T, o settings) *site {
	t.Helper()
	s := &site{T: t, client: http.Client{Timeout: 20 * time.Second}} // what takes longer fails the test
	dir := t.TempDir()
	served.Write(t, filepath.Join(dir, "app.yaml"), o.app)
	served.Write(t, filepath.Join(dir, "gateway.yaml"), fmt.Sprintf(`
public_url: http://scim.example
store: %s
%s
clients: [{name: idp, tokens: [{sha256: %s}], apps: {%s: write}}]
apps: [{file: app.yaml, connector: %s}]
`, o.store, o.redis, auth.Digest(token), o.name, o.connector))
	for range o.gateways {
		cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
		s.must(found.Err())
		g, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: func() time.Time { return time.Now().Add(time.Duration(s.skipped.Load())) }})
		s.must(found.Err())
		server := httptest.NewServer(g.Handler)
		t.Cleanup(func() {
			server.Close()
			_ = g.Close() // its Redis may be gone on purpose
		})
		s.gateways, s.urls = append(s.gateways, g), append(s.urls, server.URL+"/"+o.name+"/scim/v2")
	}
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// skip lets time pass at once.
func (s *site) skip(d time.Duration) { s.skipped.Add(int64(d)) }

// answer is what a client is told.
type answer struct {
	status int
	retry  string // Retry-After
	text   string
	body   struct {
		ID, UserName, Title, Detail string
		Resources                   []struct{ ID, UserName string }
	}
}

// ask sends a request to one of the gateways.
func (s *site) ask(gateway int, method, path, body string) (a answer, err error) {
	req, err := http.NewRequestWithContext(s.Context(), method, s.urls[gateway%len(s.urls)]+path, strings.NewReader(body))
	if err != nil {
		return a, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/scim+json")
	resp, err := s.client.Do(req)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(resp.Body); err != nil {
		return a, err
	}
	a.status, a.retry, a.text = resp.StatusCode, resp.Header.Get("Retry-After"), b.String()
	if b.Len() > 0 {
		err = json.Unmarshal(b.Bytes(), &a.body)
	}
	return a, err
}

// send asks the first gateway, whose answer must have this status.
func (s *site) send(status int, method, path, body string) answer {
	s.Helper()
	a, err := s.ask(0, method, path, body)
	if err != nil || a.status != status {
		s.Errorf("%s %s is answered by %d, want %d: %s %v", method, path, a.status, status, a.text, err)
	}
	if status == http.StatusServiceUnavailable && (a.retry == "" || a.body.Detail == "") {
		s.Errorf("%s %s: the client is told %q, to come again after %q", method, path, a.body.Detail, a.retry)
	}
	return a
}

// ready is what the first gateway tells operators, and whether it is ready.
func (s *site) ready() (text string, ready bool) {
	w := httptest.NewRecorder()
	s.gateways[0].Admin.ServeHTTP(w, httptest.NewRequestWithContext(s.Context(), http.MethodGet, "/readyz?verbose", nil))
	return w.Body.String(), w.Code == http.StatusOK
}

// metric is one counter, over all gateways.
func (s *site) metric(name string) (sum int) {
	for _, g := range s.gateways {
		w := httptest.NewRecorder()
		g.Admin.ServeHTTP(w, httptest.NewRequestWithContext(s.Context(), http.MethodGet, "/metrics", nil))
		for line := range strings.Lines(w.Body.String()) {
			if text, ok := strings.CutPrefix(line, name+" "); ok {
				n := 0
				_, err := fmt.Sscan(text, &n)
				s.must(err)
				sum += n
			}
		}
	}
	return sum
}

func userNamed(login string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":%q}`, login)
}

func setting(path, value string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":%q,"value":%q}]}`, path, value)
}

func byName(login string) string {
	return "/Users?filter=" + url.QueryEscape(fmt.Sprintf("userName eq %q", login))
}
