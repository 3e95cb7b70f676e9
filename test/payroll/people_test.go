package payroll

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

func TestPeopleAreHiredChangedAndDismissedByProcedures(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", person("n.haddad", "NORD", `"password": "correct horse"`))
	path := "/Users/" + served.Text(made, "id")
	if x, _ := made[served.Enterprise].(served.Object); served.Text(x, "employeeNumber") != "6" || made["active"] != true || served.Text(made, "displayName") != "Noor Haddad" {
		t.Errorf("hired as %v", made)
	}
	hired := "NORD/6 n.haddad: Noor Haddad <n.haddad@example.com> C A boss= by scim"
	s.wantChanges(before, "+ "+hired)

	// Several procedures serve one request, and those that have nothing to do are not called.
	s.Send(http.StatusOK, http.MethodPatch, path, served.Patch(`{"op": "replace", "value": {"name.familyName": "Haddad-Voss", "active": false}}`))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C L boss= by scim")

	// The manager is somebody of the same company: the key has the company already.
	maya, pia := s.User("m.okafor"), s.User("p.ferro")
	manager := func(id string) string {
		return served.Patch(fmt.Sprintf(`{"op": "add", "path": "%s:manager.value", "value": %q}`, served.Enterprise, id))
	}
	s.Send(http.StatusOK, http.MethodPatch, path, manager(maya))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C L boss=2 by scim")
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, manager(pia))
	s.Send(http.StatusOK, http.MethodPatch, path, manager(s.User("h.voss"))) // number 1 there, as Pia is here
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, path, manager(pia))
	s.Send(http.StatusOK, http.MethodPatch, path, manager(maya))
	if got := s.names("/Users", fmt.Sprintf(`%s:manager.value eq %q and active eq false`, served.Enterprise, maya)); strings.Join(got, " ") != "r.saidRania Said n.haddadNoor Haddad-Voss" {
		t.Errorf("they report to Maya: %v", got)
	}
	s.Send(http.StatusOK, http.MethodPatch, path, served.Patch(fmt.Sprintf(`{"op": "remove", "path": "%s:manager"}, {"op": "replace", "path": "active", "value": true}`, served.Enterprise)))
	s.wantChanges(before, "+ NORD/6 n.haddad: Noor Haddad-Voss <n.haddad@example.com> C A boss= by scim")

	// No procedure changes a login or moves somebody to another company.
	s.Refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, served.Patch(`{"op": "replace", "path": "userName", "value": "noor"}`))
	s.Refuses(http.StatusBadRequest, "mutability", http.MethodPatch, path, served.Patch(fmt.Sprintf(`{"op": "replace", "path": "%s:organization", "value": "SUD"}`, served.Enterprise)))

	s.Send(http.StatusNoContent, http.MethodDelete, path, "")
	s.wantChanges(before, "+ left NORD/6 n.haddad")
	s.Send(http.StatusNotFound, http.MethodGet, path, "")
	s.Send(http.StatusNotFound, http.MethodDelete, path, "")
}

func TestWhatIsSaidOfAPersonAtOnceIsWrittenAtOnce(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	pia := s.User("p.ferro")
	body := func(company string) string {
		return strings.Replace(person("n.haddad", company, `"active": false`), fmt.Sprintf("%q", company), fmt.Sprintf(`%q, "manager": {"value": %q}`, company, pia), 1)
	}
	// hire() takes neither a manager nor a status: the procedures that do are called behind it, or nobody is hired.
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPost, "/Users", body("NORD"))
	s.wantChanges(before)
	s.Send(http.StatusCreated, http.MethodPost, "/Users", body("SUD"))
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
		s.Refuses(c.status, c.scimType, http.MethodPost, "/Users", person(c.login, c.company))
	}
	s.Send(http.StatusBadRequest, http.MethodPost, "/Users", strings.Replace(person("n.haddad", "SUD"), `"organization": "SUD"`, "", 1))
	s.wantChanges(before)
}
