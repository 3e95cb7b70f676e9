package helpdesk

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
)

func open(t *testing.T, agents int) *legacy.App {
	t.Helper()
	app, err := New(Options{Key: "k", Agents: agents, Now: func() time.Time { return opened }})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

// call makes a call, which must have this status, and returns the answer.
func call(t *testing.T, app http.Handler, status int, method, path, body string) map[string]any {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	req.Header.Set(KeyHeader, "k")
	w := httptest.NewRecorder()
	app.ServeHTTP(w, req)
	if w.Code != status {
		t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	var answer map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
	}
	return answer
}

func TestTheSameNumberOfAgentsIsTheSamePeople(t *testing.T) {
	a, b := open(t, 500), open(t, 500)
	for _, collection := range []string{"agents", "teams", "memberships", "phones"} {
		if d := cmp.Diff(a.Rows(collection), b.Rows(collection)); d != "" {
			t.Errorf("%s: %s", collection, d)
		}
	}
	first, again := open(t, 20).Rows("agents"), a.Rows("agents")[:20]
	if d := cmp.Diff(first, again); d != "" {
		t.Errorf("fewer are others: %s", d)
	}
}

func TestThePeopleAreWhatDirectoriesHold(t *testing.T) {
	app := open(t, 500)
	agents := app.Rows("agents")
	if len(agents) != 500 || len(app.Rows("teams")) != 12 {
		t.Fatalf("%d agents, %d teams", len(agents), len(app.Rows("teams")))
	}
	for name, is := range map[string]func(legacy.Row) bool{
		"an apostrophe":    func(r legacy.Row) bool { return r["last_name"] == "O'Hara" },
		"a diaeresis":      func(r legacy.Row) bool { return r["first_name"] == "Ömer" },
		"a locked account": func(r legacy.Row) bool { return r["state"] == "locked" },
		"no last name":     func(r legacy.Row) bool { return r["last_name"] == nil },
		"no display name":  func(r legacy.Row) bool { return r["display_name"] == nil },
		"no manager":       func(r legacy.Row) bool { return r["manager_id"] == nil },
		"a namesake":       func(r legacy.Row) bool { return strings.HasSuffix(r["login"].(string), "2") },
	} {
		if !slices.ContainsFunc(agents, is) {
			t.Errorf("nobody has %s", name)
		}
	}
}

func TestOnlyTheLoginIsRequired(t *testing.T) {
	app := open(t, 0)
	call(t, app, 201, "POST", "/agents", `{"agent":{"login":"x"}}`)
	call(t, app, 422, "POST", "/agents", `{"agent":{"display_name":"X"}}`)
	call(t, app, 422, "POST", "/agents", `{"agent":{"login":""}}`)
	taken := call(t, app, 422, "POST", "/agents", `{"agent":{"login":"X"}}`)
	want := map[string]any{"error": map[string]any{"code": "taken", "field": "login", "message": "login has already been taken"}}
	if d := cmp.Diff(want, taken); d != "" {
		t.Error(d)
	}
}

func TestOnlyLockAndUnlockChangeTheState(t *testing.T) {
	app := open(t, 1)
	state := func() any { return app.Rows("agents")[0]["state"] }
	call(t, app, 200, "PATCH", "/agents/1", `{"agent":{"state":"locked"}}`)
	if state() != "active" {
		t.Error(state())
	}
	call(t, app, 200, "POST", "/agents/1/lock", "")
	if state() != "locked" {
		t.Error(state())
	}
	call(t, app, 200, "POST", "/agents/1/unlock", "")
	if state() != "active" {
		t.Error(state())
	}
}

func TestAPageHoldsAHundredAgentsAtMost(t *testing.T) {
	app := open(t, 230)
	for path, want := range map[string]int{"/agents": 25, "/agents?per_page=500": 100, "/agents?per_page=100&page=3": 30} {
		list := call(t, app, 200, "GET", path, "")
		if n := len(list["data"].([]any)); n != want || list["meta"].(map[string]any)["total"] != 230.0 {
			t.Errorf("%s: %d agents, %v", path, n, list["meta"])
		}
	}
}

func TestAnAgentComesWithPhonesAndTeams(t *testing.T) {
	app := open(t, 2)
	agent := call(t, app, 200, "GET", "/agents/2", "")["agent"].(map[string]any)
	want := map[string]any{
		"phones": []any{map[string]any{"id": 2.0, "kind": "work", "number": "+353 1 496 0002", "note": "desk"}},
		"teams":  []any{team(1, "Everybody"), team(2, "First Line")},
	}
	if d := cmp.Diff(want, map[string]any{"phones": agent["phones"], "teams": agent["teams"]}); d != "" {
		t.Error(d)
	}
	call(t, app, 200, "PATCH", "/agents/2", `{"agent":{"phones":[{"id":2,"number":"+1","kind":"mobile"}]}}`)
	if r := app.Rows("phones")[1]; r["number"] != "+1" || r["note"] != "desk" {
		t.Errorf("%v", r)
	}
	call(t, app, 204, "DELETE", "/agents/2", "")
	if n := len(app.Rows("memberships")); n != 1 {
		t.Errorf("%d memberships", n)
	}
}

func team(id float64, name string) map[string]any {
	return map[string]any{"team_id": id, "name": name, "since": "2011-03-14T08:00:00Z"}
}
