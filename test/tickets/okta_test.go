package tickets

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

func TestAGroupPushOfOktaEndsInTheColumn(t *testing.T) {
	s := newSite(t)
	ines, jo, mira := s.User("ines"), s.User("jo"), s.User("mira")
	before := s.everything()

	// What Okta creates is the role that the application knows, with the members that it is to have.
	push := func(name, members string) string {
		return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": %q, "members": [%s]}`, name, members)
	}
	member := func(id string) string { return fmt.Sprintf(`{"value": %q, "display": "somebody@example.com"}`, id) }
	made := s.Send(http.StatusCreated, http.MethodPost, "/Groups", push("light agents", member(jo)))
	light := made["id"].(string)
	if made["displayName"] != "Light agents" || light != s.Group("Light agents") {
		t.Errorf("%v", made)
	}
	s.wantChanges(before, "agent jo: light human locked=0 - scim", "agent mira: none human locked=0 - scim")

	// Another push of the same group is told that it is taken, and one of a role that there is not that there is none.
	s.Refuses(http.StatusConflict, "uniqueness", http.MethodPost, "/Groups", push("Light agents", ""))
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPost, "/Groups", push("Auditors", member(jo)))

	// Okta names the group in every operation, which is no rename, and adds and removes in one request.
	before = s.everything()
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+light, served.Patch(fmt.Sprintf(
		`{"op": "replace", "value": {"id": %q, "displayName": "Light agents"}}, {"op": "remove", "path": "members[value eq \"%s\"]"}, {"op": "add", "path": "members", "value": [%s, %s]}`,
		light, jo, member(ines), member(mira))))
	s.wantChanges(before,
		"agent jo: none human locked=0 - scim",
		"agent ines: light human locked=0 Kind regards, Ines scim",
		"agent mira: light human locked=0 - scim")
	s.Refuses(http.StatusBadRequest, "mutability", http.MethodPatch, "/Groups/"+light, served.Patch(fmt.Sprintf(
		`{"op": "replace", "value": {"id": %q, "displayName": "Lights"}}`, light)))

	// A group is pushed as a whole, too, and emptied.
	before = s.everything()
	s.Send(http.StatusOK, http.MethodPut, "/Groups/"+light, push("Light agents", member(mira)))
	s.wantChanges(before, "agent ines: none human locked=0 Kind regards, Ines scim")
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+light, served.Patch(`{"op": "replace", "path": "members", "value": []}`))
	s.wantChanges(before, "agent ines: none human locked=0 Kind regards, Ines scim", "agent mira: none human locked=0 - scim")

	// The owner is protected: nobody pushes them out of their group, not by creating it either.
	before = s.everything()
	s.Send(http.StatusForbidden, http.MethodPost, "/Groups", push("Administrators", member(jo)))
	s.wantChanges(before)
	s.Send(http.StatusCreated, http.MethodPost, "/Groups", push("Administrators", member(s.User("owner"))+", "+member(jo)))
	s.wantChanges(before, "agent jo: admin human locked=0 - scim")

	// When the push ends the group stays: there is no such thing as deleting a role.
	s.Refuses(http.StatusBadRequest, "mutability", http.MethodDelete, "/Groups/"+light, "")
	s.Send(http.StatusOK, http.MethodGet, "/Groups/"+light, "")
}
