package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// helpDesk speaks to the help desk of a running demo.
func (d demonstration) helpDesk(t *testing.T) *client {
	return &client{t: t, base: strings.Replace(d.url, "/hr/", "/helpdesk/", 1), token: d.token}
}

func TestTheDemoHasAHelpDeskToo(t *testing.T) {
	c := runDemo(t, "--employees", "10").helpDesk(t)
	if a := c.do("GET", "/Users?count=1", ""); a.Status != 200 || a.Body["totalResults"] != 500.0 {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	if c.id("/Users", `userName eq "Frederic.MacLeod"`) == "" {
		t.Error("a login in another letter case finds nobody")
	}
	made := c.do("POST", "/Users", `{"userName":"new.agent","name":{"givenName":"New"},"active":false,"phoneNumbers":[{"type":"work","value":"+353 1 1"}]}`)
	if made.Status != 201 || made.Body["active"] != false {
		t.Fatalf("%d %v", made.Status, made.Body)
	}
	if again := c.do("POST", "/Users", `{"userName":"NEW.AGENT"}`); again.Status != 409 {
		t.Errorf("again: %d %v", again.Status, again.Body)
	}
	id := made.Body["id"].(string)
	patched := c.do("PATCH", "/Users/"+id, patchOf(`{"op":"replace","value":{"active":true,"title":"Coach"}}`))
	if patched.Body["active"] != true || patched.Body["title"] != "Coach" {
		t.Errorf("%d %v", patched.Status, patched.Body)
	}
	trainers := c.id("/Groups", `displayName eq "Trainers"`)
	c.do("PATCH", "/Groups/"+trainers, patchOf(fmt.Sprintf(`{"op":"add","path":"members","value":[{"value":%q}]}`, id)))
	if a := c.do("GET", "/Users/"+id, ""); len(a.Body["groups"].([]any)) != 1 {
		t.Errorf("%v", a.Body["groups"])
	}
	if a := c.do("DELETE", "/Users/"+id, ""); a.Status != 204 {
		t.Errorf("%d %v", a.Status, a.Body)
	}
}

func TestAnAgentOfTheLastTimeIsNobodyAndStaysNobody(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	first := runDemo(t, "--dir", dir, "--employees", "10")
	made := first.helpDesk(t).do("POST", "/Users", `{"userName":"for.a.day"}`)
	known := first.helpDesk(t).id("/Users", `userName eq "frederic.macleod"`)
	first.end()

	c := runDemo(t, "--dir", dir).helpDesk(t)
	if a := c.do("GET", fmt.Sprintf("/Users/%s", made.Body["id"]), ""); a.Status != 404 {
		t.Errorf("%d %v", a.Status, a.Body)
	}
	next := c.do("POST", "/Users", `{"userName":"another"}`)
	if next.Status != 201 || next.Body["id"] == made.Body["id"] {
		t.Errorf("%d %v", next.Status, next.Body)
	}
	if id := c.id("/Users", `userName eq "frederic.macleod"`); id != known {
		t.Errorf("the id was %s and is %s", known, id)
	}
}
