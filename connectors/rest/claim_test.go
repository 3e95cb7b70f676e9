package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// roster is an application with one team of four, and the turns that its writers take. It writes down both.
type roster struct {
	url string

	mu      sync.Mutex
	log     []string
	answers map[string]http.HandlerFunc // instead of its own
	refuses bool                        // nobody gets a turn
	over    bool                        // every turn is over before anything was written
}

func newRoster(t *testing.T) *roster {
	r := &roster{answers: map[string]http.HandlerFunc{}}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func (r *roster) note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, text)
}

func (r *roster) last() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log[len(r.log)-1]
}

func (r *roster) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	call := q.Method + " " + q.URL.RequestURI()
	text := call
	if q.Header.Get("Cache-Control") == "no-cache" {
		text += " fresh"
	}
	r.note(text)
	pages := [][]int{{1, 2}, {3, 4}, {}}
	switch answer := r.answers[call]; {
	case answer != nil:
		answer(w, q)
	case call == "GET /teams/1":
		_, _ = fmt.Fprint(w, `{"id": 1, "name": "one", "posts": [{"no": 1}]}`)
	case strings.HasPrefix(call, "GET /teams/1/members?page="):
		page := int(call[len(call)-len("1&per_page=2")] - '1')
		_ = json.NewEncoder(w).Encode(map[string]any{"members": pages[page], "total": 4})
	case q.Method == http.MethodGet:
		http.NotFound(w, q)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (r *roster) Lock(_ context.Context, name string, _ time.Duration) (connectors.Turn, error) {
	if r.note("take " + name); r.refuses {
		return nil, notAsked()
	}
	return r, nil
}

func (r *roster) GiveWay(context.Context) error {
	r.note("give way")
	return nil
}

func (r *roster) During(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc, error) {
	if r.over {
		return nil, nil, notAsked()
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	return ctx, cancel, nil
}

func (r *roster) End() { r.note("end") }

func notAsked() error {
	return connectors.Errorf(connectors.Unavailable, "wait", "%w", connectors.ErrNotAsked)
}

// What the roster can be told by: lists of members as a whole, members one by one, records as a whole.
const (
	asAWhole = `
  members:
    key: [team_id, no]
    fields: {team_id: {type: integer, read_only: true}, no: {type: integer, at: ''}}
    find: [{get: '/teams{/team_id}/members', by: team_id, exact: true, records: members, total: total, paging: {style: page, max: 2}}]
    rewrite: {put: '/teams{/team_id}/members', body: {members: '{no}'}}
`
	oneByOne = `
  members:
    key: [team_id, no]
    fields: {team_id: {type: integer, read_only: true}, no: {type: integer, at: ''}}
    find: [{get: '/teams{/team_id}/members', by: team_id, exact: true, records: members, total: total, paging: {style: page, max: 2}}]
    create: {post: '/teams{/team_id}/members', body: {member: '{no}'}}
    delete: {delete: '/teams{/team_id}/members{/no}'}
`
	changed = `update: {patch: '/teams{/id}'}`
	whole   = `update: {put: '/teams{/id}', send: all}`
)

func (r *roster) teams(t *testing.T, update, members string) connectors.Entity {
	block := fmt.Sprintf(`
type: rest
base_url: %s
entities:
  teams: {url: '/teams{/id}', key: id, fields: {id: {type: integer, read_only: true}, name: text}, %s}
  posts: {within: {of: teams, at: posts, owner: team_id}, key: no, fields: {no: integer, team_id: integer}}
%s`, r.url, update, members)
	return open(t, dialBeside(t, block, r), connectors.Spec{Entity: "teams", Fields: []string{"id", "name"}, Relations: map[string]connectors.Relation{
		"members": {Entity: "members", By: map[string]string{"team_id": "id"}, Fields: []string{"no"}, Identity: []string{"no"}},
	}})
}

func rowChange(c connectors.RowChange) connectors.Change {
	return connectors.Change{Rows: map[string]connectors.RowChange{"members": c}}
}

func TestOnlyWhatIsWrittenAsAWholeTakesATurn(t *testing.T) {
	nine := []connectors.Fields{{"no": int64(9)}}
	add, replace := rowChange(connectors.RowChange{Add: nine}), rowChange(connectors.RowChange{Replace: true, Add: nine})
	rename := connectors.Change{Set: connectors.Fields{"name": "uno"}}
	rows := connectors.Need{Rows: map[string][]string{"members": {"no"}}}
	const first, second, put = "GET /teams/1/members?page=1&per_page=2", "GET /teams/1/members?page=2&per_page=2", "PUT /teams/1/members"
	for _, c := range []struct {
		name, update, members string
		need                  connectors.Need
		change                connectors.Change
		want                  []string
	}{
		{"a list of members is read and written within one", changed, asAWhole, connectors.Need{}, add,
			[]string{"GET /teams/1", "take teams 1", first + " fresh", second + " fresh", put, "end"}},
		{"so is one that is replaced", changed, asAWhole, connectors.Need{}, replace,
			[]string{"GET /teams/1", "take teams 1", first + " fresh", second + " fresh", put, "end"}},
		{"what is decided by the list is decided within the turn", changed, asAWhole, rows, add,
			[]string{"GET /teams/1", first, second, "take teams 1", "GET /teams/1 fresh", first + " fresh", second + " fresh", put,
				"GET /teams/1 fresh", first + " fresh", second + " fresh", "end"}},
		{"a list that stays as it is is not written", changed, asAWhole, connectors.Need{}, rowChange(connectors.RowChange{Add: []connectors.Fields{{"no": int64(4)}}}),
			[]string{"GET /teams/1", "take teams 1", first + " fresh", second + " fresh", "end"}},
		{"members with calls of their own need none", changed, oneByOne, connectors.Need{}, add,
			[]string{"GET /teams/1", first, second, "POST /teams/1/members"}},
		{"nor does a name, whose change says nothing else", changed, asAWhole, connectors.Need{}, rename,
			[]string{"GET /teams/1", "PATCH /teams/1"}},
		{"a record that is sent with all its fields is read and written within one", whole, oneByOne, connectors.Need{}, rename,
			[]string{"take teams 1", "GET /teams/1 fresh", "PUT /teams/1", "end"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoster(t)
			_, err := r.teams(t, c.update, c.members).Update(t.Context(), "1", c.need, func(connectors.Record) (connectors.Change, error) { return c.change, nil })
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, r.log); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestWithoutATurnNothingIsWritten(t *testing.T) {
	for name, trouble := range map[string]func(*roster){
		"nobody gets one":                func(r *roster) { r.refuses = true },
		"it is over before all was read": func(r *roster) { r.over = true },
	} {
		t.Run(name, func(t *testing.T) {
			for _, update := range []string{changed, whole} {
				r := newRoster(t)
				trouble(r)
				_, err := r.teams(t, update, asAWhole).Update(t.Context(), "1", connectors.Need{}, adding)
				if !errors.Is(err, connectors.Unavailable) || !errors.Is(err, connectors.ErrNotAsked) {
					t.Errorf("error %v", err)
				}
				unwritten(t, r)
			}
		})
	}
}

func adding(connectors.Record) (connectors.Change, error) {
	return rowChange(connectors.RowChange{Add: []connectors.Fields{{"no": int64(9)}}}), nil
}

func unwritten(t *testing.T, r *roster) {
	t.Helper()
	for _, call := range r.log {
		if strings.HasPrefix(call, "PUT") || strings.HasPrefix(call, "PATCH") || strings.HasPrefix(call, "POST") {
			t.Errorf("%s was sent", call)
		}
	}
}

func TestAListIsNotRewrittenFromAReadThatIsNotWhole(t *testing.T) {
	const first, second = "GET /teams/1/members?page=1&per_page=2", "GET /teams/1/members?page=2&per_page=2"
	says := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, body) }
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for _, c := range []struct {
		name, call string
		answer     http.HandlerFunc
	}{
		{"half a body", second, says(`{"members": [3,`)},
		{"half a body whose length is known", second, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = fmt.Fprint(w, `{"members": [3, 4], "total": 4}`)
		}},
		{"no body", first, says(``)},
		{"no list", first, says(`{"error": "try again"}`)},
		{"a page that is missing", second, status(http.StatusNotFound)},
		{"a page that fails", second, status(http.StatusInternalServerError)},
		{"a total that says more", second, says(`{"members": [3], "total": 4}`)},
		{"a page without anybody, of more", first, says(`{"members": [], "total": 4}`)},
		{"an answer of a cache", first, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Age", "30")
			_, _ = fmt.Fprint(w, `{"members": [1], "total": 1}`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoster(t)
			r.answers[c.call] = c.answer
			_, err := r.teams(t, changed, asAWhole).Update(t.Context(), "1", connectors.Need{}, adding)
			if !errors.Is(err, connectors.Unavailable) {
				t.Errorf("error %v", err)
			}
			unwritten(t, r)
			if last := r.log[len(r.log)-1]; last != "end" {
				t.Errorf("the turn did not end, but %s", last)
			}
		})
	}
}

func TestACallThatWasBegunIsNotBrokenOffWhenItsClientLeaves(t *testing.T) {
	r := newRoster(t)
	ctx, leave := context.WithCancel(t.Context())
	r.answers["PUT /teams/1/members"] = func(w http.ResponseWriter, q *http.Request) {
		leave()
		if q.Context().Err() == nil {
			w.WriteHeader(http.StatusNoContent)
		}
	}
	if _, err := r.teams(t, changed, asAWhole).Update(ctx, "1", connectors.Need{}, adding); err != nil {
		t.Errorf("error %v", err)
	}
}

func TestATurnWithAnAnswerThatIsLateRunsOut(t *testing.T) {
	r := newRoster(t)
	hang := make(chan struct{})
	r.answers["PUT /teams/1/members"] = func(http.ResponseWriter, *http.Request) { <-hang }
	t.Cleanup(func() { close(hang) })
	_, err := r.teams(t, changed, asAWhole+"timeout: 300ms\n").Update(t.Context(), "1", connectors.Need{}, adding)
	if !errors.Is(err, connectors.OutcomeUnknown) {
		t.Errorf("error %v", err)
	}
	if last := r.last(); last == "end" {
		t.Error("the next one is let in while the application may be at work")
	}
}
