package storms

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/scimgate/scimgate/connectors/connectortest"
)

// known are the calls that the app file describes, whatever values they carry.
var known = regexp.MustCompile(`^(GET|POST|PATCH|PUT|DELETE) /api/v1/(agents(/[0-9]+(/(lock|unlock))?)?|teams(/[0-9]+(/members(/[0-9]+)?)?)?|memberships)(\?[a-z_]+=[^&]*(&[a-z_]+=[^&]*)*)?$`)

// A text is kept as it is or refused; whatever it holds, no call is made but those of the app file, and no one but the agent
// whose title it is has it.
func TestNoTextMakesAnotherCall(t *testing.T) {
	s := newSite(t, "")
	page := s.ask(http.MethodGet, desk+"/Users?count=2&attributes=id,userName&sortBy=id", "")
	id := page.body.Resources[0].ID
	agents := len(s.desk.Rows("agents"))
	for _, text := range connectortest.Hostile() {
		s.desk.Forget()
		value, err := json.Marshal(text)
		s.must(err)
		changed := s.ask(http.MethodPatch, desk+"/Users/"+id, patchSchema+`{"op":"replace","path":"title","value":`+string(value)+`}]}`)
		has := 0
		for _, r := range s.desk.Rows("agents") {
			if r["job_title"] == text {
				has++
			}
		}
		switch {
		case changed.status < 300 && has != 1 && text != "":
			t.Errorf("%q: %+v, and %d have it", text, changed, has)
		case changed.status >= 300 && changed.status != http.StatusBadRequest:
			t.Errorf("%q: %+v", text, changed)
		}
		for _, path := range []string{
			desk + "/Users?filter=" + url.QueryEscape("userName eq "+string(value)), desk + "/Users?filter=" + url.QueryEscape("displayName co "+string(value)),
			desk + "/Users?filter=" + url.QueryEscape("externalId eq "+string(value)), desk + "/Users/" + url.PathEscape(text),
		} {
			if a := s.ask(http.MethodGet, path, ""); a.status >= 500 {
				t.Errorf("%s: %+v", path, a)
			}
		}
		for _, call := range s.desk.Calls() {
			if !known.MatchString(call.String()) {
				t.Errorf("%q makes the call %s", text, call)
			}
		}
	}
	if n := len(s.desk.Rows("agents")); n != agents {
		t.Errorf("there were %d agents and are %d", agents, n)
	}
}
