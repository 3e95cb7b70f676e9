package payroll

import (
	"fmt"
	"net/http"
	"testing"
)

func TestServiceAccountsDoNotExist(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	all := s.send(http.StatusOK, http.MethodGet, "/Users", "")
	if all["totalResults"] != float64(6) || len(list(all["Resources"])) != 6 {
		t.Errorf("%v users", all["totalResults"])
	}
	if got := s.names("/Users", `userName eq "backup"`); len(got) > 0 {
		t.Errorf("found %v", got)
	}
	// Its login is taken all the same, and it is not taken over.
	s.refuses(http.StatusConflict, "uniqueness", http.MethodPost, "/Users", person("backup", "NORD"))
	s.wantChanges(before)
	// It is a member of a team that nobody sees, and that no replacement takes out.
	team := "/Groups/" + s.group("Nord payroll")
	if members := list(s.send(http.StatusOK, http.MethodGet, team, "")["members"]); len(members) != 1 {
		t.Errorf("members %v", members)
	}
	s.send(http.StatusNoContent, http.MethodPatch, team, patch(`{"op": "replace", "path": "members", "value": []}`))
	s.wantChanges(before, "- member NORD/T001 2")
}

func TestExecutivesAreSeenAndNotWritten(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	path := "/Users/" + s.user("h.voss")
	s.send(http.StatusOK, http.MethodGet, path, "")
	s.send(http.StatusForbidden, http.MethodPatch, path, patch(`{"op": "replace", "path": "active", "value": false}`))
	s.send(http.StatusForbidden, http.MethodDelete, path, "")
	s.wantChanges(before)
	// To report to one is no change of theirs.
	maya := "/Users/" + s.user("m.okafor")
	s.send(http.StatusOK, http.MethodPatch, maya, patch(fmt.Sprintf(`{"op": "remove", "path": "%s:manager"}`, enterprise)))
	s.send(http.StatusOK, http.MethodPatch, maya, patch(fmt.Sprintf(`{"op": "add", "path": "%s:manager.value", "value": %q}`, enterprise, s.user("h.voss"))))
}
