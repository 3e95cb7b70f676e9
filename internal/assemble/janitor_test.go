package assemble

import (
	"context"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

const janitorsGateway = `
listen: 127.0.0.1:0
admin: {listen: "off"}
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: {hr: write}}]
store: {path: DIR/scimgate.db}
apps:
  - {file: hr.yaml, connector: {dsn: DIR/hr.db}}
`

func TestTheJanitorLooksAtTheStartAndAtEveryTick(t *testing.T) {
	cfg := folder(t, map[string]string{"gateway.yaml": janitorsGateway, "hr.yaml": fmt.Sprintf(appFile, "hr")})
	users := correlation.Scope{App: "hr", Type: "User", Namespace: "hr", Identity: correlation.Derived}
	interrupted := func(login string) {
		t.Helper()
		ago := func() time.Time { return time.Now().Add(-time.Hour) }
		store, err := correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(cfg.Dir, "scimgate.db"), correlation.Options{Clock: ago})
		if err == nil {
			_, err = store.Begin(t.Context(), correlation.Intent{Scope: users, Match: login, Payload: fmt.Sprintf("userName eq %q", login)})
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	interrupted("ada") // who is there
	g, found := Open(t.Context(), cfg, Options{})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	counted := func(metric string) {
		t.Helper()
		w := httptest.NewRecorder()
		g.Admin.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if !strings.Contains(w.Body.String(), "scimgate_"+metric) {
			t.Errorf("it is not counted: %s", metric)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan bool)
	go func() { g.janitor.run(ctx, ticks); close(ended) }()
	ticks <- time.Now() // it takes one when a look is over
	ticks <- time.Now()
	counted(`intents_settled_total{app="hr",outcome="bound",type="User"} 1`)
	counted(`intents_pending{app="hr",type="User"} 0`)
	links, err := g.store.ByKey(t.Context(), users, []connectors.Key{"1"})
	if err != nil || !links["1"].Claimed {
		t.Errorf("%v, %v", links, err)
	}
	interrupted("nobody")
	ticks <- time.Now()
	ticks <- time.Now()
	counted(`intents_settled_total{app="hr",outcome="abandoned",type="User"} 1`)
	counted(`janitor_runs_total{app="hr",outcome="done"}`)
	stop()
	<-ended
}

func TestTheJanitorLooksAfterWhatIsParked(t *testing.T) {
	app := strings.Replace(fmt.Sprintf(appFile, "hr"), "\nresources:", "\nscim: {missing_references: park}\nresources:", 1)
	app = strings.Replace(app, "{userName: login}", "{userName: login, enterprise.manager.value: {field: manager_no, ref: User}}", 1)
	app = strings.Replace(app, "entity:", "extensions: [enterprise]\n    entity:", 1)
	cfg := folder(t, map[string]string{"gateway.yaml": janitorsGateway, "hr.yaml": app})
	seen, logs := observer.New(zap.WarnLevel)
	g, found := Open(t.Context(), cfg, Options{Log: zap.New(seen)})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	users := correlation.Scope{App: "hr", Type: "User", Namespace: "hr", Identity: correlation.Derived}
	for id, until := range map[string]time.Duration{"late": -time.Hour, "early": time.Hour} {
		part := `{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"` + id + `"}}}`
		ref := correlation.Parked{Owner: "ada", Part: part, ID: id}
		if _, err := g.store.Park(t.Context(), users, []correlation.Parked{ref}, time.Now().Add(until)); err != nil {
			t.Fatal(err)
		}
	}
	g.janitor.look(t.Context())
	w := httptest.NewRecorder()
	g.Admin.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, line := range []string{`references_parked{app="hr",type="User"} 1`, `references_parked_total{app="hr",event="expired",type="User"} 1`} {
		if !strings.Contains(w.Body.String(), "scimgate_"+line) {
			t.Errorf("it is not counted: %s", line)
		}
	}
	if logs.FilterMessage("parked references were given up").FilterField(zap.String("because", "expired")).Len() != 1 {
		t.Errorf("the log says %v", logs.All())
	}
}
