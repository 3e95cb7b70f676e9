package connectortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func boundsTests() []test {
	return []test{
		{"a spec without bounds shows every record and protects none", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Scope, spec.Gone, spec.Protect = nil, nil, nil
			e := s.open(spec)
			if got := keysOf(s.list(e, connectors.Query{Limit: 100})); len(got) != 8 {
				t.Errorf("got %v", got)
			}
			s.mustUpdate(e, key(admin), setting(connectors.Fields{"first_name": "Root"}))
		}},
		{"what is gone counts as not gone where the field is empty", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Scope, spec.Gone = nil, leaf("kind", connectors.Eq, "S")
			if d := cmp.Diff(keys(ada, brian, li, zoe, terry, ghost, admin), keysOf(s.list(s.open(spec), connectors.Query{Limit: 100}))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		}},
		{"bounds may look at joined fields and at relations", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Scope = connectors.Or{leaf("department.name", connectors.Ne, "Human Resources"), leaf("login", connectors.Eq, "admin")}
			spec.Gone = connectors.Any{Relation: "groups", Where: leaf("role.role_name", connectors.Eq, "everybody")}
			spec.Protect = connectors.Any{Relation: "phones", Where: leaf("number", connectors.Sw, "+0")}
			e := s.open(spec)
			if d := cmp.Diff(keys(ghost, service), keysOf(s.list(e, connectors.Query{Limit: 100}))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			wantKind(t, s.update(e, key(ghost), setting(connectors.Fields{"first_name": "x"})), connectors.Protected, "")
			wantKind(t, s.update(e, key(brian), setting(connectors.Fields{"first_name": "x"})), connectors.NotFound, "")
			s.mustUpdate(e, key(service), setting(connectors.Fields{"first_name": "x"}))
		}},
		{"a code table may be bounded too", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Joins[0].Where = connectors.And{leaf("site", connectors.Ne, "Oslo"), leaf("code", connectors.Ne, "T2")}
			e := s.open(spec)
			name := func(person int64) connectors.Value {
				return s.get(e, key(person), connectors.Need{Fields: []string{"department.name"}}).Fields["department.name"]
			}
			if got := name(ada); got != nil {
				t.Errorf("a record outside Where is joined: %v", got)
			}
			s.mustUpdate(e, key(ada), setting(connectors.Fields{"department.name": "Twin"}))
			if got := name(ada); got != "Twin" {
				t.Errorf("set to Twin, read as %v", got)
			}
			wantKind(t, s.update(e, key(ada), setting(connectors.Fields{"department.name": "Human Resources"})), connectors.Invalid, "department.name")
		}},
		{"rows may belong to a record by another field than its key", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Relations = map[string]connectors.Relation{"reports": {
				Entity: "employees", By: map[string]string{"manager_no": "emp_no"}, Fields: []string{"login"}, Identity: []string{"login"}, ReadOnly: true,
			}, "colleagues": {
				Entity: "employees", By: map[string]string{"dept_code": "dept_code"}, Fields: []string{"login"}, Identity: []string{"login"}, ReadOnly: true,
			}}
			e := s.open(spec)
			need := connectors.Need{Rows: map[string][]string{"reports": {"login"}, "colleagues": {"login"}}}
			for person, want := range map[int64]map[string][]connectors.Value{
				ada:   {"reports": {"brian", "ZOE"}, "colleagues": {"ada", "ZOE", "ghost"}},
				brian: {"reports": nil, "colleagues": {"brian", "admin"}},
				li:    {"reports": nil, "colleagues": nil},
			} {
				got := map[string][]connectors.Value{"reports": nil, "colleagues": nil}
				for relation, rows := range s.get(e, key(person), need).Rows {
					for _, r := range rows {
						got[relation] = append(got[relation], r.Fields["login"])
					}
				}
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%d (-want +got):\n%s", person, d)
				}
			}
			where := connectors.Any{Relation: "colleagues", Where: leaf("login", connectors.Eq, "ghost")}
			s.wantSelected(e, where, keys(ada, zoe)...)
		}},
	}
}
