package adminapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/gateway/adminapi"
)

func get(h http.Handler, method, target string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w.Code, w.Body.String()
}

func TestReadinessFollowsTheStoreAndHealthDoesNot(t *testing.T) {
	var store error
	ready := adminapi.NewReadiness(adminapi.Check{Name: "store", Run: func(ctx context.Context) error {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("a check may take for ever")
		}
		return store
	}})
	h := adminapi.New(ready, adminapi.NewMetrics("v1", "abc"))
	step := func(name, target string, wantStatus int, wantBody string) {
		t.Helper()
		if status, body := get(h, "GET", target); status != wantStatus || body != wantBody {
			t.Errorf("%s: %s is %d %q, want %d %q", name, target, status, body, wantStatus, wantBody)
		}
	}
	step("in order", "/healthz", 200, "ok\n")
	step("in order", "/readyz", 200, "ready\n")
	step("in order", "/readyz?verbose", 200, "serving: ok\nstore: ok\n")
	store = errors.New("disk full")
	step("store down", "/healthz", 200, "ok\n")
	step("store down", "/readyz", 503, "not ready\n")
	step("store down", "/readyz?verbose", 503, "serving: ok\nstore: disk full\n")
	store = nil
	ready.Drain()
	step("draining", "/healthz", 200, "ok\n")
	step("draining", "/readyz?verbose", 503, "serving: shutting down\nstore: ok\n")
}

func TestOnlyTheseRoutesAnswerAndOnlyToGET(t *testing.T) {
	h := adminapi.New(adminapi.NewReadiness(), adminapi.NewMetrics("v1", "abc"))
	for target, want := range map[string]int{
		"GET /": 404, "GET /debug/pprof/": 404, "POST /healthz": 405, "DELETE /metrics": 405, "HEAD /healthz": 200, "POST /apps": 405,
	} {
		method, path, _ := strings.Cut(target, " ")
		if status, _ := get(h, method, path); status != want {
			t.Errorf("%s answers %d, want %d", target, status, want)
		}
	}
}

func TestMetricsHaveTheNamesThatDashboardsUse(t *testing.T) {
	m := adminapi.NewMetrics("v1.2.3", "abc")
	m.Request("hr", "/Users/{id}", "GET", 200, 3*time.Millisecond)
	m.Request("hr", "/Users/{id}", "GET", 404, time.Millisecond)
	m.Request("", "", "BREW-x7Yq", 405, time.Millisecond)
	m.Tolerance("hr", "boolean_text", 2)
	m.Limited("hr", "okta")
	m.Unreadable("hr", "employees.grade")
	m.Cache("hit")
	m.Held("hr", "deletions")
	c := m.Calls("hr")
	c.Retried("unavailable")
	c.Waited("rate", 1500*time.Millisecond)
	c.Refused("breaker")
	c.Merged()
	c.Turned("open")
	c.Shared("error")
	c.Answered("PUT", 204, 20*time.Millisecond)
	c.Answered("PUT", 0, 10*time.Second)
	m.ReferencesParked("hr", "Group", 3)
	m.ReferenceEvents("hr", "Group", "applied", 4)
	m.Breaker("hr", func() string { return "open" })
	m.Breaker("crm", func() string { return "closed" })
	status, body := get(adminapi.New(adminapi.NewReadiness(), m), "GET", "/metrics")
	if status != 200 {
		t.Fatal(status, body)
	}
	for _, line := range []string{
		`scimgate_http_requests_total{app="hr",code="200",method="GET",route="/Users/{id}"} 1`,
		`scimgate_http_requests_total{app="hr",code="404",method="GET",route="/Users/{id}"} 1`,
		`scimgate_http_requests_total{app="",code="405",method="other",route=""} 1`,
		`scimgate_http_request_duration_seconds_count{app="hr",method="GET",route="/Users/{id}"} 2`,
		`scimgate_http_request_duration_seconds_bucket{app="hr",method="GET",route="/Users/{id}",le="0.005"} 2`,
		`scimgate_tolerances_total{app="hr",rule="boolean_text"} 2`,
		`scimgate_rate_limited_total{app="hr",client="okta"} 1`,
		`scimgate_unreadable_values_total{app="hr",field="employees.grade"} 1`,
		`scimgate_cache_requests_total{result="hit"} 1`,
		`scimgate_writes_held_total{app="hr",kind="deletions"} 1`,
		`scimgate_calls_retried_total{app="hr",kind="unavailable"} 1`,
		`scimgate_calls_waited_seconds_total{app="hr",reason="rate"} 1.5`,
		`scimgate_calls_refused_total{app="hr",reason="breaker"} 1`,
		`scimgate_reads_merged_total{app="hr"} 1`,
		`scimgate_breaker_changes_total{app="hr",to="open"} 1`,
		`scimgate_shared_rate_requests_total{app="hr",result="error"} 1`,
		`scimgate_application_requests_total{app="hr",code="204",method="PUT"} 1`,
		`scimgate_application_requests_total{app="hr",code="none",method="PUT"} 1`,
		`scimgate_application_request_duration_seconds_bucket{app="hr",method="PUT",le="0.025"} 1`,
		`scimgate_references_parked{app="hr",type="Group"} 3`,
		`scimgate_references_parked_total{app="hr",event="applied",type="Group"} 4`,
		`scimgate_breaker_state{app="hr"} 2`,
		`scimgate_breaker_state{app="crm"} 0`,
		`scimgate_build_info{goversion="go`,
		`version="v1.2.3"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("%s is missing in\n%s", line, body)
		}
	}
	if strings.Contains(body, "BREW") {
		t.Error("a client chose a label")
	}
}

func TestTheAppsAreShownAsTheyAre(t *testing.T) {
	var state, shown string
	var held []adminapi.Hold
	var unsaid error
	hr := adminapi.App{
		Name: "hr", Path: "/hr/scim/v2", Breaker: func() string { return state },
		Holds: func(context.Context) ([]adminapi.Hold, error) { return held, unsaid },
	}
	m := adminapi.NewMetrics("v1", "a")
	m.ReferencesParked("hr", "Group", 9)
	m.ReferencesParked("hr", "Group", 5)
	m.ReferencesParked("hr", "User", 2)
	m.ReferencesParked("crm", "User", 1)
	h := adminapi.New(adminapi.NewReadiness(), m, hr)
	for _, step := range []func(){
		func() { state, held, shown = "closed", []adminapi.Hold{}, `[]` },
		func() {
			state = "half open"
			held = []adminapi.Hold{{Type: "User", Kind: "deletions", Since: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC), Refused: 7}}
			shown = `[
      {
        "type": "User",
        "kind": "deletions",
        "since": "2026-05-04T12:00:00Z",
        "refused": 7
      }
    ]`
		},
		func() { held, unsaid, shown = nil, errors.New("the store is down"), `null` },
	} {
		step()
		want := `[
  {
    "name": "hr",
    "path": "/hr/scim/v2",
    "breaker": "` + state + `",
    "parked": 7,
    "holds": ` + shown + `
  }
]
`
		if status, body := get(h, "GET", "/apps"); status != 200 || body != want {
			t.Errorf("%d %s", status, body)
		}
	}
}

func TestTwoSetsOfMetricsDoNotMeet(t *testing.T) {
	first, second := adminapi.NewMetrics("v1", "a"), adminapi.NewMetrics("v1", "a")
	first.Cache("hit")
	if _, body := get(adminapi.New(adminapi.NewReadiness(), second), "GET", "/metrics"); strings.Contains(body, `result="hit"`) {
		t.Error("they share a registry")
	}
}
