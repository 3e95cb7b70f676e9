package testenv

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// A Redmine is one that somebody has started for tests, which change it: see `make real-redmine`.
type Redmine struct {
	URL string
	key string
}

// GivenRedmine is the Redmine that REDMINE_URL and REDMINE_API_KEY name. Whoever comes into being there while t runs is removed
// at its end.
func GivenRedmine(t testing.TB) Redmine {
	t.Helper()
	r := Redmine{strings.TrimSuffix(os.Getenv(RedmineVar), "/"), os.Getenv(RedmineKeyVar)}
	if r.URL == "" || r.key == "" {
		t.Fatalf("%s and %s name no Redmine: make real-redmine says how to get one", RedmineVar, RedmineKeyVar)
	}
	before := r.Everybody(t)
	t.Cleanup(func() {
		for path := range r.Everybody(t) {
			if before[path] == nil {
				r.Call(t, http.StatusNoContent, http.MethodDelete, path+".json", nil)
			}
		}
	})
	return r
}

// Everybody is all users, with their status, and all groups, without their members, by paths such as /users/7.
func (r Redmine) Everybody(t testing.TB) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	take := func(kind string, list any) {
		for _, o := range list.([]any) {
			o := o.(map[string]any)
			all[fmt.Sprintf("/%s/%v", kind, o["id"])] = o
		}
	}
	for status := 1; status <= 3; status++ {
		for offset, total := 0, 1; offset < total; offset += 100 {
			page := r.Call(t, http.StatusOK, http.MethodGet, fmt.Sprintf("/users.json?status=%d&limit=100&offset=%d", status, offset), nil)
			for _, u := range page["users"].([]any) {
				u.(map[string]any)["status"] = status
			}
			take("users", page["users"])
			total = int(page["total_count"].(float64))
		}
	}
	take("groups", r.Call(t, http.StatusOK, http.MethodGet, "/groups.json", nil)["groups"])
	return all
}

// Call sends a request to Redmine's own interface and returns what it answers, nil for no JSON. Any status but `want` fails
// the test.
func (r Redmine) Call(t testing.TB, want int, method, path string, body any) map[string]any {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(method, r.URL+path, bytes.NewReader(text)) // also when a test ends
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Redmine-API-Key", r.key)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != want {
		t.Fatalf("Redmine: %s %s: %s, want %d: %s", method, path, resp.Status, want, got)
	}
	var answer map[string]any
	_ = json.Unmarshal(got, &answer) // which 204 has not
	return answer
}
