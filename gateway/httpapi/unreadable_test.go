package httpapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

func TestAValueThatNobodyKnowsCountsAsEmptyIsCountedAndLoggedOnceForItsField(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, login := range []string{"eve", "fay"} {
		if err := s.Tables.Insert("employees", connectors.Fields{"login": login, "status": "canary", "deleted": int64(0)}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if a := s.send("GET", "/Users?attributes=active", ""); a.code != 200 || strings.Contains(a.text, `"active"`) || len(a.body.List("Resources")) != 2 {
			t.Errorf("got %d %s", a.code, a.text)
		}
	}
	if want := slices.Repeat([]string{"hr User.status"}, 4); !slices.Equal(s.seen.unreadable, want) {
		t.Errorf("counted %v, want %v", s.seen.unreadable, want)
	}
	lines := s.logs.FilterMessage("a value that cannot be read counts as empty").All()
	if len(lines) != 1 || lines[0].ContextMap()["field"] != "User.status" || lines[0].ContextMap()["app"] != "hr" {
		t.Errorf("logged %v", lines)
	}
	for _, l := range s.logs.All() {
		for _, v := range l.ContextMap() {
			if v == "canary" {
				t.Error("the value is in the log")
			}
		}
	}
}

func TestAValueThatNobodyKnowsIsWrittenOverOnlyByWhoChangesIt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "eve", "status": "L?", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	path := "/Users/" + s.send("GET", "/Users", "").body.List("Resources")[0].(interface{ Text(string) string }).Text("id")
	status := func() connectors.Value { return s.Tables.Rows("employees")[0]["status"] }
	for _, c := range []struct{ method, body, want string }{
		{"PATCH", patchOp(`{"op":"replace","path":"title","value":"x"}`), "L?"},
		{"PUT", `{` + userURN + `,"userName":"eve","title":"y"}`, "L?"},
		{"PATCH", patchOp(`{"op":"replace","path":"active","value":false}`), "T"},
	} {
		if a := s.send(c.method, path, c.body); a.code != 200 || status() != c.want {
			t.Errorf("%s %s: %d %s, status %v, want %s", c.method, c.body, a.code, a.text, status(), c.want)
		}
	}
}
