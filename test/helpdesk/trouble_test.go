package helpdesk

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// write is a request that changes something; names stand for ids as in the lists of calls.
type write struct{ name, method, path, body string }

func writes() []write {
	patch := func(operation string) string { return served.Patch(operation) }
	return []write{
		{"create a user", "POST", "/Users", `{"userName": "new", "active": false, "phoneNumbers": [{"type": "work", "value": "1"}]}`},
		{"change a user", "PATCH", "/Users/{{user ada}}", patch(`{"op": "replace", "value": {"active": false, "title": "Coach"}}`)},
		{"rename a user", "PATCH", "/Users/{{user ada}}", patch(`{"op": "replace", "path": "userName", "value": "ada.l"}`)},
		{"delete a user", "DELETE", "/Users/{{user bob}}", ""},
		{"create a group", "POST", "/Groups", `{"displayName": "New", "members": [{"value": "{{user ada}}"}, {"value": "{{user bob}}"}]}`},
		{"add members", "PATCH", "/Groups/{{group Night}}", patch(`{"op": "add", "path": "members", "value": [{"value": "{{user ada}}"}, {"value": "{{user eve}}"}]}`)},
		{"replace members", "PATCH", "/Groups/{{group Night}}", patch(`{"op": "replace", "path": "members", "value": [{"value": "{{user ada}}"}, {"value": "{{user eve}}"}]}`)},
		{"remove a member and rename the group", "PATCH", "/Groups/{{group Night}}",
			patch(`{"op": "remove", "path": "members[value eq \"{{user bob}}\"]"}, {"op": "replace", "path": "displayName", "value": "Late"}`)},
		{"delete a group", "DELETE", "/Groups/{{group Night}}", ""},
	}
}

// troubles are what may happen to one call.
func troubles() []legacy.Trouble {
	return []legacy.Trouble{
		{Drop: legacy.AfterTheWork}, {Status: 503}, {Status: 500}, {Torn: true}, {Drop: legacy.BeforeTheWork}, {Status: 429},
	}
}

// A client that was answered with an error sends its request again, a minute later, until it succeeds. Whatever happened to whichever
// call, the application ends up as if nothing had happened: nobody is there twice, and no member is lost.
func TestAWriteThatMetTroubleIsFinishedWhenItIsSentAgain(t *testing.T) {
	for name, open := range small() {
		for _, w := range writes() {
			t.Run(name+"/"+w.name, func(t *testing.T) {
				t.Parallel() // most of it is waiting before calls are made again
				untroubled := open(t)
				calls := untroubled.write(t, w)
				want := untroubled.state()
				for i := range calls {
					for _, trouble := range troubles()[:testenv.N(2, len(troubles()))] {
						trouble.After, trouble.Times = i, 1
						s := open(t)
						s.meet(t, w, trouble)
						if d := cmp.Diff(want, s.state()); d != "" {
							t.Errorf("call %d of %d, %+v (-untroubled +met)\n%s", i+1, calls, trouble, d)
						}
					}
				}
			})
		}
	}
}

// write sends a write that meets no trouble, and counts the calls that it takes.
func (s site) write(t *testing.T, w write) int {
	t.Helper()
	path, body := s.resolved(t, w.path), s.resolved(t, w.body)
	s.app.Forget()
	if status := s.status(t, w.method, path, body); status >= 300 {
		t.Fatalf("%s: %d", w.name, status)
	}
	return len(s.app.Calls())
}

// meet sends a write until it succeeds, while one of its calls meets trouble.
func (s site) meet(t *testing.T, w write, trouble legacy.Trouble) {
	t.Helper()
	path, body := s.resolved(t, w.path), s.resolved(t, w.body)
	s.app.Cause(trouble)
	var statuses []int
	for range 3 {
		status := s.status(t, w.method, path, body)
		statuses = append(statuses, status)
		switch {
		case status < 300, len(statuses) > 1 && w.method == http.MethodDelete && status == 404:
			return
		case status != 503 && status != 429:
			t.Fatalf("%+v: %v: that does not tell a client to try again", trouble, statuses)
		}
		s.seconds.Add(60)
	}
	t.Fatalf("%+v: %v", trouble, statuses)
}

// state is what the application holds, without numbers and instants.
func (s site) state() []string {
	var out []string
	names := map[string]any{}
	for _, people := range []string{"agents", "teams", "operators", "huntgroups"} {
		for _, r := range s.app.Rows(people) {
			id, name := r["id"], r["login"]
			for _, other := range []any{r["name"], r["UserCode"], r["Title"]} {
				if name == nil {
					name = other
				}
			}
			if id == nil {
				id = r["No"]
			}
			names[fmt.Sprint(people, id)] = name
			out = append(out, fmt.Sprint(people, " ", name, " ", r["state"], r["Status"], " ", r["job_title"], r["Position"]))
		}
	}
	for _, r := range s.app.Rows("memberships") {
		out = append(out, fmt.Sprint(names[fmt.Sprint("teams", r["team_id"])], " has ", names[fmt.Sprint("agents", r["agent_id"])]))
	}
	for _, r := range s.app.Rows("entries") {
		out = append(out, fmt.Sprint(names[fmt.Sprint("huntgroups", r["GroupNo"])], " has ", names[fmt.Sprint("operators", r["OperatorNo"])]))
	}
	for _, r := range slices.Concat(s.app.Rows("phones"), s.app.Rows("devices")) {
		out = append(out, fmt.Sprint("phone ", r["number"], r["Dial"]))
	}
	slices.Sort(out)
	return out
}

// status sends a request and says how it was answered.
func (s site) status(t *testing.T, method, path, body string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer idp")
	r.Header.Set("Content-Type", "application/scim+json")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}
