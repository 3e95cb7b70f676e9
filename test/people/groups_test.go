package people

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestWhoMayGoWhere(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	jonas := s.user("j.lindqvist")
	vault := "/Groups/" + s.ID("/Groups", "displayName", "Vault")
	member := func(op, path string) string {
		return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": %q, "path": "members", "value": [{"value": %q}]}]}`,
			op, strings.TrimPrefix(path, "/Users/"))
	}
	s.Send(http.StatusNoContent, http.MethodPatch, vault, member("add", jonas))
	s.wantChanges(before, "+ member Vault j.lindqvist")
	s.wantLogins(fmt.Sprintf("groups.value eq %q and active eq false", strings.TrimPrefix(vault, "/Groups/")), "j.lindqvist")
	// The machine in the staff room is nobody's to see, and stays.
	room := "/Groups/" + s.ID("/Groups", "displayName", "Staff room")
	s.Send(http.StatusNoContent, http.MethodPatch, room, member("replace", jonas))
	s.wantChanges(before, "+ member Vault j.lindqvist", "+ member Staff room j.lindqvist", "- member Staff room a.nwosu", "- member Staff room t.almeida")
}
