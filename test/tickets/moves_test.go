package tickets

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

// Many requests at once move the same people between groups. Whoever is moved last decides; nobody is lost, and nobody
// is in two groups, because a column holds one value.
func TestMovesAtTheSameTimeEndInWhatSomebodyAskedFor(t *testing.T) {
	s := newSite(t)
	agents, light := s.Group("Agents"), s.Group("Light agents")
	people := []string{s.User("ines"), s.User("tomas"), s.User("mira"), s.User("jo")}
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			to, who := []string{agents, light}[i%2], people[i/2%len(people)]
			s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+to, served.Patch(fmt.Sprintf(
				`{"op": "add", "path": "members", "value": [{"value": %q}]}`, who)))
		})
	}
	all.Wait()
	in := map[string]int{}
	for _, group := range []string{agents, light, s.Group("Administrators")} {
		for _, member := range values(s.Send(http.StatusOK, http.MethodGet, "/Groups/"+group, "")["members"], "value") {
			in[member]++
		}
	}
	for i, login := range []string{"ines", "tomas", "mira", "jo"} {
		if role := s.role(login); role != "agent" && role != "light" || in[people[i]] != 1 {
			t.Errorf("%s has the role %s and is in %d groups", login, role, in[people[i]])
		}
	}
}

// Each of many is moved by one request: all of them arrive.
func TestMovesOfDifferentPeopleAtTheSameTimeAllArrive(t *testing.T) {
	const many = 64
	s := newSite(t)
	for i := range many {
		if _, err := s.db.Exec(t.Context(), `INSERT INTO agents (login, role) VALUES (?, 'agent')`, fmt.Sprint("p", i)); err != nil {
			t.Fatal(err)
		}
	}
	groups := map[string]string{"agent": s.Group("Agents"), "light": s.Group("Light agents"), "admin": s.Group("Administrators")}
	roles := []string{"light", "admin", "none"}
	ids := make([]string, many)
	for i := range ids {
		ids[i] = s.User(fmt.Sprint("p", i))
	}
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			group, operation := groups[roles[i%3]], `{"op": "add", "path": "members", "value": [{"value": %q}]}`
			if roles[i%3] == "none" {
				group, operation = groups["agent"], `{"op": "remove", "path": "members", "value": [{"value": %q}]}`
			}
			s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+group, served.Patch(fmt.Sprintf(operation, ids[i])))
		})
	}
	all.Wait()
	for i := range many {
		if got := s.role(fmt.Sprint("p", i)); got != roles[i%3] {
			t.Errorf("p%d has the role %s, want %s", i, got, roles[i%3])
		}
	}
}
