package payroll

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestPeopleAreHiredChangedAndDismissedByProcedures(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	made := s.send(http.StatusCreated, http.MethodPost, "/Users", person("n.haddad", "NORD", `"password": "correct horse"`))
	path := "/Users/" + text(made, "id")
	if x, _ := made[enterprise].(object); text(x, "employeeNumber") != "6" || made["active"] != true || text(made, "displayName") != "Noor Haddad" {
		t.Errorf("hired as %v", made)
	}
	hired := "NORD/6 n.haddad: Noor Haddad <n.haddad@example.com> C A boss= by scim"
	s.wantChanges(before, "+ "+hired)

	// Several procedures serve one request, and those that have nothing to do are not called.
	s.send(http.StatusOK, http.MethodPatch, path, patch(`{"op": "replace", "value": {"name.familyName": "Haddad-Voss", "active": false}}`))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C L boss= by scim")

	// The manager is somebody of the same company: the key has the company already.
	maya, pia := s.user("m.okafor"), s.user("p.ferro")
	manager := func(id string) string {
		return patch(fmt.Sprintf(`{"op": "add", "path": "%s:manager.value", "value": %q}`, enterprise, id))
	}
	s.send(http.StatusOK, http.MethodPatch, path, manager(maya))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C L boss=2 by scim")
	s.refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, manager(pia))
	s.send(http.StatusOK, http.MethodPatch, path, manager(s.user("h.voss"))) // number 1 there, as Pia is here
	s.refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, manager(pia))
	s.send(http.StatusOK, http.MethodPatch, path, manager(maya))
	if got := s.names("/Users", fmt.Sprintf(`%s:manager.value eq %q and active eq false`, enterprise, maya)); strings.Join(got, " ") != "r.saidRania Said n.haddadNoor Haddad-Voss" {
		t.Errorf("they report to Maya: %v", got)
	}
	s.send(http.StatusOK, http.MethodPatch, path, patch(fmt.Sprintf(`{"op": "remove", "path": "%s:manager"}, {"op": "replace", "path": "active", "value": true}`, enterprise)))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C A boss= by scim")

	// No procedure changes a login or moves somebody to another company.
	s.refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, patch(`{"op": "replace", "path": "userName", "value": "noor"}`))
	s.refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, patch(fmt.Sprintf(`{"op": "replace", "path": "%s:organization", "value": "SUD"}`, enterprise)))

	s.send(http.StatusNoContent, http.MethodDelete, path, "")
	s.wantChanges(before, "+ left NORD/6 n.haddad")
	s.send(http.StatusNotFound, http.MethodGet, path, "")
	s.send(http.StatusNotFound, http.MethodDelete, path, "")
}

func TestWhatIsSaidOfAPersonAtOnceIsWrittenAtOnce(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	pia := s.user("p.ferro")
	body := func(company string) string {
		return strings.Replace(person("n.haddad", company, `"active": false`), fmt.Sprintf("%q", company), fmt.Sprintf(`%q, "manager": {"value": %q}`, company, pia), 1)
	}
	// hire() takes neither a manager nor a status: the procedures that do are called behind it, or nobody is hired.
	s.refuses(http.StatusBadRequest, "invalidValue", http.MethodPost, "/Users", body("NORD"))
	s.wantChanges(before)
	s.send(http.StatusCreated, http.MethodPost, "/Users", body("SUD"))
	s.wantChanges(before, "+ SUD/3 n.haddad: Noor Haddad <n.haddad@example.com> C L boss=1 by scim")
}

func TestWhatAProcedureRefusesReachesTheClient(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	for _, c := range []struct {
		name, login, company, scimType string
		status                         int
	}{
		{"a login that the procedure finds taken", "K.Aalto", "SUD", "uniqueness", http.StatusConflict},
		{"a login that an index finds taken", "BACKUP", "SUD", "uniqueness", http.StatusConflict},
		{"a company that there is not", "n.haddad", "WEST", "invalidValue", http.StatusBadRequest},
		{"a login that is too long", strings.Repeat("n", 41), "SUD", "invalidValue", http.StatusBadRequest},
	} {
		s.refuses(c.status, c.scimType, http.MethodPost, "/Users", person(c.login, c.company))
	}
	s.send(http.StatusBadRequest, http.MethodPost, "/Users", strings.Replace(person("n.haddad", "SUD"), `"organization": "SUD"`, "", 1))
	s.wantChanges(before)
}
