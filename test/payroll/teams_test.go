package payroll

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

func TestTeamsAreMadeFilledAndClosedByProcedures(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	maya, tomas, pia := s.User("m.okafor"), s.User("t.lindt"), s.User("p.ferro")
	made := s.Send(http.StatusCreated, http.MethodPost, "/Groups", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Nord audit", "members": [{"value": %q}, {"value": %q}]}`, maya, tomas))
	path := "/Groups/" + served.Text(made, "id")
	if served.Text(made, "externalId") != "T003" {
		t.Errorf("made as %v", made)
	}
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2", "+ member NORD/T003 3")
	s.Refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, served.Patch(`{"op": "replace", "path": "displayName", "value": "Audit"}`))

	// Who is there already and who is not are no errors, and nothing to call a procedure for.
	member := func(op, id string) string {
		if op == "remove" {
			return fmt.Sprintf(`{"op": "remove", "path": "members[value eq \"%s\"]"}`, id)
		}
		return fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, id)
	}
	s.Send(http.StatusNoContent, http.MethodPatch, path, served.Patch(member("add", maya), member("remove", s.User("h.voss"))))
	s.Send(http.StatusNoContent, http.MethodPatch, path, served.Patch(member("remove", tomas)))
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2")

	// A member is somebody of the team's company, and not on leave.
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, served.Patch(member("add", tomas), member("add", pia)))
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, served.Patch(member("add", tomas), member("add", s.User("r.said"))))
	s.wantChanges(before, "+ team NORD/T003 Nord audit", "+ member NORD/T003 2")

	// Both sides are found by both fields of their keys.
	if got := s.names("/Groups", fmt.Sprintf("members.value eq %q", maya)); len(got) != 3 {
		t.Errorf("Maya is in %v", got)
	}
	if got := s.names("/Users", fmt.Sprintf("groups.value eq %q", s.Group("Sud payroll"))); len(got) != 1 || got[0] != "p.ferroPia Ferro" {
		t.Errorf("in the southern payroll are %v", got)
	}
	groups := served.List(s.Send(http.StatusOK, http.MethodGet, "/Users/"+maya, "")["groups"])
	if len(groups) != 3 || served.Text(groups[2], "display") != "Nord audit" || served.Text(groups[2], "value") != served.Text(made, "id") {
		t.Errorf("Maya's groups are %v", groups)
	}

	s.Send(http.StatusNoContent, http.MethodDelete, path, "")
	s.wantChanges(before)
}

func TestParallelMembersOfATeamAllGetIn(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	path := "/Groups/" + s.Group("Nord archive")
	add := served.Patch(fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, s.User("t.lindt")))
	var all sync.WaitGroup
	for range 8 { // the procedure knows no "unless it is there": nobody else may add while one looks
		all.Go(func() { s.Send(http.StatusNoContent, http.MethodPatch, path, add) })
	}
	all.Wait()
	s.wantChanges(before, "+ member NORD/T002 3")
}
