package people

import (
	"net/http"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

func TestPeopleComeChangeAndLeave(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", person("n.haddad", "Haddad", "Visitor Services", true))
	path := "/Users/" + served.Text(made, "id")
	s.wantUser(path, served.Object{"active": true, "title": "Guide", "department": "Visitor Services", "organization": "Main", "employeeNumber": "105"})
	came := []string{"+ person Noor Haddad", "+ employee 105 Haddad Main", "+ account n.haddad 105 P A scim"}
	s.wantChanges(before, append(came, "+ position 105 2026-05-04 9999-12-31 VIS Guide K000")...)

	// A new name is the person's; nothing becomes of the position.
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"name.familyName": "Haddad-Voss"}`))
	came = []string{"+ person Noor Haddad-Voss", "+ employee 105 Haddad-Voss Main", "+ account n.haddad 105 P A scim"}
	s.wantChanges(before, append(came, "+ position 105 2026-05-04 9999-12-31 VIS Guide K000")...)

	// On the first day a change is a correction, later it is another position.
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"title": "Tour Guide"}`))
	s.on(5, 20)
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Collections"}`))
	s.wantUser(path, served.Object{"title": "Tour Guide", "department": "Collections"})
	s.wantChanges(before, append(came, "+ position 105 2026-05-04 2026-05-19 VIS Tour Guide K000", "+ position 105 2026-05-20 9999-12-31 COLL Tour Guide K000")...)

	// Whoever leaves was employed until yesterday, and whoever comes back is what they were.
	s.on(6, 1)
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"active": false}`))
	s.wantUser(path, served.Object{"active": false, "title": nil, "department": nil, "organization": "Main"})
	left := append(came, "+ position 105 2026-05-04 2026-05-19 VIS Tour Guide K000", "+ position 105 2026-05-20 2026-05-31 COLL Tour Guide K000")
	s.wantChanges(before, left...)
	s.Send(http.StatusOK, http.MethodPut, path, person("n.haddad", "Haddad-Voss", "Conservation", false)) // which stores nothing
	s.wantChanges(before, left...)
	s.on(6, 15)
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"active": true}`))
	s.wantUser(path, served.Object{"active": true, "title": "Tour Guide", "department": "Collections"})
	s.wantChanges(before, append(left, "+ position 105 2026-06-15 9999-12-31 COLL Tour Guide K000")...)

	s.on(6, 30)
	s.Send(http.StatusNoContent, http.MethodDelete, path, "")
	s.Send(http.StatusNotFound, http.MethodGet, path, "")
	gone := strings.Replace(strings.Join(left, "\n"), "P A scim", "P X scim", 1)
	s.wantChanges(before, append(strings.Split(gone, "\n"), "+ position 105 2026-06-15 2026-06-29 COLL Tour Guide K000")...)
}

func TestWhatIsEndedAndBegunOnOneDayGoesOn(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	path := s.user("a.nwosu")
	for range 2 {
		s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"active": false}`))
		s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"active": true}`))
	}
	s.wantUser(path, served.Object{"active": true, "title": "Registrar", "department": "Collections"})
	s.wantChanges(before, "- account a.nwosu 101 a.nwosu@example.com P A", "+ account a.nwosu 101 a.nwosu@example.com P A scim",
		"- position 101 2020-01-01 9999-12-31 COLL Registrar K210", "+ position 101 2020-01-01 2026-05-03 COLL Registrar K210",
		"+ position 101 2026-05-04 9999-12-31 COLL Registrar K210")
}

func TestAPositionThatHRHasPlannedIsLeftAlone(t *testing.T) {
	s := newSite(t)
	path := s.user("t.almeida")
	before := s.everything()
	s.Send(http.StatusOK, http.MethodPatch, path, patch(`{"title": "Acting Head Guide"}`))
	s.wantChanges(before, "- account t.almeida 103 t.almeida@example.com P A", "+ account t.almeida 103 t.almeida@example.com P A scim",
		"- position 103 2021-02-01 2026-06-30 VIS Guide K100", "+ position 103 2021-02-01 2026-05-03 VIS Guide K100",
		"+ position 103 2026-05-04 2026-06-30 VIS Acting Head Guide K100")
	s.on(7, 1)
	s.wantUser(path, served.Object{"active": true, "title": "Head Guide"})
}

func TestNothingIsHalfWritten(t *testing.T) {
	s := newSite(t)
	before := s.everything()
	for name, body := range map[string]string{
		"a department that there is not": person("n.haddad", "Haddad", "Catering", true),
		"a name that is too long":        person("n.haddad", strings.Repeat("x", 41), "Collections", true),
		"no family name":                 strings.Replace(person("n.haddad", "Haddad", "Collections", true), `, "familyName": "Haddad"`, "", 1),
	} {
		t.Run(name, func(*testing.T) { s.Send(http.StatusBadRequest, http.MethodPost, "/Users", body) })
	}
	s.Send(http.StatusConflict, http.MethodPatch, s.user("sung"), patch(`{"name.givenName": "Min", "active": true, "userName": "ticketing"}`))
	s.wantChanges(before)
}

func TestFiltersLookThroughTheTables(t *testing.T) {
	s := newSite(t)
	s.wantLogins(`active eq true`, "a.nwosu", "t.almeida")
	s.wantLogins(`active eq false`, "j.lindqvist", "sung")
	s.wantLogins(`not (active eq true) and name.givenName pr`, "j.lindqvist")
	s.wantLogins(`name.familyName eq "ALMEIDA" or title eq "registrar"`, "a.nwosu", "t.almeida")
	s.wantLogins(served.Enterprise+`:department eq "Visitor Services"`, "t.almeida")
	s.wantLogins(`name.givenName ne "Amara"`, "j.lindqvist", "sung", "t.almeida")
	s.wantLogins(`userName eq "ticketing"`)
	s.on(3, 31)
	s.wantLogins(`active eq true`, "a.nwosu", "j.lindqvist", "t.almeida")
}

func TestAnEntityTagCoversEveryTable(t *testing.T) {
	s := newSite(t)
	path := s.user("a.nwosu")
	tag := func() string {
		meta, _ := s.Send(http.StatusOK, http.MethodGet, path, "")["meta"].(served.Object)
		return served.Text(meta, "version")
	}
	old := tag()
	if _, err := s.db.Exec(t.Context(), "UPDATE persons SET given_name = 'Amarachi' WHERE person_id = 1"); err != nil {
		t.Fatal(err)
	}
	s.SendIf(http.StatusPreconditionFailed, http.MethodPatch, path, patch(`{"title": "Head"}`), old)
	now := tag()
	s.SendIf(http.StatusOK, http.MethodPatch, path, patch(`{"title": "Head"}`), now)
	if tag() == now {
		t.Error("the position changed, and the tag did not")
	}
}
