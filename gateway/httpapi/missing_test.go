package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
)

func TestAReferenceThatTheResourceHasStaysThoughMissingOnesAreDropped(t *testing.T) {
	s := newSite(t, switched("missing_references: drop"))
	boss := s.made("/Users", strings.Replace(ada, `"ada"`, `"boss"`, 1))
	user := s.made("/Users", `{"schemas":["`+scim.SchemaUser+`","`+enterprise+`"],"userName":"bea","`+enterprise+`":{"manager":{"value":"`+boss+`"},"employeeNumber":"7"}}`)
	// Nobody told the gateway that the boss has left.
	if err := s.Users.Delete(t.Context(), "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{Set: connectors.Fields{"deleted": int64(1)}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, manager := range []string{boss, "nobody"} {
		a := s.send("PATCH", "/Users/"+user, patchOp(`{"op":"add","path":"`+enterprise+`:manager","value":{"value":"`+manager+`"}}`))
		if a.code != 200 || !strings.Contains(a.text, `"employeeNumber":"7"`) {
			t.Fatalf("got %d %s", a.code, a.text)
		}
		if has := s.Tables.Rows("employees")[1]["manager_no"] != nil; has != (manager == boss) {
			t.Errorf("after a PATCH of the manager %q there is one: %v", manager, has)
		}
	}
}

func TestWhatOnlyReferredToNobodyIsGoneWithIt(t *testing.T) {
	s := newSite(t, switched("missing_references: drop"))
	a := s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`","`+enterprise+`"],"userName":"bea","`+enterprise+`":{"manager":{"value":"nobody"}}}`)
	if want := `"schemas":["` + scim.SchemaUser + `"]`; a.code != 201 || !strings.Contains(a.text, want) || strings.Contains(a.text, "manager") {
		t.Errorf("got %d %s", a.code, a.text)
	}
	user := a.body.Text("id")
	group := s.made("/Groups", strings.Replace(staff, `"displayName"`, `"members":[{"value":"`+user+`"}],"displayName"`, 1))
	a = s.send("PUT", "/Groups/"+group, strings.Replace(staff, `"displayName"`, `"members":[{"value":"nobody"}],"displayName"`, 1))
	if a.code != 200 || strings.Contains(a.text, "members") {
		t.Errorf("a group of nobody: got %d %s", a.code, a.text)
	}
}
