package door

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http tells there what the servers of these tests do wrong
	goleak.VerifyTestMain(m)
}

// dial opens a client from lines of a block, below url unless it is empty.
func dial(t testing.TB, url, lines string, o Options) *Client {
	t.Helper()
	if url != "" {
		lines = "base_url: " + url + "\n" + lines
	}
	block, found := yamlx.Parse("desk.yaml", []byte(lines))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	c, found := Open(t.Context(), block, o)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// desk is an application that answers with handle and remembers what it was asked.
type desk struct {
	*httptest.Server
	mu    sync.Mutex
	calls []*http.Request
}

func serve(t testing.TB, handle http.HandlerFunc) *desk {
	d := &desk{}
	d.Server = httptest.NewServer(d.recording(handle))
	t.Cleanup(d.Close)
	return d
}

func (d *desk) recording(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		d.calls = append(d.calls, r)
		d.mu.Unlock()
		handle(w, r)
	}
}

// count is how many calls there were of a path.
func (d *desk) count(path string) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range d.calls {
		if r.URL.Path == path {
			n++
		}
	}
	return n
}

func (d *desk) last() *http.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls[len(d.calls)-1]
}

func get(ctx context.Context, c *Client, url string) (Response, error) {
	return c.Do(ctx, Request{Method: http.MethodGet, URL: url})
}

func post(ctx context.Context, c *Client, url, body string) (Response, error) {
	return c.Do(ctx, Request{Method: http.MethodPost, URL: url, Body: []byte(body), MediaType: "application/json"})
}

// clock is a time that goes on when it is told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
