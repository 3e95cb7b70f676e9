package helpdesk

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/test/served"
)

// small are both applications with few people.
func small() map[string]func(*testing.T) site {
	return map[string]func(*testing.T) site{"helpdesk": smallDesk, "switchboard": board}
}

// atOnce sends n requests together and says how they were answered.
func (s site) atOnce(t *testing.T, n int, request func(i int) (method, path, body string)) []int {
	t.Helper()
	statuses := make([]int, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			method, path, body := request(i)
			statuses[i] = s.status(t, method, path, body)
		})
	}
	all.Wait()
	slices.Sort(statuses)
	return statuses
}

// The switchboard has no call for one member and no way to say which list was read: the gateway writes one at a time.
func TestNoMemberIsLostWhereManyComeAtOnce(t *testing.T) {
	const many = 12
	for name, open := range small() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			ids := make([]string, many)
			for i := range ids {
				ids[i] = served.Text(s.Send(201, "POST", "/Users", fmt.Sprintf(`{"userName": "member%d"}`, i)), "id")
			}
			group := "/Groups/" + s.Group("Night")
			statuses := s.atOnce(t, many, func(i int) (string, string, string) {
				return "PATCH", group, served.Patch(fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, ids[i]))
			})
			if slices.Max(statuses) != 204 {
				t.Errorf("%v", statuses)
			}
			members := served.List(s.Send(200, "GET", group, "")["members"])
			if len(members) != many+1 {
				t.Errorf("%d members, want those %d and bob", len(members), many)
			}
		})
	}
}

// The others learn that there is one already.
func TestOnePersonIsMadeOnceWhereManyAskAtOnce(t *testing.T) {
	for name, open := range small() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			before := len(s.state())
			statuses := s.atOnce(t, 8, func(i int) (string, string, string) {
				return "POST", "/Users", fmt.Sprintf(`{"userName": "once", "title": "Number %d"}`, i)
			})
			if statuses[0] != 201 || statuses[1] != 409 || statuses[len(statuses)-1] != 409 {
				t.Errorf("%v, want one 201 and 409 for all others", statuses)
			}
			if n := len(s.state()) - before; n != 1 {
				t.Errorf("%d people were made", n)
			}
		})
	}
}
