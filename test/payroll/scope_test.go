package payroll

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

func TestServiceAccountsDoNotExist(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	all := s.Send(http.StatusOK, http.MethodGet, "/Users", "")
	if all["totalResults"] != float64(6) || len(served.List(all["Resources"])) != 6 {
		t.Errorf("%v users", all["totalResults"])
	}
	if got := s.names("/Users", `userName eq "backup"`); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	// Its login is taken all the same, and it is not taken over.
	s.Refuses(http.StatusConflict, "uniqueness", http.MethodPost, "/Users", person("backup", "NORD"))
	s.wantChanges(before)
	// It is a member of a team that nobody sees, and that no replacement takes out.
	team := "/Groups/" + s.Group("Nord payroll")
	if members := served.List(s.Send(http.StatusOK, http.MethodGet, team, "")["members"]); len(members) != 1 {
		t.Errorf("members %v", members)
	}
	s.Send(http.StatusNoContent, http.MethodPatch, team, served.Patch(`{"op": "replace", "path": "members", "value": []}`))
	s.wantChanges(before, "- member NORD/T001 2")
}

func TestExecutivesAreSeenAndNotWritten(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	path := "/Users/" + s.User("h.voss")
	s.Send(http.StatusOK, http.MethodGet, path, "")
	s.Send(http.StatusForbidden, http.MethodPatch, path, served.Patch(`{"op": "replace", "path": "active", "value": false}`))
	s.Send(http.StatusForbidden, http.MethodDelete, path, "")
	s.wantChanges(before)
	// To report to one is no change of theirs.
	maya := "/Users/" + s.User("m.okafor")
	s.Send(http.StatusOK, http.MethodPatch, maya, served.Patch(fmt.Sprintf(`{"op": "remove", "path": "%s:manager"}`, served.Enterprise)))
	s.Send(http.StatusOK, http.MethodPatch, maya, served.Patch(fmt.Sprintf(`{"op": "add", "path": "%s:manager.value", "value": %q}`, served.Enterprise, s.User("h.voss"))))
}
