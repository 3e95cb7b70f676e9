package tickets

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryListedRoleIsAGroup(t *testing.T) {
	s := newSite(t)
	groups := s.send(http.StatusOK, http.MethodGet, "/Groups?sortBy=displayName", "")
	if d := cmp.Diff([]string{"Administrators", "Agents", "Light agents"}, values(groups["Resources"], "displayName")); d != "" {
		t.Error(d)
	}
	page := s.send(http.StatusOK, http.MethodGet, "/Groups?sortBy=displayName&sortOrder=descending&startIndex=2&count=1", "")
	if d := cmp.Diff([]string{"Agents"}, values(page["Resources"], "displayName")); d != "" || page["totalResults"] != 3.0 {
		t.Error(d, page)
	}
	// Bots are nobody's members, and neither is who has left.
	agents := s.send(http.StatusOK, http.MethodGet, "/Groups/"+s.group("Agents"), "")
	if d := cmp.Diff([]string{s.user("ines"), s.user("tomas")}, values(agents["members"], "value"), sorted(func(a, b string) bool { return a < b })); d != "" {
		t.Error(d)
	}
	for _, m := range list(agents["members"]) {
		if m["type"] != "User" || m["$ref"] != s.url+"/Users/"+m["value"].(string) {
			t.Errorf("%v", m)
		}
	}
}

func TestAUserKnowsTheirGroup(t *testing.T) {
	s := newSite(t)
	agents := s.group("Agents")
	ines := s.send(http.StatusOK, http.MethodGet, "/Users/"+s.user("ines"), "")
	want := []any{object{"value": agents, "$ref": s.url + "/Groups/" + agents, "display": "Agents", "type": "direct"}}
	if d := cmp.Diff(any(want), ines["groups"]); d != "" {
		t.Error(d)
	}
	jo := s.send(http.StatusOK, http.MethodGet, "/Users/"+s.user("jo"), "")
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
		if d := cmp.Diff(want, s.names("/Users", filter), sorted(func(a, b string) bool { return a < b })); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	for filter, want := range map[string][]string{
		fmt.Sprintf(`members.value eq %q`, s.user("ines")):                                    {"Agents"},
		fmt.Sprintf(`members[value eq %q] or displayName co "LIGHT"`, s.user("owner")):        {"Administrators", "Light agents"},
		fmt.Sprintf(`displayName ne "Agents" and not (members.value eq %q)`, s.user("owner")): {"Light agents"},
	} {
		if d := cmp.Diff(want, s.names("/Groups", filter), sorted(func(a, b string) bool { return a < b })); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
}

func TestTheSchemaSaysWhatAGroupOfValuesCanDo(t *testing.T) {
	s := newSite(t)
	schema := s.send(http.StatusOK, http.MethodGet, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group", "")
	got := map[string]any{}
	for _, a := range list(schema["attributes"]) {
		got[a["name"].(string)] = a["mutability"]
	}
	if d := cmp.Diff(map[string]any{"displayName": "immutable", "members": "readWrite"}, got); d != "" {
		t.Error(d)
	}
}

func TestTheOwnerIsNotMoved(t *testing.T) {
	s := newSite(t)
	owner := s.user("owner")
	before := s.everything()
	s.send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.group("Agents"), patch(fmt.Sprintf(
		`{"op": "add", "path": "members", "value": [{"value": %q}, {"value": %q}]}`, s.user("jo"), owner)))
	s.send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.group("Administrators"), patch(fmt.Sprintf(
		`{"op": "remove", "path": "members[value eq \"%s\"]"}`, owner)))
	s.send(http.StatusForbidden, http.MethodPatch, "/Groups/"+s.group("Administrators"), patch(`{"op": "remove", "path": "members"}`))
	s.wantChanges(before)
}
