package gateway_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// bounded is a site whose users are those without a badge, with two of them and a service account that has one.
func bounded(t *testing.T) (s site, inside, outside string) {
	t.Helper()
	s = newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return bytes.Replace(text, []byte("    protect: {status: P}\n"), []byte("    protect: {status: P}\n    where: {badge: null}\n"), 1)
	}})
	inside = s.made("User", ada)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "svc", "status": "A", "deleted": int64(0), "badge": "S"}); err != nil {
		t.Fatal(err)
	}
	number := s.key("svc")
	links, err := s.Links.See(t.Context(), s.endpoint("User").Scope, []connectors.Key{number})
	if err != nil {
		t.Fatal(err)
	}
	return s, inside, links[number].ID
}

// key is the native key of the one employee with this login.
func (s site) key(login string) connectors.Key {
	k, err := connectors.EncodeKey(s.row("employees", "login", login)["emp_no"])
	if err != nil {
		s.t.Fatal(err)
	}
	return k
}

func TestNothingCanReferToWhatIsOutOfScope(t *testing.T) {
	s, inside, outside := bounded(t)
	manager := `{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"` + outside + `"}}`
	refused(t, second(s.patch("User", inside, manager, s.view())), 400, "invalidValue")
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":"`+inside+`"}]}`)
	refused(t, second(s.patch("Group", group, `{"op":"add","path":"members","value":[{"value":"`+outside+`"}]}`, s.view())), 400, "invalidValue")
	for _, filter := range []string{`id eq "` + outside + `"`, `userName eq "svc"`, `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "` + outside + `"`} {
		if l, err := s.list("User", s.query("User", filter)); err != nil || l.Total != 0 {
			t.Errorf("%s finds %v: %v", filter, names(l), err)
		}
	}
	if l, err := s.list("Group", s.query("Group", `members.value eq "`+outside+`"`)); err != nil || l.Total != 0 {
		t.Errorf("a group has the member %v: %v", names(l), err)
	}
}

func TestAMemberOutOfScopeIsHiddenAndStays(t *testing.T) {
	s, inside, _ := bounded(t)
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":"`+inside+`"}]}`)
	role, svc := s.row("roles", "role_name", "staff")["role_id"], s.row("employees", "login", "svc")["emp_no"]
	if err := s.Tables.Insert("employee_roles", connectors.Fields{"role_id": role, "emp_no": svc}); err != nil {
		t.Fatal(err)
	}
	if a, err := s.get("Group", group); err != nil || !slices.Equal(members(t, a), []string{inside}) {
		t.Errorf("the group shows %v: %v", a.Resource, err)
	}
	if _, err := s.replace("Group", group, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[]}`, s.view()); err != nil {
		t.Fatal(err)
	}
	s.patchAway(group)
	if rows := s.Tables.Rows("employee_roles"); len(rows) != 1 || rows[0]["emp_no"] != svc {
		t.Errorf("the memberships are %v", rows)
	}
}

// patchAway removes all members.
func (s site) patchAway(group string) {
	s.t.Helper()
	if _, err := s.patch("Group", group, `{"op":"remove","path":"members"}`, s.view()); err != nil {
		s.t.Fatal(err)
	}
}

func TestARecordThatGoesOutOfScopeIsGone(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return bytes.Replace(text, []byte("    protect: {status: P}\n"), []byte("    where: {nick: {not: hidden}}\n"), 1)
	}})
	id := s.made("User", ada)
	if _, err := s.patch("User", id, `{"op":"replace","path":"nickName","value":"hidden"}`, s.view()); err != nil {
		t.Fatal(err)
	}
	refused(t, second(s.get("User", id)), 404, "")
	refused(t, second(s.patch("User", id, `{"op":"replace","path":"nickName","value":"back"}`, s.view())), 404, "")
	if again := s.made("User", ada); again == id || len(s.Tables.Rows("employees")) != 2 {
		t.Errorf("a record out of scope was adopted: %s, %d records", again, len(s.Tables.Rows("employees")))
	}
}
