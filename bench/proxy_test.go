package bench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/examples/helpdesk"
	"github.com/scimgate/scimgate/internal/assemble"
)

const (
	agents      = 500
	connections = 16
	deskKey     = "desk-key"
)

var idPattern = regexp.MustCompile(`"id":"([^"]+)"`)

// BenchmarkAgainstProxy compares a GET by id through the gateway with what a plain reverse proxy makes of the same agent
// of the same help desk, both asked by as many connections at once. The groups of a user are left out: they would be further
// calls, which the proxy does not make. What counts is the ratio of the times per request.
func BenchmarkAgainstProxy(b *testing.B) {
	desk, err := helpdesk.New(helpdesk.Options{Key: deskKey, Agents: agents})
	if err != nil {
		b.Fatal(err)
	}
	application := httptest.NewServer(desk)
	b.Cleanup(application.Close)
	target, err := url.Parse(application.URL)
	if err != nil {
		b.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Set(helpdesk.KeyHeader, deskKey)
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: connections},
	}
	theirs := crowd(b, proxy, func(n int) string { return fmt.Sprintf("/api/v1/agents/%d", 1+n%agents) })
	ours := crowd(b, deskGateway(b, application.URL), nil)
	ids := ours.ids(b)
	ours.path = func(n int) string { return "/helpdesk/scim/v2/Users/" + ids[n%len(ids)] + "?excludedAttributes=groups" }
	b.Run("get by id", func(b *testing.B) {
		var us, them []time.Duration
		for b.Loop() {
			us, them = nil, nil
			ours.turn(b)
			theirs.turn(b)
			for range rounds {
				them = append(them, theirs.turn(b))
				us = append(us, ours.turn(b))
			}
		}
		b.ReportMetric(0, "ns/op") // of the whole run: says nothing
		b.ReportMetric(perRequest(us), "µs-gateway")
		b.ReportMetric(perRequest(them), "µs-proxy")
		b.ReportMetric(perRequest(us)/perRequest(them), "ratio")
		b.ReportMetric(1.8, "target")
	})
}

// clients ask one server, as many at once as there are connections.
type clients struct {
	server *httptest.Server
	client *http.Client
	path   func(n int) string
	sent   atomic.Int64
}

func crowd(b *testing.B, h http.Handler, path func(n int) string) *clients {
	b.Helper()
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = connections
	return &clients{server: server, client: client, path: path}
}

// turn sends one batch for each connection, and is how long that takes.
func (c *clients) turn(b *testing.B) time.Duration {
	b.Helper()
	var wait sync.WaitGroup
	began := time.Now()
	for range connections {
		wait.Go(func() {
			for range batch {
				c.get(b, c.path(int(c.sent.Add(1))))
			}
		})
	}
	wait.Wait()
	return time.Since(began)
}

func (c *clients) get(b *testing.B, path string) string {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, c.server.URL+path, nil)
	if err != nil {
		b.Error(err)
		return ""
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.client.Do(req)
	if err != nil {
		b.Error(err)
		return ""
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Errorf("%s: %d, %v", path, resp.StatusCode, err)
	}
	return string(text)
}

// perRequest is the median time of a turn by its requests, in microseconds.
func perRequest(turns []time.Duration) float64 {
	slices.Sort(turns)
	return float64(turns[len(turns)/2].Microseconds()) / (connections * batch)
}

// ids are those that the gateway has given to the agents.
func (c *clients) ids(b *testing.B) []string {
	b.Helper()
	list := c.get(b, fmt.Sprintf("/helpdesk/scim/v2/Users?attributes=id&count=%d", agents))
	var ids []string
	for _, m := range idPattern.FindAllStringSubmatch(list, -1) {
		ids = append(ids, m[1])
	}
	if len(ids) != agents {
		b.Fatalf("%d agents are listed, of %d", len(ids), agents)
	}
	return ids
}

// deskGateway is the gateway in front of a help desk.
func deskGateway(b *testing.B, application string) http.Handler {
	b.Helper()
	dir := b.TempDir()
	app, err := examples.FS.ReadFile("helpdesk/app.yaml")
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "app.yaml"), app, 0o600); err != nil {
		b.Fatal(err)
	}
	text := fmt.Appendf(nil, `
public_url: %s
clients: [{name: bench, tokens: [{sha256: %x}], apps: {helpdesk: write}}]
apps: [{file: app.yaml, connector: {base_url: "%s/api/v1", auth: {value: %s}}}]
`, publicURL, sha256.Sum256([]byte(token)), application, deskKey)
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), text, config.Environment(dir))
	if err := found.Err(); err != nil {
		b.Fatal(err)
	}
	g, found := assemble.Open(b.Context(), cfg, assemble.Options{})
	if err := found.Err(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := g.Close(); err != nil {
			b.Error(err)
		}
	})
	return g.Handler
}
