package tickets

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

func TestTheMembersOfEntraEndInTheColumn(t *testing.T) {
	s := newSite(t)
	ines, jo := s.User("ines"), s.User("jo")
	before := s.everything()

	// A person is provisioned and put into a group.
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", `{
		"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
		"externalId": "0b1a7c9e-ea6e-4df6-bdf7-2a1b8f0a9d11", "userName": "Noor", "active": true,
		"emails": [{"primary": true, "type": "work", "value": "noor@example.com"}],
		"meta": {"resourceType": "User"}, "displayName": "Noor Haddad", "roles": []}`)
	noor := made["id"].(string)
	s.wantChanges(before, "agent Noor: none human locked=0 - scim")
	light := s.Group("LIGHT AGENTS")
	for range 2 { // Entra sends it again when in doubt
		s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+light, served.Patch(fmt.Sprintf(
			`{"op": "Add", "path": "members", "value": [{"$ref": null, "value": %q}]}`, noor)))
		s.wantChanges(before, "agent Noor: light human locked=0 - scim")
	}

	// It asks whether somebody is a member before it changes anything, and does not want to read all of them.
	isMember := func(member string) []string {
		return s.Names("/Groups", fmt.Sprintf(`id eq %q and members eq %q`, light, member))
	}
	if d := cmp.Diff([]string{"Light agents"}, isMember(noor)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{}, isMember(ines)); d != "" {
		t.Error(d)
	}
	without := s.Send(http.StatusOK, http.MethodGet, "/Groups/"+light+"?excludedAttributes=members", "")
	if _, there := without["members"]; there || without["displayName"] != "Light agents" {
		t.Errorf("%v", without)
	}

	// Whoever is added to another group leaves this one.
	before = s.everything()
	agents := s.Group("Agents")
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+agents, served.Patch(fmt.Sprintf(
		`{"op": "Add", "path": "members", "value": [{"$ref": null, "value": %q}, {"$ref": null, "value": %q}]}`, noor, jo)))
	s.wantChanges(before, "agent Noor: agent human locked=0 - scim", "agent jo: agent human locked=0 - scim")
	if d := cmp.Diff([]string{}, isMember(noor)); d != "" {
		t.Error(d)
	}

	// A removal from the group that they left already changes nothing; from the one that they are in it does.
	before = s.everything()
	removal := served.Patch(fmt.Sprintf(`{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": %q}]}`, noor))
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+light, removal)
	s.wantChanges(before)
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+agents, removal)
	s.wantChanges(before, "agent Noor: none human locked=0 - scim")

	// Who is deleted is in no group, and nobody can be added who is not there.
	s.Send(http.StatusNoContent, http.MethodDelete, "/Users/"+noor, "")
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, "/Groups/"+agents, served.Patch(fmt.Sprintf(
		`{"op": "Add", "path": "members", "value": [{"value": %q}]}`, noor)))
	found := s.Send(http.StatusOK, http.MethodGet, "/Users?filter="+url.QueryEscape(`userName eq "noor"`), "")
	if found["totalResults"] != 0.0 {
		t.Errorf("%v", found)
	}
}
