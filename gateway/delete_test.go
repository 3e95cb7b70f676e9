package gateway_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

func TestADeletedResourceIsGoneFromEverywhere(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[{"value":"`+id+`"}]}`)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	refused(t, s.delete("User", id), 404, "")
	refused(t, second(s.get("User", id)), 404, "")
	refused(t, second(s.replace("User", id, ada, s.view())), 404, "")
	refused(t, second(s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view())), 404, "")
	for _, filter := range []string{"", `userName eq "ada"`, `id eq "` + id + `"`} {
		if l, err := s.list("User", s.query("User", filter)); err != nil || l.Total != 0 {
			t.Errorf("a list of %q has %d, %v", filter, l.Total, err)
		}
	}
	if a, err := s.get("Group", group); err != nil || len(members(t, a)) != 0 {
		t.Errorf("the group still shows its member: %v", err)
	}
	if row := s.row("employees", "login", "ada"); row["deleted"] != int64(1) || row["status"] != "T" {
		t.Errorf("the application has %v", row)
	}
}

func TestADeletedNameCanBeUsedAgainByAnotherID(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	if err := s.delete("User", id); err != nil {
		t.Fatal(err)
	}
	if again := s.made("User", ada); again == id {
		t.Error("the id was given to another person")
	}
}

func TestADeleteIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	v := s.view()
	v.IfMatch = []string{`"other"`}
	refused(t, second(s.endpoint("User").Delete(t.Context(), id, v)), 412, "")
	refused(t, s.delete("User", "nobody"), 404, "")
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Unavailable, "delete", "refused") }
	refused(t, s.delete("User", id), 503, "")
	s.Users.Fail = nil
	if _, err := s.get("User", id); err != nil {
		t.Errorf("it is gone all the same: %v", err)
	}
	v.IfMatch = []string{"*"}
	if _, err := s.endpoint("User").Delete(t.Context(), id, v); err != nil {
		t.Error(err)
	}
}

func TestAnInterruptedDeleteIsFinishedByItsRetry(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	s.Links.Fail = once("Bury", gatewaytest.Down)
	refused(t, s.delete("User", id), 503, "")
	refused(t, s.delete("User", id), 404, "")
	links, err := s.Links.Store.ByID(t.Context(), s.endpoint("User").Scope, []string{id})
	if err != nil || !links[id].Buried {
		t.Errorf("the link is %v, %v", links[id], err)
	}
}

func TestAReferenceToADeletedResourceVanishes(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	boss := s.made("User", brian)
	id := s.made("User", body("ada", `,"`+enterprise+`":{"manager":{"value":"`+boss+`"}}`))
	if err := s.delete("User", boss); err != nil {
		t.Fatal(err)
	}
	key := s.row("employees", "login", "brian")["emp_no"]
	a, err := s.get("User", id)
	if err != nil || strings.Contains(text(a), "manager") {
		t.Errorf("got %v, %s", err, text(a))
	}
	if _, err := s.patch("User", id, `{"op":"replace","path":"title","value":"x"}`, s.view()); err != nil {
		t.Error(err)
	}
	if got := s.row("employees", "login", "ada")["manager_no"]; got != key {
		t.Errorf("a change of another attribute made the manager %v", got)
	}
}
