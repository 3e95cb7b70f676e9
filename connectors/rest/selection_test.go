package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/yamlx"
)

const people = `
type: rest
base_url: URL
entities:
  people:
    url: '/people{/id}'
    key: id
    fields: {id: integer, login: text, state: text}
    list: {paging: none}
    find: [{by: login}]
`

// opened are the people of an application that answers whatever it is asked with `answer`, and the paths it was asked for.
func opened(t *testing.T, answer string) (connectors.Entity, func() []string) {
	t.Helper()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	block, found := yamlx.Parse("app.yaml", []byte(strings.ReplaceAll(people, "URL", server.URL)))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	c, found := rest.Factory(door.Options{}, nil)(t.Context(), block)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	e, found := c.Open(t.Context(), connectors.Spec{Entity: "people", Key: []string{"id"}, Fields: []string{"id", "login", "state"}})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return e, func() []string { return asked }
}

func TestRecordsAreSelectedByTheFewestCalls(t *testing.T) {
	login := connectors.Leaf{Field: "login", Op: connectors.Eq, Value: "ada"}
	for _, c := range []struct {
		name  string
		where connectors.Predicate
		want  []string
	}{
		{"one of few keys is read by itself", connectors.In{Field: "id", Values: []connectors.Value{int64(7)}}, []string{"/people/7"}},
		{"one key rather than a search", connectors.And{login, connectors.In{Field: "id", Values: []connectors.Value{int64(7)}}}, []string{"/people/7"}},
		{"a search rather than many keys", connectors.And{connectors.In{Field: "id", Values: []connectors.Value{int64(7), int64(8), int64(9)}}, login}, []string{"/people?login=ada"}},
		{"everything but some keys", connectors.Not{Term: connectors.In{Field: "id", Values: []connectors.Value{int64(7)}}}, []string{"/people"}},
		{"no key is empty", connectors.Leaf{Field: "id", Op: connectors.Eq}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := "[]"
			if len(c.want) == 1 && c.want[0] == "/people/7" {
				answer = `{"id": 7, "login": "ada"}`
			}
			e, asked := opened(t, answer)
			if push := connectors.PushOf(e.Shape(), c.where); push == connectors.No {
				t.Fatal("the shape answers no such condition")
			}
			if _, err := e.List(t.Context(), connectors.Query{Where: c.where, Limit: 10}); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, asked()); d != "" {
				t.Errorf("calls (-want +got)\n%s", d)
			}
		})
	}
}
