package rest_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/golden"
)

// TestAWriteMakesTheseCalls opens a desk by the block of each case, makes the writes that the case names, and writes down
// what the desk was asked and how it answered.
func TestAWriteMakesTheseCalls(t *testing.T) {
	golden.Run(t, "testdata/writes/*.txtar", func(t *testing.T, c *golden.Case) {
		var out strings.Builder
		block, _ := c.File("block")
		names, _ := c.File("writes")
		for name := range strings.Lines(names) {
			name = strings.TrimSpace(name)
			write, ok := writes()[name]
			if !ok {
				t.Fatalf("no write is called %q", name)
			}
			d := newDesk(t)
			connector := dial(t, "type: rest\nbase_url: "+d.url+"\n"+block)
			d.log = nil
			err := write(t, d, connector)
			fmt.Fprintf(&out, "# %s: %s\n%s\n", name, outcome(err), strings.Join(sorted(d.log), ""))
		}
		c.Want("calls", out.String())
	})
}

// sorted puts reads that follow each other, and may be made at once, into an order.
func sorted(log []string) []string {
	for begin := 0; begin < len(log); begin++ {
		end := begin
		for end < len(log) && strings.HasPrefix(log[end], "GET ") {
			end++
		}
		slices.Sort(log[begin:end])
		begin = end
	}
	return log
}

func outcome(err error) string {
	if err == nil {
		return "done"
	}
	return err.Error()
}

// desk is a small application that writes down what it is asked.
type desk struct {
	*legacy.App
	url string

	mu    sync.Mutex
	log   []string
	meant map[string]func() // what somebody else does just before a call
	spoil map[string]int    // the status of a call instead, once

	refused, status int // the call with this number gets this status instead; -1: none does
}

