package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// deleting is a site whose app file says this of a DELETE of users.
func deleting(t *testing.T, how string) site {
	t.Helper()
	return newSite(t, gatewaytest.Options{AppFile: deletingBy(t, how)})
}

func deletingBy(t *testing.T, how string) func(text []byte) []byte {
	return func(text []byte) []byte {
		was := "delete: {set: {status: T, deleted: 1}, gone: {deleted: 1}}"
		if !strings.Contains(string(text), was) {
			t.Fatal("the app file deletes otherwise")
		}
		return []byte(strings.Replace(string(text), was, "delete: "+how, 1))
	}
}

const (
	reviving    = "{set: {status: T, deleted: 1}, gone: {deleted: 1}, again: revive}"
	remembering = "{set: {status: T}, gone: remembered, again: revive}"
	adaAgain    = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ADA","title":"Countess"}`
)

func TestARecordIsRevivedUnderItsIDWhereASearchAnswersMoreThanIsMeant(t *testing.T) {
	for name, how := range map[string]string{"gone by a predicate": reviving, "remembered": remembering} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{AppFile: deletingBy(t, how), Shape: func(sh *connectors.Shape) {
				able := sh.Push
				sh.Push = func(l connectors.Leaf) connectors.Push {
					if l.Field == "login" {
						return connectors.Superset
					}
					return able(l)
				}
			}})
			id := s.made("User", ada)
			if err := s.delete("User", id); err != nil {
				t.Fatal(err)
			}
			if again := s.made("User", adaAgain); again != id {
				t.Errorf("the person came back as %s, was %s", again, id)
			}
		})
	}
}

func TestACreateOfADeletedNameRevivesTheRecordUnderItsID(t *testing.T) {
	for name, how := range map[string]string{"gone by a predicate": reviving, "remembered": remembering} {
		t.Run(name, func(t *testing.T) {
			s := deleting(t, how)
			id := s.made("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","nickName":"Lady",
				"emails":[{"type":"work","value":"a@x"}],"phoneNumbers":[{"type":"work","value":"1"}]}`)
			if err := s.delete("User", id); err != nil {
				t.Fatal(err)
			}
			if again := s.made("User", adaAgain); again != id {
				t.Errorf("the person came back as %s, was %s", again, id)
			}
			rows := s.Tables.Rows("employees")
			if len(rows) != 1 {
				t.Fatalf("there are %d records", len(rows))
			}
			want := connectors.Fields{"login": "ADA", "job_title": "Countess", "nick": nil, "work_mail": nil, "status": "A"}
			got := connectors.Fields{}
			for field := range want {
				got[field] = rows[0][field]
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if rows[0]["deleted"] == int64(1) || len(s.Tables.Rows("phones")) != 0 {
				t.Errorf("the record is %v, with phones %v", rows[0], s.Tables.Rows("phones"))
			}
			a, err := s.get("User", id)
			if err != nil || !strings.Contains(text(a), `"active":true`) {
				t.Errorf("%v: %v", a.Resource, err)
			}
			refused(t, second(s.create("User", adaAgain)), 409, "uniqueness")
		})
	}
}

func TestARevivedRecordIsAsActiveAsTheRequestSays(t *testing.T) {
	s := deleting(t, reviving)
	id := s.made("User", ada)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	s.made("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":false}`)
	if row := s.row("employees", "login", "ada"); row["status"] != "T" || row["deleted"] != int64(0) {
		t.Errorf("the record is %v", row)
	}
}

func TestACreateOfADeletedNameIsAConflictWhereTheAppFileSaysSo(t *testing.T) {
	s := deleting(t, "{set: {status: T, deleted: 1}, gone: {deleted: 1}, again: conflict}")
	id := s.made("User", ada)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	refused(t, second(s.create("User", ada)), 409, "uniqueness")
	refused(t, second(s.get("User", id)), 404, "")
}

func TestOfSeveralDeletedRecordsNoneIsGuessed(t *testing.T) {
	s := deleting(t, reviving)
	for range 2 {
		if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "T", "deleted": int64(1)}); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, second(s.create("User", ada)), 409, "uniqueness")
}

func TestARecordThatTheApplicationDeletedItselfLivesAgainUnderAnIDOfItsOwn(t *testing.T) {
	s := deleting(t, reviving)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "T", "deleted": int64(1)}); err != nil {
		t.Fatal(err)
	}
	id := s.made("User", ada)
	if a, err := s.get("User", id); err != nil || a.Resource.Text("userName") != "ada" || len(s.Tables.Rows("employees")) != 1 {
		t.Errorf("%v: %v", a.Resource, err)
	}
}

func TestARememberedRecordIsHiddenAndNotCounted(t *testing.T) {
	s := deleting(t, remembering)
	var ids []string
	for _, name := range []string{"a", "b", "c", "d"} {
		ids = append(ids, s.made("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"`+name+`"}`))
	}
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":"`+ids[0]+`"},{"value":"`+ids[1]+`"}]}`)
	if _, err := s.patch("User", ids[2], `{"op":"replace","path":"active","value":false}`, s.view()); err != nil {
		t.Fatal(err)
	}
	if err := s.delete("User", ids[1]); err != nil {
		t.Fatal(err)
	}
	if row := s.row("employees", "login", "b"); row["status"] != "T" {
		t.Errorf("the application has %v", row)
	}
	refused(t, s.delete("User", ids[1]), 404, "")
	refused(t, second(s.get("User", ids[1])), 404, "")
	for filter, want := range map[string][]string{
		"": {"a", "c", "d"}, `active eq false`: {"c"}, `userName eq "b"`: {}, `id eq "` + ids[1] + `"`: {}, `nickName pr or userName ge "b"`: {"c", "d"},
	} {
		l, err := s.list("User", s.query("User", filter))
		if err != nil || l.Total != len(want) || !slices.Equal(names(l), want) {
			t.Errorf("a list of %q has %v of %d: %v", filter, names(l), l.Total, err)
		}
		q := s.query("User", filter)
		q.Count = 0
		if l, err := s.list("User", q); err != nil || l.Total != len(want) {
			t.Errorf("a count of %q is %d: %v", filter, l.Total, err)
		}
	}
	if a, err := s.get("Group", group); err != nil || !slices.Equal(members(t, a), ids[:1]) {
		t.Errorf("the group shows %v: %v", a.Resource, err)
	}
	_, err := s.patch("Group", group, `{"op":"add","path":"members","value":[{"value":"`+ids[1]+`"}]}`, s.view())
	refused(t, err, 400, "invalidValue")
}

func TestWithoutALookForGravesTheApplicationDecides(t *testing.T) {
	s := deleting(t, "{set: {status: T}, gone: remembered}")
	id := s.made("User", ada)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	if again := s.made("User", ada); again == id || len(s.Tables.Rows("employees")) != 2 {
		t.Errorf("the person came back as %s with %d records", again, len(s.Tables.Rows("employees")))
	}
}
