package connectortest

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// nestedTests are about rows that refer to one of several entities: members that are people or roles.
func nestedTests() []test {
	var out []test
	for _, form := range []struct {
		name   string
		spec   func() connectors.Spec
		person func(n int64) connectors.Fields
		role   func(n int64) connectors.Fields
	}{
		{"by a column for each", nestedByColumns,
			func(n int64) connectors.Fields { return connectors.Fields{"emp_no": n} },
			func(n int64) connectors.Fields { return connectors.Fields{"child_id": n} }},
		{"by a column that says which", nestedByKind,
			func(n int64) connectors.Fields { return connectors.Fields{"kind": "E", "member_no": n} },
			func(n int64) connectors.Fields { return connectors.Fields{"kind": "R", "member_no": n} }},
	} {
		out = append(out,
			test{form.name + ", rows are seen whose own target can be", func(t *testing.T, h Harness) {
				s := newNestedSite(t, h)
				if d := cmp.Diff([]string{"1", "3"}, s.rowKeys(s.open(form.spec()), admins)); d != "" {
					t.Error(d)
				}
			}},
			test{form.name + ", a member is found by what it is", func(t *testing.T, h Harness) {
				s := newNestedSite(t, h)
				e := s.open(form.spec())
				for _, c := range []struct {
					member connectors.Fields
					want   []connectors.Key
				}{
					{form.person(ada), keys(admins)}, {form.role(admins), keys(everybody)}, {form.role(everybody), keys(admins)},
					{form.person(everybody), nil}, {form.person(ghost), nil}, {form.role(nobody), nil},
				} {
					var where connectors.And
					for _, name := range slices.Sorted(maps.Keys(c.member)) {
						where = append(where, leaf(name, connectors.Eq, c.member[name]))
					}
					var got []connectors.Key
					for _, r := range s.list(e, connectors.Query{Where: connectors.Any{Relation: "members", Where: where}, Limit: 9}).Records {
						got = append(got, r.Key)
					}
					if d := cmp.Diff(c.want, got); d != "" {
						t.Errorf("%v: %s", c.member, d)
					}
				}
			}},
			test{form.name + ", members come and go, and one that is there is not added again", func(t *testing.T, h Harness) {
				s := newNestedSite(t, h)
				e := s.open(form.spec())
				before := len(s.Rows(t, "role_members"))
				s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{
					Add:    []connectors.Fields{form.person(ada), form.role(everybody), form.role(empty), form.person(li)},
					Remove: []connectors.Fields{form.role(everybody + 40), form.person(brian)},
				}))
				if got := len(s.Rows(t, "role_members")); got != before+2 {
					t.Errorf("%d rows, want two more than %d", got, before)
				}
				s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{Remove: []connectors.Fields{form.person(ada), form.role(empty)}}))
				if got := len(s.Rows(t, "role_members")); got != before {
					t.Errorf("%d rows, want %d", got, before)
				}
			}},
			test{form.name + ", a replacement leaves what cannot be seen", func(t *testing.T, h Harness) {
				s := newNestedSite(t, h)
				e := s.open(form.spec())
				s.mustUpdate(e, key(admins), changing("members", connectors.RowChange{Replace: true, Add: []connectors.Fields{form.role(everybody)}}))
				var left []string
				for _, r := range s.Rows(t, "role_members") {
					left = append(left, fmt.Sprint(r["member_id"]))
				}
				if d := cmp.Diff([]string{"2", "3", "4", "5"}, left); d != "" {
					t.Error(d)
				}
			}})
	}
	return out
}

// newNestedSite has a table of members too, of which each names its member twice over, once for each form.
func newNestedSite(t *testing.T, h Harness) *site {
	t.Helper()
	row := func(id, role int64, person, child connectors.Value, kind string, member int64) connectors.Fields {
		return connectors.Fields{"member_id": id, "role_id": role, "emp_no": person, "child_id": child, "kind": kind, "member_no": member}
	}
	return newSiteOf(t, h, append(Tables(), Table{
		Name: "role_members",
		Columns: []Column{
			{Name: "member_id", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "role_id", Type: connectors.TypeInteger, NotNull: true},
			{Name: "emp_no", Type: connectors.TypeInteger},
			{Name: "child_id", Type: connectors.TypeInteger},
			{Name: "kind", Type: connectors.TypeText, Max: 1},
			{Name: "member_no", Type: connectors.TypeInteger},
		},
		Key: []string{"member_id"},
		Rows: []connectors.Fields{
			row(1, admins, ada, nil, "E", ada),
			row(2, admins, ghost, nil, "E", ghost), // hidden: gone
			row(3, admins, nil, everybody, "R", everybody),
			row(4, admins, nil, nobody, "R", nobody),    // hidden: there is no such role
			row(5, everybody, nil, admins, "R", admins), // round in a circle
		},
	}))
}

func nested(fields, identity []string, person, role connectors.Target) connectors.Spec {
	people := People()
	person.Entity, person.Scope, person.Gone = "employees", people.Scope, people.Gone
	role.Entity = "roles"
	person.Or = &role
	spec := Roles()
	spec.Relations = map[string]connectors.Relation{"members": {
		Entity: "role_members", By: map[string]string{"role_id": "role_id"}, Fields: fields, Identity: identity, Large: true, Target: &person,
	}}
	return spec
}

func nestedByColumns() connectors.Spec {
	columns := []string{"emp_no", "child_id"}
	return nested(columns, columns,
		connectors.Target{By: map[string]string{"emp_no": "emp_no"}}, connectors.Target{By: map[string]string{"role_id": "child_id"}})
}

func nestedByKind() connectors.Spec {
	columns := []string{"kind", "member_no"}
	return nested(columns, columns,
		connectors.Target{By: map[string]string{"emp_no": "member_no"}, When: leaf("kind", connectors.Eq, "E")},
		connectors.Target{By: map[string]string{"role_id": "member_no"}, When: leaf("kind", connectors.Eq, "R")})
}

// rowKeys are the keys of the rows that a role shows.
func (s *site) rowKeys(e connectors.Entity, role int64) []string {
	s.t.Helper()
	var out []string
	for _, r := range s.stream(e, "members", keys(role), "") {
		out = append(out, string(r.Key))
	}
	return out
}
