package payroll

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
)

func TestTeamsAreMadeFilledAndClosedByProcedures(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	maya, tomas, pia := s.user("m.okafor"), s.user("t.lindt"), s.user("p.ferro")
	made := s.send(http.StatusCreated, http.MethodPost, "/Groups", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Nord audit", "members": [{"value": %q}, {"value": %q}]}`, maya, tomas))
	path := "/Groups/" + text(made, "id")
	if text(made, "externalId") != "T003" {
		t.Errorf("made as %v", made)
	}
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2", "+ member NORD/T003 3")
	s.refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, patch(`{"op": "replace", "path": "displayName", "value": "Audit"}`))

	// Who is there already and who is not are no errors, and nothing to call a procedure for.
	member := func(op, id string) string {
		if op == "remove" {
			return fmt.Sprintf(`{"op": "remove", "path": "members[value eq \"%s\"]"}`, id)
		}
		return fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, id)
	}
	s.send(http.StatusNoContent, http.MethodPatch, path, patch(member("add", maya), member("remove", s.user("h.voss"))))
	s.send(http.StatusNoContent, http.MethodPatch, path, patch(member("remove", tomas)))
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2")

	// A member is somebody of the team's company, and not on leave.
	s.refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, patch(member("add", tomas), member("add", pia)))
	s.refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, patch(member("add", tomas), member("add", s.user("r.said"))))
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2")

	// Both sides are found by both fields of their keys.
	if got := s.names("/Groups", fmt.Sprintf("members.value eq %q", maya)); len(got) != 3 {
		t.Errorf("Maya is in %v", got)
	}
	if got := s.names("/Users", fmt.Sprintf("groups.value eq %q", s.group("Sud payroll"))); len(got) != 1 || got[0] != "p.ferroPia Ferro" {
		t.Errorf("in the southern payroll are %v", got)
	}
	groups := list(s.send(http.StatusOK, http.MethodGet, "/Users/"+maya, "")["groups"])
	if len(groups) != 3 || text(groups[2], "display") != "Nord audit" || text(groups[2], "value") != text(made, "id") {
		t.Errorf("Maya's groups are %v", groups)
	}

	s.send(http.StatusNoContent, http.MethodDelete, path, "")
	s.wantChanges(before)
}

func TestParallelMembersOfATeamAllGetIn(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	path := "/Groups/" + s.group("Nord archive")
	add := patch(fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, s.user("t.lindt")))
	var all sync.WaitGroup
	for range 8 { // the procedure knows no "unless it is there": nobody else may add while one looks
		all.Go(func() { s.send(http.StatusNoContent, http.MethodPatch, path, add) })
	}
	all.Wait()
	s.wantChanges(before, "+ member NORD/T002 3")
}
