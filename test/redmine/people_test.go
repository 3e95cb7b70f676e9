//go:build redmine

package redmine

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

func TestALockedUserIsFoundAndTakenOver(t *testing.T) {
	s := newSite(t)
	id := s.made(s.unique, object{"status": 3})
	if got := s.Names("/Users", fmt.Sprintf(`userName eq "%s"`, s.unique)); !slices.Equal(got, []string{s.unique}) {
		t.Errorf("found: %v", got)
	}
	s.Send(http.StatusCreated, http.MethodPost, "/Users", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": %q, "active": true}`, s.unique))
	if all := s.all(s.unique); len(all) != 1 || s.user(id)["status"] != 1.0 {
		t.Errorf("Redmine has %v", all)
	}
}

func TestWhoIsActiveIsToldOfAll(t *testing.T) {
	s := newSite(t)
	for status, login := range map[int]string{1: "active", 2: "registered", 3: "locked"} {
		s.made(s.unique+"."+login, object{"status": status, "lastname": s.unique})
	}
	for filter, want := range map[string][]string{
		`name.familyName eq "%s"`:                                     {"active", "locked", "registered"},
		`name.familyName eq "%s" and active eq true`:                  {"active"},
		`name.familyName eq "%s" and active eq false`:                 {"locked", "registered"},
		`userName sw "%s" and not (active eq false)`:                  {"active"},
		`emails[value sw "%s"] and active eq false`:                   {"locked", "registered"},
		`userName sw "%s" and meta.created gt "2001-01-01T00:00:00Z"`: {"active", "locked", "registered"},
	} {
		var wanted []string
		for _, login := range want {
			wanted = append(wanted, s.unique+"."+login)
		}
		got := s.Names("/Users", fmt.Sprintf(filter, s.unique))
		slices.Sort(got)
		if d := cmp.Diff(wanted, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", filter, d)
		}
	}
}

func TestWhatRedmineSearchesLooselyIsComparedOnceMore(t *testing.T) {
	s := newSite(t)
	number := fmt.Sprintf("E%05d", s.made(s.unique, nil)%100_000)
	s.made(s.unique+".b", object{"custom_fields": []object{{"id": 1, "value": number}}})
	s.made("other."+s.unique[1:], object{"mail": s.unique + "@elsewhere.example", "firstname": s.unique})
	for filter, want := range map[string]string{
		`userName eq "` + s.unique + `"`:                          s.unique,
		`emails.value eq "` + s.unique + `@people.example"`:       s.unique,
		`emails.value eq "` + s.unique + `@ELSEWHERE.example"`:    "other." + s.unique[1:],
		`name.givenName eq "` + s.unique + `"`:                    "other." + s.unique[1:],
		`userName ew ".b" and userName sw "` + s.unique + `"`:     s.unique + ".b",
		served.Enterprise + `:employeeNumber eq "` + number + `"`: s.unique + ".b",
	} {
		if got := s.Names("/Users", filter); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v, want %s", filter, got, want)
		}
	}
}

