package assemble

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/connectors"
)

func TestLimitsThatBoundNothingAreWarnedOf(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml": fmt.Sprintf(appFile, "hr"),
		"gateway.yaml": `
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: [hr]}]
apps:
  - file: hr.yaml
    connector: {dsn: DIR/hr.db}
    holds: {deactivations: {count: 1}, deletions: {count: 1, percent: 10}, member_removals: {percent: 1}}
`})
	var got []string
	for _, f := range Check(t.Context(), cfg, Checks{Live: true}) {
		if f.Code == "app/holds" {
			got = append(got, fmt.Sprint(f.Severity, " ", f.Pos.Line, ":", f.Pos.Col, " ", f.Message))
		}
	}
	want := []string{
		`warning 6:28 "deactivations" has no effect: no resource of hr can lose anything in this way`,
		`warning 6:93 "member_removals" has no effect: no resource of hr can lose anything in this way`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q", got)
	}
}

func TestAPercentageOfWhatTheApplicationCannotCountIsWarnedOf(t *testing.T) {
	l := &live{shapes: map[string]connectors.Shape{"User": {}, "Group": {Total: true}, "Device": {}}}
	for _, c := range []struct {
		types []string
		count int
		want  string
	}{
		{[]string{"Group"}, -1, ""},
		{[]string{"User", "Group", "Device", "User"}, 5, "the application cannot say how many records it has of Device, User: the count alone stands"},
		{[]string{"User"}, -1, "the application cannot say how many records it has of User: nothing is held"},
	} {
		found, got := l.checkPercent(config.HoldLimit{Count: c.count, Percent: 10}, c.types), ""
		if len(found) > 0 {
			got = found[0].Message
		}
		if got != c.want {
			t.Errorf("%v: %q", c.types, got)
		}
	}
}

func TestAHoldIsLoggedOnceCountedAndShown(t *testing.T) {
	cfg := folder(t, map[string]string{
		"hr.yaml": fmt.Sprintf(appFile, "hr"),
		"gateway.yaml": `
clients: [{name: idp, tokens: [{sha256: DIGEST}], apps: [hr]}]
apps: [{file: hr.yaml, connector: {dsn: DIR/hr.db}, holds: {deletions: {count: 0}}}]
`})
	core, logged := observer.New(zap.WarnLevel)
	g, found := Open(t.Context(), cfg, Options{Log: zap.New(core)})
	if found.HasErrors() {
		t.Fatal(found)
	}
	defer g.Close()
	ask := func(h http.Handler, method, target string) (int, string) {
		r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
		r.Header.Set("Authorization", "Bearer secret")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	_, list := ask(g.Handler, "GET", "/hr/scim/v2/Users?attributes=id")
	_, rest, _ := strings.Cut(list, `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	for range 2 {
		if status, body := ask(g.Handler, "DELETE", "/hr/scim/v2/Users/"+id); status != http.StatusTooManyRequests {
			t.Errorf("a deletion is answered by %d %s", status, body)
		}
	}
	if held := logged.FilterFieldKey("kind").All(); len(held) != 1 || fmt.Sprint(held[0].ContextMap()) != "map[app:hr kind:deletions type:User]" {
		t.Errorf("the log says %v", held)
	}
	if _, metrics := ask(g.Admin, "GET", "/metrics"); !strings.Contains(metrics, `scimgate_writes_held_total{app="hr",kind="deletions"} 2`) {
		t.Errorf("the metrics are %s", metrics)
	}
	if _, apps := ask(g.Admin, "GET", "/apps"); !strings.Contains(apps, `"kind": "deletions"`) || !strings.Contains(apps, `"refused": 2`) {
		t.Errorf("the apps are %s", apps)
	}
}