func newDesk(t *testing.T) *desk {
	text := func(name string) legacy.Field { return legacy.Field{Name: name, Type: legacy.Text} }
	number := func(name string) legacy.Field { return legacy.Field{Name: name, Type: legacy.Integer} }
	made := legacy.Field{Name: "id", Type: legacy.Integer, Generated: true, ReadOnly: true}
	login := legacy.Field{Name: "login", Type: legacy.Text, Required: true}
	mine := map[string]string{"agent_id": "id"}
	state := legacy.Field{Name: "state", Type: legacy.Text, Default: "open", ReadOnly: true}
	secret := legacy.Field{Name: "password", Type: legacy.Text, WriteOnly: true}
	remark := legacy.Field{Name: "remark", Type: legacy.Text, ReadOnly: true}
	app, err := legacy.New(legacy.Style{Wrap: true, Again: 422, ETags: true, Idempotency: true, EmptyIsNull: true},
		legacy.Collection{
			Name: "agents", One: "agent", Key: []string{"id"}, Unique: [][]string{{"login"}},
			Fields:  []legacy.Field{made, login, text("title"), state, secret},
			Subs:    []legacy.Sub{{Name: "phones", One: "phone", Of: "phones", By: mine, Inline: true, Cascade: true}},
			Actions: []legacy.Action{{Name: "lock", Set: map[string]any{"state": "locked"}}, {Name: "unlock", Set: map[string]any{"state": "open"}}},
			Find:    []string{"login"},
		},
		legacy.Collection{Name: "phones", One: "phone", Key: []string{"line"}, Hidden: true,
			Fields: []legacy.Field{{Name: "line", Type: legacy.Integer, Generated: true}, number("agent_id"), text("kind"), text("number"), remark}},
		legacy.Collection{
			Name: "teams", One: "team", Key: []string{"id"}, Fields: []legacy.Field{made, text("name")},
			Subs: []legacy.Sub{{Name: "members", One: "member", Of: "memberships", By: map[string]string{"team_id": "id"}, Member: "agent_id",
				Target: "agents", Bare: true, Cascade: true}},
		},
		legacy.Collection{Name: "memberships", One: "membership", Key: []string{"team_id", "agent_id"}, Fields: []legacy.Field{number("team_id"), number("agent_id")},
			Find: []string{"team_id", "agent_id"}},
	)
	must(t, err)
	for i := range int64(6) {
		must(t, app.Insert("agents", legacy.Row{"id": i + 1, "login": fmt.Sprint("agent", i+1), "state": "open"}))
	}
	must(t, app.Insert("phones", legacy.Row{"line": int64(1), "agent_id": int64(1), "kind": "work", "number": "100", "remark": "in the hall"},
		legacy.Row{"line": int64(2), "agent_id": int64(1), "kind": "home", "number": "200"}))
	must(t, app.Insert("teams", legacy.Row{"id": int64(1), "name": "one"}))
	must(t, app.Insert("memberships", legacy.Row{"team_id": int64(1), "agent_id": int64(1)}, legacy.Row{"team_id": int64(1), "agent_id": int64(2)}))
	d := &desk{App: app, meant: map[string]func(){}, spoil: map[string]int{}, refused: -1}
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	d.url = server.URL
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// before does something once, just before a call is answered that begins so.
func (d *desk) before(call string, do func()) { d.meant[call] = do }

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	call := r.Method + " " + r.URL.RequestURI()
	if do := d.meant[call]; do != nil {
		delete(d.meant, call)
		do()
	}
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	switch status := d.spoil[call]; {
	case len(d.log) == d.refused:
		answer.WriteHeader(d.status)
	case status != 0:
		delete(d.spoil, call)
		answer.WriteHeader(status)
	default:
		d.App.ServeHTTP(answer, r)
	}
	line := call
	for _, name := range []string{"If-Match", "Idempotency-Key"} {
		if v := r.Header.Get(name); v != "" {
			line += " " + name + ": " + tags.ReplaceAllString(v, `"…"`)
		}
	}
	d.log = append(d.log, fmt.Sprintf("%s %s → %d\n", line, body, answer.Code))
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

var tags = regexp.MustCompile(`"[0-9a-f]{16}"`)

func agentsSpec() connectors.Spec {
	return connectors.Spec{Entity: "agents", Fields: []string{"id", "login", "title", "state", "password"}, Relations: map[string]connectors.Relation{"phones": {
		Entity: "phones", By: map[string]string{"agent_id": "id"}, Fields: []string{"kind", "number"}, Identity: []string{"number"},
	}}}
}

func teamsSpec() connectors.Spec {
	return connectors.Spec{Entity: "teams", Fields: []string{"id", "name"}, Relations: map[string]connectors.Relation{"members": {
		Entity: "members", By: map[string]string{"team_id": "id"}, Fields: []string{"agent_id"}, Identity: []string{"agent_id"}, Large: true,
		Target: &connectors.Target{Entity: "agents", By: map[string]string{"id": "agent_id"}},
	}}}
}

// writes are what cases do, by name.
func writes() map[string]func(*testing.T, *desk, connectors.Connector) error {
	set := func(f connectors.Fields) connectors.Change { return connectors.Change{Set: f} }
	rows := func(relation string, c connectors.RowChange) connectors.Change {
		return connectors.Change{Rows: map[string]connectors.RowChange{relation: c}}
	}
	create := func(spec connectors.Spec, c connectors.Change) func(*testing.T, *desk, connectors.Connector) error {
		return func(t *testing.T, _ *desk, c2 connectors.Connector) error {
			_, err := open(t, c2, spec).Create(t.Context(), c)
			return err
		}
	}
	update := func(spec connectors.Spec, c connectors.Change) func(*testing.T, *desk, connectors.Connector) error {
		return func(t *testing.T, _ *desk, c2 connectors.Connector) error {
			_, err := open(t, c2, spec).Update(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return c, nil })
			return err
		}
	}
	members := func(ids ...int64) []connectors.Fields {
		var list []connectors.Fields
		for _, id := range ids {
			list = append(list, connectors.Fields{"agent_id": id})
		}
		return list
	}
	both := set(connectors.Fields{"title": "Chief"})
	both.Rows = map[string]connectors.RowChange{"phones": {
		Remove: []connectors.Fields{{"number": "200"}}, Update: []connectors.Row{{Key: "1", Fields: connectors.Fields{"kind": "mobile"}}}, Add: []connectors.Fields{{"number": "300"}},
	}}
	withToken := set(connectors.Fields{"login": "new", "password": "s3cret"})
	withToken.Token = "intent-1"
	known := connectors.Need{Fields: []string{"id", "login", "state"}}
	newTeam := rows("members", connectors.RowChange{Add: members(3, 4)})
	newTeam.Set = connectors.Fields{"name": "two"}
	return map[string]func(*testing.T, *desk, connectors.Connector) error{
		"create":                       create(agentsSpec(), set(connectors.Fields{"login": "new"})),
		"create with a token":          create(agentsSpec(), withToken),
		"create without a title":       create(agentsSpec(), set(connectors.Fields{"login": "new", "title": nil})),
		"create as it is by default":   create(agentsSpec(), set(connectors.Fields{"login": "new", "state": "open"})),
		"create locked":                create(agentsSpec(), set(connectors.Fields{"login": "new", "state": "locked"})),
		"create in an unknown state":   create(agentsSpec(), set(connectors.Fields{"login": "new", "state": "asleep"})),
		"create with a phone":          create(agentsSpec(), connectors.Change{Set: connectors.Fields{"login": "new"}, Rows: map[string]connectors.RowChange{"phones": {Add: []connectors.Fields{{"number": "1"}}}}}),
		"create a team with members":   create(teamsSpec(), newTeam),
		"create who is there already":  create(agentsSpec(), set(connectors.Fields{"login": "agent2"})),
		"change a title":               update(agentsSpec(), set(connectors.Fields{"title": "Chief"})),
		"change nothing":               update(agentsSpec(), set(connectors.Fields{"login": "agent1", "state": "open"})),
		"lock":                         update(agentsSpec(), set(connectors.Fields{"title": "Chief", "state": "locked"})),
		"change a title and phones":    update(agentsSpec(), both),
		"take the last phones away":    update(agentsSpec(), rows("phones", connectors.RowChange{Replace: true})),
		"add a member":                 update(teamsSpec(), rows("members", connectors.RowChange{Add: members(3)})),
		"add who is there":             update(teamsSpec(), rows("members", connectors.RowChange{Add: members(2)})),
		"add who does not exist":       update(teamsSpec(), rows("members", connectors.RowChange{Add: members(99)})),
		"add many":                     update(teamsSpec(), rows("members", connectors.RowChange{Add: members(1, 3, 4, 5, 3)})),
		"remove a member":              update(teamsSpec(), rows("members", connectors.RowChange{Remove: members(2)})),
		"remove who is not there":      update(teamsSpec(), rows("members", connectors.RowChange{Remove: members(5)})),
		"remove and add":               update(teamsSpec(), rows("members", connectors.RowChange{Remove: members(2), Add: members(3)})),
		"replace all members":          update(teamsSpec(), rows("members", connectors.RowChange{Replace: true, Add: members(2, 3)})),
		"replace by who is there":      update(teamsSpec(), rows("members", connectors.RowChange{Replace: true, Add: members(2, 1)})),
		"rename and add who is no one": update(teamsSpec(), connectors.Change{Set: connectors.Fields{"name": "uno"}, Rows: map[string]connectors.RowChange{"members": {Add: members(3, 99)}}}),
		"replace while somebody else adds": func(t *testing.T, d *desk, c connectors.Connector) error {
			d.before("PUT /teams/1/members", func() {
				if err := d.Insert("memberships", legacy.Row{"team_id": int64(1), "agent_id": int64(6)}); err != nil {
					t.Error(err)
				}
			})
			return update(teamsSpec(), rows("members", connectors.RowChange{Add: members(3)}))(t, d, c)
		},
		"add many, of whom one spoils it": func(t *testing.T, d *desk, c connectors.Connector) error {
			d.spoil["POST /teams/1/members"] = http.StatusUnprocessableEntity
			return update(teamsSpec(), rows("members", connectors.RowChange{Add: members(2, 3, 4)}))(t, d, c)
		},
		"create and want to know": func(t *testing.T, _ *desk, c connectors.Connector) error {
			made, err := open(t, c, agentsSpec()).Create(t.Context(), connectors.Change{Set: connectors.Fields{"login": "new"}, Answer: known})
			if err == nil && len(made.Fields) > 0 && (made.Fields["state"] != "open" || len(made.Fields) != 3) { // what it does not tell is for Get
				t.Errorf("told %v", made.Fields)
			}
			return err
		},
		"change a title and want to know": func(t *testing.T, _ *desk, c connectors.Connector) error {
			now, err := open(t, c, agentsSpec()).Update(t.Context(), "1", known, func(connectors.Record) (connectors.Change, error) {
				return set(connectors.Fields{"title": "Chief"}), nil
			})
			if err == nil && (now.Fields["state"] != "open" || len(now.Fields) != 3) {
				t.Errorf("told %v", now.Fields)
			}
			return err
		},
		"delete": func(t *testing.T, _ *desk, c connectors.Connector) error {
			return open(t, c, teamsSpec()).Delete(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil })
		},
	}
}
