package connectortest

import (
	"slices"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

const parallel = 32

func membershipTests() []test {
	var out []test
	for _, v := range []struct {
		name   string
		tables func() []Table
	}{
		{"with a unique index", Tables},
		{"without any index", func() []Table { return WithoutUniqueMembership(Tables()) }},
	} {
		out = append(out,
			test{v.name + ", one member added in parallel is one row", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				e := s.roles()
				s.inParallel(e, func(int) connectors.RowChange { return connectors.RowChange{Add: []connectors.Fields{{"emp_no": ada}}} })
				s.wantMembers(empty, ada)
			}},
			test{v.name + ", members added in parallel are all there", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				s.crowd(parallel)
				e := s.roles()
				s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Replace: true}))
				s.inParallel(e, func(i int) connectors.RowChange {
					return connectors.RowChange{Add: []connectors.Fields{{"emp_no": int64(1000 + i)}}}
				})
				var want []int64
				for i := range parallel {
					want = append(want, int64(1000+i))
				}
				s.wantMembers(empty, want...)
			}},
			test{v.name + ", members added and removed in parallel are those that were asked for", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				s.crowd(parallel)
				e := s.roles()
				s.inParallel(e, func(i int) connectors.RowChange {
					member := connectors.Fields{"emp_no": int64(1000 + i)}
					if i%2 == 0 {
						return connectors.RowChange{Remove: []connectors.Fields{member}}
					}
					return connectors.RowChange{Add: []connectors.Fields{member, {"emp_no": ada}}}
				})
				want := []int64{ada}
				for i := 1; i < parallel; i += 2 {
					want = append(want, int64(1000+i))
				}
				s.wantMembers(empty, want...)
			}},
			test{v.name + ", a member added and removed by turns is there once or not at all", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				e := s.roles()
				s.inParallel(e, func(i int) connectors.RowChange {
					member := []connectors.Fields{{"emp_no": ada}}
					if i%2 == 0 {
						return connectors.RowChange{Remove: member}
					}
					return connectors.RowChange{Add: member}
				})
				if got := s.members(empty); len(got) > 1 {
					t.Errorf("members %v", got)
				}
				s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Add: []connectors.Fields{{"emp_no": ada}}}))
				s.wantMembers(empty, ada)
			}},
			test{v.name + ", members named by what their key means elsewhere are added and removed together", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				e := s.open(RolesByLogin())
				login := func(names ...connectors.Value) (list []connectors.Fields) {
					for _, name := range names {
						list = append(list, connectors.Fields{"who.login": name})
					}
					return list
				}
				s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Add: login("ada", "brian", "li", "ada")}))
				s.wantMembers(empty, ada, brian, li)
				s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Remove: login("li", "nobody", "ada")}))
				s.wantMembers(empty, brian)
				err := s.update(e, key(empty), changing("members", connectors.RowChange{Add: login("ada", "nobody", "li")}))
				wantKind(t, err, connectors.Invalid, "members/who.login")
				s.wantMembers(empty, brian)
			}},
			test{v.name + ", whole replacements in parallel end in one of them", func(t *testing.T, h Harness) {
				s := newSiteOf(t, h, v.tables())
				e := s.roles()
				s.inParallel(e, func(i int) connectors.RowChange {
					if i%2 == 0 {
						return connectors.RowChange{Replace: true, Add: []connectors.Fields{{"emp_no": ada}, {"emp_no": li}}}
					}
					return connectors.RowChange{Replace: true, Add: []connectors.Fields{{"emp_no": brian}, {"emp_no": li}}}
				})
				if got := s.members(empty); !slices.Equal(got, []int64{ada, li}) && !slices.Equal(got, []int64{brian, li}) {
					t.Errorf("members %v", got)
				}
			}})
	}
	return out
}

// inParallel changes the members of the empty role from many sides at once.
func (s *site) inParallel(e connectors.Entity, change func(i int) connectors.RowChange) {
	s.t.Helper()
	var all sync.WaitGroup
	for i := range parallel {
		all.Go(func() {
			if err := s.update(e, key(empty), changing("members", change(i))); err != nil {
				s.t.Error(err)
			}
		})
	}
	all.Wait()
}

// members are the rows of a role as the table has them, duplicates included.
func (s *site) members(role int64) []int64 {
	s.t.Helper()
	var out []int64
	for _, r := range s.Rows(s.t, "employee_roles") {
		if r["role_id"] == role {
			out = append(out, r["emp_no"].(int64))
		}
	}
	slices.Sort(out)
	return out
}

func (s *site) wantMembers(role int64, want ...int64) {
	s.t.Helper()
	if got := s.members(role); !slices.Equal(got, want) {
		s.t.Errorf("role %d has members %v, want %v", role, got, want)
	}
}
