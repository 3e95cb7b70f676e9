package connectortest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func createTests() []test {
	return []test{
		{"a new record gets a generated key, what is set, inserts and stamps", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustCreate(s.people(), connectors.Fields{"login": "grace", "first_name": "Grace", "last_name": "Hopper", "salary": connectors.Decimal("1.10")})
			s.wantChanges(t, before, "+ employees: login=grace first_name=Grace last_name=Hopper full_name=Grace Hopper nick=grace status=A deleted=0"+
				" dept_code=XX salary=1.1000 updated_at=2024-05-02T10:00:00Z updated_by=scim")
		}},
		{"a login alone makes a record", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			r := s.mustCreate(e, connectors.Fields{"login": "x"})
			s.wantChanges(t, before, "+ employees: login=x full_name=  nick=x status=A deleted=0 dept_code=XX updated_at=2024-05-02T10:00:00Z updated_by=scim")
			if got := s.get(e, r.Key, connectors.Need{Fields: []string{"login"}}); got.Fields["login"] != "x" || got.Version != r.Version || r.Version == "" {
				t.Errorf("created as %+v, read as %+v", r, got)
			}
		}},
		{"what is set wins over an insert, an empty value too, and a stamp wins over both", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustCreate(s.people(), connectors.Fields{"login": "x", "status": "T", "dept_code": nil, "updated_at": instant(0)})
			s.wantChanges(t, before, "+ employees: login=x full_name=  nick=x status=T deleted=0 updated_at=2024-05-02T10:00:00Z updated_by=scim")
		}},
		{"rows come with the record: owner, what Where says, inserts, code tables", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			r, err := e.Create(t.Context(), connectors.Change{
				Set: connectors.Fields{"login": "x", "department.name": "Human Resources"},
				Rows: map[string]connectors.RowChange{"phones": {Replace: true, Add: []connectors.Fields{
					{"number": "1", "type.label": "Mobile"}, {"number": "2", "kind": "W", "rank": int64(3)},
				}}},
				At: requested(),
			})
			if err != nil {
				t.Fatal(err)
			}
			owner := string(r.Key)
			s.wantChanges(t, before,
				"+ employees: login=x full_name=  nick=x status=A deleted=0 dept_code=HR updated_at=2024-05-02T10:00:00Z updated_by=scim",
				"+ phones: emp_no="+owner+" purpose=work kind=M number=1 note=by scim",
				"+ phones: emp_no="+owner+" purpose=work kind=W number=2 rank=3 note=by scim")
		}},
		{"values are converted to the types of their fields", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			r := s.mustCreate(e, connectors.Fields{"login": int64(4711), "hired": "2024-02-29", "salary": int64(12), "fte": "0.5", "temp": int64(1), "manager_no": "1"})
			want := connectors.Fields{"login": "4711", "hired": date(2024, 2, 29), "fte": 0.5, "temp": true, "manager_no": ada, "manager.login": "ada"}
			need := connectors.Need{}
			for n := range want {
				need.Fields = append(need.Fields, n)
			}
			if d := cmp.Diff(want, s.get(e, r.Key, need).Fields); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		}},
		{"what is told of a new record is what is read of it afterwards", createAnswers},
		{"what the application keeps distinct is a conflict, however it is written", distinctFields},
		{"a duplicate is a conflict that names the field, and nothing of it is written", duplicates},
		{"empty values are no duplicates", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			s.mustCreate(e, connectors.Fields{"login": "x", "ext_ref": nil})
			s.mustCreate(e, connectors.Fields{"login": "y", "ext_ref": nil})
		}},
		{"a value that the field cannot hold is invalid and names it, and nothing is written", invalidValues},
		{"a generated field cannot be set", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).people().Create(t.Context(), setting(connectors.Fields{"login": "x", "emp_no": int64(500)}))
			wantKind(t, err, connectors.Invalid, "emp_no")
		}},
		{"a joined field that is no lookup cannot be set", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).people().Create(t.Context(), setting(connectors.Fields{"login": "x", "manager.login": "ada"}))
			wantKind(t, err, connectors.Invalid, "manager.login")
		}},
		{"a field outside the shape is unsupported", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).people().Create(t.Context(), setting(connectors.Fields{"login": "x", "badge": "B-9"}))
			wantKind(t, err, connectors.Unsupported, "")
		}},
		{"a key may be the client's own", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Departments())
			if r := s.mustCreate(e, connectors.Fields{"code": "Q~1", "name": "Quality"}); r.Key != "Q%7E1" {
				t.Errorf("key %q", r.Key)
			}
			_, err := e.Create(t.Context(), setting(connectors.Fields{"code": "HR", "name": "Again"}))
			wantKind(t, err, connectors.Conflict, "code")
			_, err = e.Create(t.Context(), setting(connectors.Fields{"name": "Nameless"}))
			wantKind(t, err, connectors.Invalid, "code")
		}},
	}
}

