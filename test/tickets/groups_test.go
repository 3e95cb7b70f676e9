package tickets

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

func TestEveryListedRoleIsAGroup(t *testing.T) {
	s := newSite(t)
	groups := s.Send(http.StatusOK, http.MethodGet, "/Groups?sortBy=displayName", "")
	if d := cmp.Diff([]string{"Administrators", "Agents", "Light agents"}, values(groups["Resources"], "displayName")); d != "" {
		t.Error(d)
	}
	page := s.Send(http.StatusOK, http.MethodGet, "/Groups?sortBy=displayName&sortOrder=descending&startIndex=2&count=1", "")
	if d := cmp.Diff([]string{"Agents"}, values(page["Resources"], "displayName")); d != "" || page["totalResults"] != 3.0 {
		t.Error(d, page)
	}
	// Bots are nobody's members, and neither is who has left.
	agents := s.Send(http.StatusOK, http.MethodGet, "/Groups/"+s.Group("Agents"), "")
	if d := cmp.Diff([]string{s.User("ines"), s.User("tomas")}, values(agents["members"], "value"), sorted(func(a, b string) bool { return a < b })); d != "" {
		t.Error(d)
	}
	for _, m := range served.List(agents["members"]) {
		if m["type"] != "User" || m["$ref"] != s.URL+"/Users/"+m["value"].(string) {
			t.Errorf("%v", m)
		}
	}
}

func TestAUserKnowsTheirGroup(t *testing.T) {
	s := newSite(t)
	agents := s.Group("Agents")
	ines := s.Send(http.StatusOK, http.MethodGet, "/Users/"+s.User("ines"), "")
	want := []any{served.Object{"value": agents, "$ref": s.URL + "/Groups/" + agents, "display": "Agents", "type": "direct"}}
	if d := cmp.Diff(any(want), ines["groups"]); d != "" {
		t.Error(d)
	}
	jo := s.Send(http.StatusOK, http.MethodGet, "/Users/"+s.User("jo"), "")
	if _, has := jo["groups"]; has {
		t.Errorf("the role that stands for none is a group: %v", jo)
	}
	for filter, want := range map[string][]string{
		fmt.Sprintf(`groups.value eq %q`, agents): {"ines", "tomas"},
		`groups.display eq "administrators"`:      {"owner"},
		`groups[display sw "Light"]`:              {"mira"},
		`groups pr`:                               {"owner", "ines", "tomas", "mira"},
		`not (groups pr)`:                         {"jo"},
		`groups.type eq "direct" and active eq true and groups.display eq "Agents"`: {"ines", "tomas"},
	} {
		if d := cmp.Diff(want, s.Names("/Users", filter), sorted(func(a, b string) bool { return a < b })); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	for filter, want := range map[string][]string{
		fmt.Sprintf(`members.value eq %q`, s.User("ines")):                                    {"Agents"},
		fmt.Sprintf(`members[value eq %q] or displayName co "LIGHT"`, s.User("owner")):        {"Administrators", "Light agents"},
		fmt.Sprintf(`displayName ne "Agents" and not (members.value eq %q)`, s.User("owner")): {"Light agents"},
	} {
		if d := cmp.Diff(want, s.Names("/Groups", filter), sorted(func(a, b string) bool { return a < b })); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
}

func TestTheSchemaSaysWhatAGroupOfValuesCanDo(t *testing.T) {
	s := newSite(t)
	schema := s.Send(http.StatusOK, http.MethodGet, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group", "")
	got := map[string]any{}
	for _, a := range served.List(schema["attributes"]) {
		got[a["name"].(string)] = a["mutability"]
	}
	if d := cmp.Diff(map[string]any{"displayName": "immutable", "members": "readWrite"}, got); d != "" {
		t.Error(d)
	}
}

func TestTheOwnerIsNotMoved(t *testing.T) {
	s := newSite(t)
	owner := s.User("owner")
	before := s.everything()
	s.Send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.Group("Agents"), served.Patch(fmt.Sprintf(
		`{"op": "add", "path": "members", "value": [{"value": %q}, {"value": %q}]}`, s.User("jo"), owner)))
	s.Send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.Group("Administrators"), served.Patch(fmt.Sprintf(
		`{"op": "remove", "path": "members[value eq \"%s\"]"}`, owner)))
	s.Send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.Group("Administrators"), served.Patch(`{"op": "remove", "path": "members"}`))
	s.wantChanges(before)
}
