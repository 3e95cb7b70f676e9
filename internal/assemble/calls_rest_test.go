package assemble

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

const deskFile = `
app: desk
connector:
  type: rest
  base_url: URL
  entities:
    agents:
      url: /agents{/id}
      key: id
      fields: {id: integer, login: {max: 64}}
      list: {records: data, total: total}
resources:
  User:
    entity: agents
    key: id
    match: userName
    attributes: {userName: login}
`

// desk is an application over HTTP that answers when it likes to.
type desk struct {
	*httptest.Server
	away  atomic.Int32 // how many requests it turns down yet
	asked atomic.Int32
}

func newDesk(t *testing.T) *desk {
	d := &desk{}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		d.asked.Add(1)
		if d.away.Add(-1) >= 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"data": [{"id": 1, "login": "ada"}], "total": 1}`)
	}))
	t.Cleanup(d.Close)
	return d
}

func TestRequestsToAnApplicationOverHTTPAreCounted(t *testing.T) {
	d := newDesk(t)
	d.away.Store(1)
	g, found := Open(t.Context(), folder(t, map[string]string{
		"desk.yaml": deskFile,
		"gateway.yaml": `
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {desk: read}}]
apps: [{file: desk.yaml, connector: {base_url: "` + d.URL + `"}}]
`}), Options{})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	ask := func(h http.Handler, path string) string {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer secret")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	ask(g.Handler, "/desk/scim/v2/Users")
	metrics := ask(g.Admin, "/metrics")
	for _, line := range []string{
		`scimgate_application_requests_total{app="desk",code="200",method="GET"} 1`,
		`scimgate_application_requests_total{app="desk",code="503",method="GET"} 1`,
		`scimgate_application_request_duration_seconds_count{app="desk",method="GET"} 2`,
	} {
		if !strings.Contains(metrics, line) {
			t.Errorf("%s is missing", line)
		}
	}
}

func TestAnApplicationOverHTTPIsAskedAgainAndThenLeftAlone(t *testing.T) {
	d := newDesk(t)
	cfg := folder(t, map[string]string{
		"desk.yaml": deskFile,
		"gateway.yaml": `
listen: 127.0.0.1:0
admin: {listen: "off"}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {desk: read}}]
apps: [{file: desk.yaml, connector: {base_url: "` + d.URL + `"}, calls: {breaker: {rest: 1h}}}]
`})
	serving(t, cfg, func(c client) {
		for i, step := range []struct{ away, want, asked int32 }{
			{2, http.StatusOK, 3},                   // two retries
			{100, http.StatusServiceUnavailable, 3}, // no more than two
			{100, http.StatusServiceUnavailable, 2}, // which makes five failures in a row
			{0, http.StatusServiceUnavailable, 0},
		} {
			d.away.Store(step.away)
			d.asked.Store(0)
			status, body := c.get("/desk/scim/v2/Users", "secret")
			if int32(status) != step.want || d.asked.Load() != step.asked {
				t.Errorf("step %d: %d %v after %d calls, want %d after %d", i, status, body, d.asked.Load(), step.want, step.asked)
			}
		}
	})
}
