package assemble

import (
	"io"
	"net/http"
	"net/http/httptest"
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
