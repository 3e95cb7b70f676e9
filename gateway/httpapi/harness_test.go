package httpapi_test

import (
	"crypto/sha256"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// site is the HR app on a real HTTP server. The tokens are "writer", "reader" and "stranger".
type site struct {
	*gatewaytest.HR
	t       testing.TB
	url     string // of the app
	logs    *observer.ObservedLogs
	seen    *seen
	handler http.Handler
}

func newSite(t testing.TB, o gatewaytest.Options, change ...func(*httpapi.Options)) *site {
	t.Helper()
	s := &site{HR: gatewaytest.New(t, o), t: t, seen: &seen{}}
	core, logs := observer.New(zapcore.DebugLevel)
	s.logs = logs
	account := func(name string, access auth.Access) auth.Account {
		a := auth.Account{Client: auth.Client{Name: name, Apps: map[string]auth.Access{}}, Tokens: []auth.Token{{SHA256: sha256.Sum256([]byte(name))}}}
		if access != 0 {
			a.Client.Apps["hr"] = access
		}
		return a
	}
	options := httpapi.Options{
		Auth: auth.New(s.Now, account("writer", auth.Write), account("reader", auth.Read), account("stranger", 0)),
		Log:  zap.New(core), Observer: s.seen, Clock: s.Now,
	}
	for _, c := range change {
		c(&options)
	}
	current := gateway.NewCurrent(&gateway.Runtime{Apps: map[string]*gateway.App{"hr": s.App}})
	s.handler = httpapi.New(current, options)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	s.url = server.URL + s.App.Path
	return s
}

// answer is what came back.
type answer struct {
	*http.Response
	code int
	text string
	body *scim.Object
}

func (s *site) send(method, path, body string, headers ...string) answer {
	s.t.Helper()
	a, err := s.try(method, path, body, headers...)
	if err != nil {
		s.t.Fatal(err)
	}
	if a.text != "" {
		if a.body, err = jsonx.Decode(strings.NewReader(a.text)); err != nil {
			s.t.Fatalf("%s %s answers %q: %v", method, path, a.text, err)
		}
	}
	return a
}

func (s *site) try(method, path, body string, headers ...string) (answer, error) {
	s.t.Helper()
	url := s.url + path
	if strings.HasPrefix(path, "//") {
		url = strings.TrimSuffix(s.url, s.App.Path) + path[1:]
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer writer")
	if body != "" {
		r.Header.Set("Content-Type", scim.MediaType)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return answer{Response: response, code: response.StatusCode, text: string(text)}, err
}

// made creates a resource and returns its id.
func (s *site) made(path, body string) string {
	s.t.Helper()
	a := s.send("POST", path, body)
	if a.code != 201 {
		s.t.Fatalf("POST %s: %d %s", path, a.code, a.text)
	}
	return a.body.Text("id")
}

// isError checks that the answer is a SCIM error of RFC 7644 §3.12.
func (a answer) isError(t testing.TB, status int, scimType scim.ScimType) {
	t.Helper()
	if a.code != status {
		t.Fatalf("got %d %s, want %d", a.code, a.text, status)
	}
	if got := a.Header.Get("Content-Type"); got != "application/scim+json" {
		t.Errorf("the body is %s", got)
	}
	if a.body == nil {
		t.Fatal("there is no body")
	}
	if urns := a.body.List("schemas"); len(urns) != 1 || urns[0] != scim.MessageError {
		t.Errorf("the schemas are %v", urns)
	}
	if a.body.Text("status") != strconv.Itoa(status) {
		t.Errorf("the status in the body is %q", a.body.Text("status"))
	}
	if got := a.body.Text("scimType"); got != string(scimType) {
		t.Errorf("the scimType is %q, want %q", got, scimType)
	}
	if a.body.Text("detail") == "" {
		t.Error("there is no detail")
	}
}

// seen is an Observer.
type seen struct {
	mu         sync.Mutex
	requests   []string
	tolerances map[string]int
	limited    []string
	unreadable []string
}

func (s *seen) Request(app, route, method string, status int, _ time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, strings.Join([]string{app, route, method, strconv.Itoa(status)}, " "))
}

func (s *seen) Tolerance(_, rule string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tolerances == nil {
		s.tolerances = map[string]int{}
	}
	s.tolerances[rule] += n
}

func (s *seen) Limited(app, client string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = append(s.limited, app+" "+client)
}

func (s *seen) Unreadable(app, field string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unreadable = append(s.unreadable, app+" "+field)
}

const (
	ada   = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","externalId":"canary","emails":[{"type":"work","value":"a+b@example.com"}]}`
	staff = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"A and B"}`
)

func patchOp(operations string) string {
	return `{"schemas":["` + scim.MessagePatch + `"],"Operations":[` + operations + `]}`
}
