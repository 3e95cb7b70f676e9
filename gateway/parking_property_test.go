package gateway_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/testenv"
)

// whereabouts of a person.
type whereabouts int

const (
	here    whereabouts = iota
	deleted             // through the gateway
	away                // in the application alone, where nobody told the gateway
)

// crowd is a lot with what is to be true of it.
type crowd struct {
	*lot
	at   map[string]whereabouts
	rows map[string]bool      // memberships that the application has; those of people who are not here do not show
	wait map[string]time.Time // who is parked, until when
}

// another is a crowd at the site of s, whose userNames end in tag.
func (s *lot) another(tag string) *crowd {
	l := *s
	l.ids, l.tag = map[string]string{}, tag
	l.gather()
	return &crowd{
		lot: &l, rows: map[string]bool{}, wait: map[string]time.Time{},
		at: map[string]whereabouts{"ada": deleted, "bea": deleted, "cid": here},
	}
}

// settled forgets what has expired.
func (c *crowd) settled() {
	for name, until := range c.wait {
		if !c.Now().Before(until) {
			delete(c.wait, name)
		}
	}
}

// add is what becomes of people who are to be members.
func (c *crowd) add(names []string) {
	for _, name := range names {
		if c.at[name] == here {
			c.rows[name] = true
		} else {
			c.wait[name] = c.Now().Add(30 * 24 * time.Hour)
		}
	}
}

// supplied makes those members who are parked and here.
func (c *crowd) supplied() {
	for name := range c.wait {
		if c.at[name] == here {
			c.rows[name] = true
			delete(c.wait, name)
		}
	}
}

// memberList is members in a request.
func memberList(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = `{"value":"<` + name + `>"}`
	}
	return "[" + strings.Join(list, ",") + "]"
}

func (c *crowd) who(t *rapid.T, at ...whereabouts) string {
	var names []string
	for name, is := range c.at {
		if slices.Contains(at, is) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Skip("nobody is")
	}
	slices.Sort(names)
	return rapid.SampledFrom(names).Draw(t, "who")
}

func drawNames(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ada", "bea", "cid"}), 1, 3, rapid.ID).Draw(t, "names")
}

// likeOurs is another gateway with the same application and the same store.
func likeOurs(app *gateway.App) *gateway.App {
	other := *app
	other.Endpoints = map[string]*gateway.Endpoint{}
	for name, e := range app.Endpoints {
		c := *e
		c.Siblings = other.Endpoints
		other.Endpoints[name] = &c
	}
	return &other
}

func TestInWhateverOrderTheGroupHasWhoeverWasAskedForLast(t *testing.T) {
	s, checks := parking(t), 0
	gateways := []*gateway.App{s.App, likeOurs(s.App)}
	rapid.Check(t, func(t2 *rapid.T) {
		checks++
		c := s.another(fmt.Sprint(checks))
		t2.Repeat(map[string]func(*rapid.T){
			"come": func(t *rapid.T) {
				name := c.who(t, deleted)
				c.come(name)
				c.at[name] = here
				if _, parked := c.wait[name]; parked {
					c.rows[name] = true
					delete(c.wait, name)
				}
			},
			"leave": func(t *rapid.T) {
				name := c.who(t, here)
				c.leave(name)
				c.at[name] = deleted
			},
			"vanish": func(t *rapid.T) {
				name := c.who(t, here)
				c.disappear(name)
				c.at[name] = away
			},
			"resurface": func(t *rapid.T) {
				name := c.who(t, away)
				c.resurface(name)
				c.at[name] = here
			},
			"add": func(t *rapid.T) {
				names := drawNames(t)
				c.change(`{"op":"add","path":"members","value":` + memberList(names) + `}`)
				c.add(names)
			},
			"remove": func(t *rapid.T) {
				names := drawNames(t)
				c.change(`{"op":"remove","path":"members","value":` + memberList(names) + `}`)
				for _, name := range names {
					delete(c.wait, name)
					if c.at[name] == here {
						delete(c.rows, name)
					}
				}
			},
			"replace": func(t *rapid.T) {
				names := drawNames(t)
				if rapid.Bool().Draw(t, "by PUT") {
					c.put(`,"members":` + memberList(names))
				} else {
					c.change(`{"op":"replace","path":"members","value":` + memberList(names) + `}`)
				}
				for name, is := range c.at {
					if !slices.Contains(names, name) {
						delete(c.wait, name)
						if is == here {
							delete(c.rows, name)
						}
					}
				}
				c.add(names)
			},
			"rename": func(*rapid.T) { c.put(``) },
			"sweep": func(*rapid.T) {
				c.supplied()
				c.sweep()
			},
			"time passes": func(t *rapid.T) {
				c.Set(c.Now().Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "days")) * 24 * time.Hour))
			},
			"": func(rt *rapid.T) {
				c.settled()
				var members, parked []string
				for name := range c.rows {
					if c.at[name] == here {
						members = append(members, name)
					}
				}
				for name := range c.wait {
					parked = append(parked, name)
				}
				slices.Sort(members)
				slices.Sort(parked)
				if d := cmp.Diff(fmt.Sprint(members, parked), fmt.Sprint(c.members(), c.parked("Group", c.group))); d != "" {
					rt.Fatalf("members and parked ones (-want +got):\n%s", d)
				}
				c.App = gateways[rapid.IntRange(0, 1).Draw(rt, "gateway")]
			},
		})
	})
}

// Over two gateways, whatever meets whatever: somebody who is taken out at last is out, and somebody who is put in at
// last is in.
func TestWhatMeetsAtOnceEndsAsWasAskedLast(t *testing.T) {
	const people = 6
	for round := range testenv.N(5, 300) {
		s := parkingWith(t, gatewaytest.Options{Limits: waiting()}, "park")
		another := *s
		another.HR = &gatewaytest.HR{App: likeOurs(s.App), Tables: s.Tables, Users: s.Users, Groups: s.Groups, Links: s.Links}
		gateways := []*lot{s, &another}
		var names []string
		for i := range people {
			name := fmt.Sprintf("p%d", i)
			s.ids[name] = s.made("User", called(name))
			names = append(names, name)
		}
		s.leave(names...)
		var wg sync.WaitGroup
		want := []string{}
		for i, name := range names {
			a, b := gateways[i%2], gateways[(i+1)%2]
			stays := rand.N(2) == 0
			if stays {
				want = append(want, name)
			}
			wg.Go(func() {
				add, remove := `{"op":"add","path":"members","value":`+memberList([]string{name})+`}`, `{"op":"remove","path":"members[value eq \"<`+name+`>\"]"}`
				operations := []string{add, remove, add}
				if !stays {
					operations = []string{add, remove}
				}
				for _, op := range operations {
					if err := a.patched("Group", a.group, op); err != nil {
						t.Errorf("%s: %v", op, err)
					}
				}
			})
			wg.Go(func() {
				for range rand.N(3) {
					b.sweep()
				}
				if _, err := b.create("User", called(name)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if left := s.sweep(); left != 0 {
			t.Errorf("round %d: %d are left", round, left)
		}
		if d := cmp.Diff(want, s.members()); d != "" {
			t.Fatalf("round %d (-want +got):\n%s", round, d)
		}
	}
}

// waiting waits for others.
func waiting() gateway.Limits {
	l := gatewaytest.Limits()
	l.Patience = 10 * time.Second
	return l
}
