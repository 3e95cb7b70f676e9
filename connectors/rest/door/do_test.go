package door

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func TestARequestArrivesAsItWasAsked(t *testing.T) {
	var body strings.Builder
	d := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.Write(&body)
		w.Header().Set("X-Total", "3")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"id":7}`))
	})
	c := dial(t, d.URL+"/api", "headers: {Accept: application/json, X-Tenant: '7'}\n", Options{})
	res, err := c.Do(t.Context(), Request{
		Method: "POST", URL: "/agents?notify=a%2Fb", Body: []byte(`{"login":"ada"}`), MediaType: "application/json",
		Header: http.Header{"x-tenant": {"8"}, "Prefer": {"return=minimal"}},
	})
	if err != nil || res.Status != 201 || string(res.Body) != `{"id":7}` || res.Header.Get("X-Total") != "3" {
		t.Fatalf("got %v, %v", res, err)
	}
	want := strings.Join([]string{
		"POST /api/agents?notify=a%2Fb HTTP/1.1", "Host: " + strings.TrimPrefix(d.URL, "http://"), "User-Agent: scimgate", "Content-Length: 15",
		"Accept: application/json", "Accept-Encoding: gzip", "Content-Type: application/json", "Prefer: return=minimal", "X-Tenant: 8", "", `{"login":"ada"}`,
	}, "\r\n")
	if diff := cmp.Diff(want, body.String()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryStatusIsAnAnswer(t *testing.T) {
	d := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
	})
	c := dial(t, d.URL, "", Options{})
	for _, status := range []int{200, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
			res, err := c.Do(t.Context(), Request{Method: method, URL: fmt.Sprintf("/%d", status)})
			if err != nil || res.Status != status {
				t.Errorf("%s %d: %v, %v", method, status, res.Status, err)
			}
		}
	}
	if n := d.count("/elsewhere"); n != 0 {
		t.Errorf("%d redirects were followed", n)
	}
}

func TestARedirectCallsNobody(t *testing.T) {
	other := serve(t, func(http.ResponseWriter, *http.Request) {})
	d := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/x", http.StatusTemporaryRedirect)
	})
	c := dial(t, d.URL, "auth: {bearer: s3cret}\n", Options{})
	if res, err := post(t.Context(), c, "/x", "{}"); err != nil || res.Status != 307 || other.count("/x") != 0 {
		t.Errorf("got %d, %v; the other was called %d times", res.Status, err, other.count("/x"))
	}
}

func TestTheEnvironmentsProxyIsIgnoredAndTheBlocksIsUsed(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) })
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	c := dial(t, "http://desk.example.com", "", Options{})
	c.resolve(metadata)
	if _, err := get(t.Context(), c, "/x"); err == nil || len(proxy.calls) != 0 {
		t.Errorf("the environment's proxy was asked %d times: %v", len(proxy.calls), err)
	}
	c = dial(t, "http://desk.example.com", "proxy: "+strings.Replace(proxy.URL, "//", "//gate:s3cret@", 1)+"\n", Options{})
	res, err := get(t.Context(), c, "/x")
	if err != nil || res.Status != http.StatusTeapot || proxy.last().Host != "desk.example.com" || proxy.last().Header.Get("Proxy-Authorization") == "" {
		t.Errorf("got %d, %v", res.Status, err)
	}
}

func TestAHeaderCannotBringAnother(t *testing.T) {
	d := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := dial(t, d.URL, "", Options{})
	for _, c2 := range []struct {
		name, value string
		want        connectors.Kind
	}{
		{"X-Login", "ada\r\nX-Admin: 1", connectors.Invalid},
		{"X-Login", "ada\nX-Admin: 1", connectors.Invalid},
		{"X-Login", "ada\x00", connectors.Invalid},
		{"X-Login\r\nX-Admin", "1", connectors.Internal},
		{"", "1", connectors.Internal},
		{"Host", "evil.example.com", connectors.Internal},
		{"transfer-encoding", "chunked", connectors.Internal},
		{"Content-Length", "3", connectors.Internal},
		{"Authorization", "Basic x", connectors.Internal},
		{"X-Login", "Ådå", connectors.Invalid},
		{"X-Login", "Ada x", ""},
	} {
		_, err := c.Do(t.Context(), Request{Method: "GET", URL: "/x", Header: http.Header{c2.name: {c2.value}}})
		if connectors.KindOf(err) != c2.want || err != nil && strings.Contains(err.Error(), c2.value) && len(c2.value) > 3 {
			t.Errorf("%q: %q: %v", c2.name, c2.value, err)
		}
	}
	if n := d.count("/x"); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestARequestThatCannotBeIsNotSent(t *testing.T) {
	d := serve(t, func(http.ResponseWriter, *http.Request) {})
	c := dial(t, d.URL, "", Options{})
	for want, requests := range map[connectors.Kind][]Request{
		connectors.Invalid:  {{Method: "GET", URL: "/agents/.."}, {Method: "GET", URL: "//evil.example.com/s3cret"}, {Method: "GET", URL: ""}},
		connectors.Internal: {{Method: "get", URL: "/x"}, {Method: "", URL: "/x"}, {Method: "CONNECT", URL: "/x"}, {Method: "GET / HTTP/1.1\r\nX:", URL: "/x"}},
	} {
		for _, r := range requests {
			if _, err := c.Do(t.Context(), r); connectors.KindOf(err) != want || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%q %q: %v", r.Method, r.URL, err)
			}
		}
	}
	if len(d.calls) != 0 {
		t.Errorf("%d requests were sent", len(d.calls))
	}
}

func TestABodyIsCountedUncompressed(t *testing.T) {
	large := strings.Repeat("0123456789abcdef", 1<<10) // 16 KiB
	d := serve(t, func(w http.ResponseWriter, r *http.Request) {
		text := large
		if r.URL.Query().Has("small") {
			text = large[:1024]
		}
		if r.URL.Path == "/zip" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write([]byte(text))
			_ = z.Close()
			return
		}
		_, _ = w.Write([]byte(text))
	})
	c := dial(t, d.URL, "max_body: 1KiB\n", Options{})
	for _, path := range []string{"/zip", "/plain"} {
		if res, err := get(t.Context(), c, path+"?small"); err != nil || string(res.Body) != large[:1024] {
			t.Errorf("%s: %v", path, err)
		}
		if _, err := get(t.Context(), c, path); !errors.Is(err, ErrTooLarge) || connectors.KindOf(err) != connectors.Internal {
			t.Errorf("%s: %v", path, err)
		}
		if _, err := post(t.Context(), c, path, "{}"); !errors.Is(err, ErrTooLarge) || connectors.KindOf(err) != connectors.OutcomeUnknown {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// turnstile counts who goes through, and lets nobody through when it is shut.
type turnstile struct {
	mu           sync.Mutex
	in, out, now int
	most         int
	shut         error
}

func (g *turnstile) Enter(context.Context) (func(), error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut != nil {
		return nil, g.shut
	}
	g.in++
	g.now++
	g.most = max(g.most, g.now)
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.out++
		g.now--
	}, nil
}

func TestEveryRequestGoesThroughTheGateAndIsCounted(t *testing.T) {
	d := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusAccepted) })
	gate := &turnstile{}
	var calls []Call
	c := dial(t, d.URL, "", Options{Gate: gate, Now: newClock().now, Observe: func(c Call) { calls = append(calls, c) }})
	_, _ = get(t.Context(), c, "/x")
	_, _ = post(t.Context(), c, "/x", "{}")
	d.Close()
	_, _ = get(t.Context(), c, "/x")
	if diff := cmp.Diff([]Call{{Method: "GET", Status: 202}, {Method: "POST", Status: 202}, {Method: "GET"}}, calls); diff != "" {
		t.Error(diff)
	}
	if gate.in != 3 || gate.out != 3 {
		t.Errorf("%d went in and %d out", gate.in, gate.out)
	}
	gate.shut = connectors.Errorf(connectors.RateLimited, "", "enough")
	if _, err := get(t.Context(), c, "/x"); err != gate.shut {
		t.Errorf("got %v", err)
	}
}
