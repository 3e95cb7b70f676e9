package rest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// parted is an application that lists users of one status at a time, or all of them, and never says which they have.
const parted = `
type: rest
base_url: %s
entities:
  users:
    url: /users{/id}
    key: id
    fields: {id: integer, login: , status: integer}
    read: none
    list:
      legs:
        - {query: {status: 1}, set: {status: 1}}
        - {query: {status: 3}, set: {status: 3}}
        - {query: {status: ''}, all: true}
`

func TestPartsOfAListAreReadOnlyForWhatTheySay(t *testing.T) {
	var asked []string
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RequestURI())
		users := map[string]string{"1": `{"id": 1, "login": "ada"}`, "3": `{"id": 2, "login": "bob"}`}
		users[""] = users["1"] + "," + users["3"]
		fmt.Fprintf(w, "[%s]", users[r.URL.Query().Get("status")])
	}))
	t.Cleanup(app.Close)
	for _, c := range []struct {
		name string
		need []string
		want []string
	}{
		{"what all of them together have", []string{"login"}, []string{"/users?status="}},
		{"what only the part tells", []string{"login", "status"}, []string{"/users?status=1", "/users?status=3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked = nil
			text := fmt.Sprintf(parted, app.URL)
			e := open(t, dial(t, text), connectors.Spec{Entity: "users", Key: []string{"id"}, Fields: []string{"login", "status"}})
			page, err := e.List(t.Context(), connectors.Query{Need: connectors.Need{Fields: c.need}, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			want := []connectors.Record{
				{Key: "1", Fields: connectors.Fields{"login": "ada", "status": int64(1)}},
				{Key: "2", Fields: connectors.Fields{"login": "bob", "status": int64(3)}},
			}
			for i := range want {
				for name := range want[i].Fields {
					if !slices.Contains(c.need, name) {
						delete(want[i].Fields, name)
					}
				}
			}
			if d := cmp.Diff(want, page.Records); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.want, asked); d != "" {
				t.Errorf("asked (-want +got):\n%s", d)
			}
		})
	}
}