func (s *site) mustCreate(e connectors.Entity, f connectors.Fields) connectors.Record {
	s.t.Helper()
	r, err := e.Create(s.t.Context(), setting(f))
	if err != nil {
		s.t.Fatalf("create: %v", err)
	}
	return r
}

func duplicates(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	before := s.whole()
	for _, c := range []struct {
		field string
		set   connectors.Fields
	}{
		{"login", connectors.Fields{"login": "ada"}},
		{"login", connectors.Fields{"login": "ghost"}},      // gone, and its login is taken all the same
		{"login", connectors.Fields{"login": "svc-backup"}}, // out of scope
		{"ext_ref", connectors.Fields{"login": "x", "ext_ref": "x-2"}},
	} {
		_, err := e.Create(t.Context(), connectors.Change{Set: c.set, At: requested(), Rows: map[string]connectors.RowChange{
			"phones": {Add: []connectors.Fields{{"number": "1"}}},
		}})
		wantKind(t, err, connectors.Conflict, c.field)
	}
	s.wantChanges(t, before)
}

func invalidValues(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	before := s.whole()
	for _, c := range []struct {
		field string
		set   connectors.Fields
	}{
		{"login", connectors.Fields{"first_name": "No login"}},
		{"login", connectors.Fields{"login": nil}},
		{"status", connectors.Fields{"login": "x", "status": nil}},
		{"first_name", connectors.Fields{"login": "x", "first_name": strings.Repeat("ä", 41)}},
		{"first_name", connectors.Fields{"login": "x", "first_name": "not \xff UTF-8"}},
		{"status", connectors.Fields{"login": "x", "status": "AB"}},
		{"hired", connectors.Fields{"login": "x", "hired": "yesterday"}},
		{"hired", connectors.Fields{"login": "x", "hired": "2023-02-29"}},
		{"salary", connectors.Fields{"login": "x", "salary": "12,5"}},
		{"salary", connectors.Fields{"login": "x", "salary": true}},
		{"temp", connectors.Fields{"login": "x", "temp": "perhaps"}},
		{"temp", connectors.Fields{"login": "x", "temp": int64(2)}},
		{"manager_no", connectors.Fields{"login": "x", "manager_no": 1.5}},
		{"manager_no", connectors.Fields{"login": "x", "manager_no": "0x1"}},
		{"updated_at", connectors.Fields{"login": "x", "updated_at": "noon"}},
		{"department.name", connectors.Fields{"login": "x", "department.name": "Nowhere"}},
		{"department.name", connectors.Fields{"login": "x", "department.name": "Twin"}},
	} {
		_, err := e.Create(t.Context(), setting(c.set))
		wantKind(t, err, connectors.Invalid, c.field)
	}
	for field, row := range map[string]connectors.Fields{
		"phones/rank":       {"number": "1", "rank": "first"},
		"phones/kind":       {"number": "1", "kind": "WWW"},
		"phones/type.label": {"number": "1", "type.label": "Pager"},
	} {
		change := changing("phones", connectors.RowChange{Add: []connectors.Fields{{"number": "0"}, row}})
		change.Set = connectors.Fields{"login": "x"}
		_, err := e.Create(t.Context(), change)
		wantKind(t, err, connectors.Invalid, field)
	}
	s.wantChanges(t, before)
}