func TestOfManyCreatesAtOnceOneIsMade(t *testing.T) {
	s := newSite(t)
	var wg sync.WaitGroup
	statuses := make([]int, 16)
	for i := range statuses {
		wg.Go(func() {
			var err error
			if _, statuses[i], err = s.Try(http.MethodPost, "/Users", named(s.unique)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if made := len(slices.DeleteFunc(slices.Clone(statuses), func(status int) bool { return status != http.StatusCreated })); made != 1 {
		t.Errorf("answered %v", statuses)
	}
	if all := s.all(s.unique); len(all) != 1 {
		t.Errorf("Redmine has %d of them", len(all))
	}
}

func TestOneCustomFieldIsChangedAndTheOthersStay(t *testing.T) {
	s := newSite(t)
	id := s.made(s.unique, object{"custom_fields": []object{{"id": 1, "value": "E20001"}, {"id": 2, "value": "Legal"}, {"id": 3, "value": []string{"Go", "Perl"}}}})
	user := "/Users/" + s.User(s.unique)
	got := s.Send(http.StatusOK, http.MethodPatch, user, served.Patch(
		`{"op": "replace", "path": "`+served.Enterprise+`:department", "value": "Finance"}`))
	if d := cmp.Diff(object{"employeeNumber": "E20001", "department": "Finance"}, got[served.Enterprise]); d != "" {
		t.Errorf("the answer (-want +got)\n%s", d)
	}
	s.Send(http.StatusOK, http.MethodPatch, user, served.Patch(`{"op": "add", "path": "entitlements", "value": [{"value": "SQL"}]}`))
	s.Send(http.StatusOK, http.MethodPatch, user, served.Patch(`{"op": "remove", "path": "`+served.Enterprise+`:employeeNumber"}`))
	for name, want := range map[string]string{"Employee number": "", "Department": "Finance", "Skills": "[Go Perl SQL]"} {
		if got := s.field(id, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, user, served.Patch(`{"op": "add", "path": "entitlements", "value": [{"value": "COBOL"}]}`))
	s.Send(http.StatusOK, http.MethodPatch, user, served.Patch(`{"op": "remove", "path": "entitlements"}`))
	if got := s.field(id, "Skills"); got != "[]" {
		t.Errorf("Skills: %s", got)
	}
}

func TestWhatIsTakenIsAConflictAndSaysWhat(t *testing.T) {
	s := newSite(t)
	s.made(s.unique, nil)
	s.made(s.unique+".b", nil)
	user := "/Users/" + s.User(s.unique+".b")
	s.Refuses(http.StatusConflict, "uniqueness", http.MethodPatch, user, served.Patch(`{"op": "replace", "path": "userName", "value": "`+s.unique+`"}`))
	got := s.Send(http.StatusConflict, http.MethodPatch, user, served.Patch(`{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "`+s.unique+`@people.example"}`))
	if got["detail"] != "the value of emails.value is taken" {
		t.Error(got)
	}
}

func TestAChangeIsForOneVersionOfAUser(t *testing.T) {
	s := newSite(t)
	id := s.made(s.unique, nil)
	user := "/Users/" + s.User(s.unique)
	version := s.Send(http.StatusOK, http.MethodGet, user, "")["meta"].(object)["version"].(string)
	s.redmine.Call(t, http.StatusNoContent, http.MethodPut, fmt.Sprintf("/users/%d.json", id), object{"user": object{"firstname": "Grace"}})
	lock := served.Patch(`{"op": "replace", "path": "active", "value": false}`)
	s.SendIf(http.StatusPreconditionFailed, http.MethodPatch, user, lock, version)
	version = s.Send(http.StatusOK, http.MethodGet, user, "")["meta"].(object)["version"].(string)
	s.SendIf(http.StatusOK, http.MethodPatch, user, lock, version)
	if u := s.user(id); u["status"] != 3.0 || u["firstname"] != "Grace" {
		t.Error(u)
	}
}

func TestNothingOfRedminesOwnGetsOut(t *testing.T) {
	s := newSite(t)
	id := s.made(s.unique, nil)
	user := "/Users/" + s.User(s.unique)
	key := s.user(id)["api_key"].(string)
	for _, r := range [][3]string{
		{http.MethodGet, user, ""},
		{http.MethodGet, "/Users?filter=userName%20eq%20%22" + s.unique + "%22", ""},
		{http.MethodPost, "/Users", named(s.unique + ".new")},
		{http.MethodPost, "/Users", named("not a login")},
		{http.MethodPatch, user, served.Patch(`{"op": "replace", "path": "name.givenName", "value": "Grace"}`)},
		{http.MethodPatch, user, served.Patch(`{"op": "add", "path": "entitlements", "value": [{"value": "COBOL"}]}`)},
		{http.MethodPatch, user, served.Patch(`{"op": "replace", "path": "password", "value": "short"}`)},
	} {
		answer, status, err := s.Try(r[0], r[1], r[2])
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{key, "api_key", "Skills", "is invalid", "is too short", "last_login"} {
			if bytes.Contains(answer, []byte(secret)) {
				t.Errorf("%v: %d with %s: %s", r, status, secret, answer)
			}
		}
	}
}

func TestAdministratorsAreLeftAlone(t *testing.T) {
	s := newSite(t)
	me := s.redmine.Call(t, http.StatusOK, http.MethodGet, "/users/current.json", nil)["user"].(object)
	user := "/Users/" + s.User(me["login"].(string))
	s.Send(http.StatusForbidden, http.MethodPatch, user, served.Patch(`{"op": "replace", "path": "active", "value": false}`))
	s.Send(http.StatusForbidden, http.MethodDelete, user, "")
	if status := s.user(int(me["id"].(float64)))["status"]; status != 1.0 {
		t.Errorf("the status is %v", status)
	}
}

func TestWhoIsDeletedIsLockedAndComesBackAsThemselves(t *testing.T) {
	s := newSite(t)
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", named(s.unique))
	user := "/Users/" + served.Text(made, "id")
	s.Send(http.StatusNoContent, http.MethodDelete, user, "")
	if all := s.all(s.unique); len(all) != 1 || all[0]["status"] != 3.0 {
		t.Errorf("Redmine has %v", all)
	}
	s.Send(http.StatusNotFound, http.MethodGet, user, "")
	s.Send(http.StatusNotFound, http.MethodDelete, user, "")
	if got := s.Names("/Users", fmt.Sprintf(`userName eq "%s"`, s.unique)); len(got) > 0 {
		t.Errorf("found: %v", got)
	}
	again := s.Send(http.StatusCreated, http.MethodPost, "/Users", named(s.unique))
	if again["id"] != made["id"] || again["active"] != true {
		t.Errorf("came back as %v", again)
	}
	if all := s.all(s.unique); len(all) != 1 || all[0]["status"] != 1.0 {
		t.Errorf("Redmine has %v", all)
	}
}

func TestAPasswordThatIsSetSignsIn(t *testing.T) {
	s := newSite(t)
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", named(s.unique))
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+served.Text(made, "id"), served.Patch(`{"op": "replace", "path": "password", "value": "correct horse"}`))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.redmine.URL+"/users/current.json", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(s.unique, "correct horse")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Error(resp.Status)
	}
}
