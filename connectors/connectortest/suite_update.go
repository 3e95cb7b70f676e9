package connectortest

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

func updateTests() []test {
	return []test{
		{"a lookup may tell what is generated there: to set it points at the record that has it", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := People()
			spec.Joins = append(spec.Joins, connectors.Join{
				Alias: "peer", Entity: "employees", On: map[string]string{"login": "nick"}, Fields: []string{"emp_no"}, Lookup: true,
			})
			e := s.open(spec)
			if e.Shape().Fields["peer.emp_no"].ReadOnly {
				t.Error("the shape says that it is read only")
			}
			before := s.whole()
			if got := s.get(e, key(ada), connectors.Need{Fields: []string{"peer.emp_no"}}); got.Fields["peer.emp_no"] != ada {
				t.Errorf("%v", got)
			}
			s.mustUpdate(e, key(ada), setting(connectors.Fields{"peer.emp_no": brian}))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 nick: ada → brian")...)
		}},
		{"a lookup finds what is written in another letter case only where nothing is written the same and its fold says so", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			s.Insert(t, "departments", connectors.Fields{"code": "R2", "name": "RESEARCH"}, connectors.Fields{"code": "R3", "name": "Research"})
			spec := People()
			spec.Joins[0].Fold = fold.ASCII
			folding, exact := s.open(spec), s.people()
			code := func() any {
				return s.get(exact, key(brian), connectors.Need{Fields: []string{"dept_code"}}).Fields["dept_code"]
			}
			for _, c := range []struct{ name, want string }{{"human RESOURCES", "HR"}, {"Research", "R3"}, {"RESEARCH", "R2"}} {
				s.mustUpdate(folding, key(brian), setting(connectors.Fields{"department.name": c.name}))
				if got := code(); got != c.want {
					t.Errorf("%s is found as %v, want %s", c.name, got, c.want)
				}
			}
			wantKind(t, s.update(folding, key(brian), setting(connectors.Fields{"department.name": "research"})), connectors.Invalid, "department.name")
			wantKind(t, s.update(exact, key(brian), setting(connectors.Fields{"department.name": "human RESOURCES"})), connectors.Invalid, "department.name")
		}},
		{"what is set changes, the stamps ride along, and nothing else", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), setting(connectors.Fields{"first_name": "Augusta", "job_title": nil, "temp": true}))
			s.wantChanges(t, before, append(s.stamped(before, ada),
				"~ employees 1 first_name: Ada → Augusta", "~ employees 1 job_title: Analyst → ∅", "~ employees 1 temp: false → true")...)
		}},
		{"a zero change writes nothing, not even stamps", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), connectors.Change{At: requested(), Token: "t"})
			s.wantChanges(t, before)
		}},
		{"setting what is there already writes nothing", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.people(), key(ada), setting(connectors.Fields{"first_name": "Ada", "salary": connectors.Decimal("5200.5"), "hired": "2019-03-01",
				"temp": false, "manager_no": nil, "department.name": "Research and Development"}))
			s.wantChanges(t, before)
		}},
		{"the edit sees the record as it is, and the answer is the record afterwards", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			need := connectors.Need{Fields: []string{"first_name"}, Rows: map[string][]string{"phones": {"number"}}}
			var seen connectors.Record
			got, err := s.people().Update(t.Context(), key(ada), need, func(cur connectors.Record) (connectors.Change, error) {
				seen = cur
				change := changing("phones", connectors.RowChange{Drop: []connectors.Key{"1"}, Add: []connectors.Fields{{"number": "new"}}})
				change.Set = connectors.Fields{"first_name": "Augusta"}
				return change, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if seen.Key != "1" || seen.Fields["first_name"] != "Ada" || len(seen.Rows["phones"]) != 2 {
				t.Errorf("the edit saw %+v", seen)
			}
			numbers := []connectors.Value{}
			for _, r := range got.Rows["phones"] {
				numbers = append(numbers, r.Fields["number"])
			}
			if d := cmp.Diff([]connectors.Value{"+44 77 2", "new"}, numbers); d != "" || got.Key != "1" || got.Fields["first_name"] != "Augusta" {
				t.Errorf("the answer is %+v", got)
			}
			if got.Version == seen.Version || seen.Version == "" {
				t.Errorf("the version was %q and is %q", seen.Version, got.Version)
			}
		}},
		{"an edit's own error comes back as it is, and nothing is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			for _, own := range []error{errors.New("mine"), connectors.Errorf(connectors.Conflict, "", "mine too"), connectors.Precondition} {
				_, err := s.people().Update(t.Context(), key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
					return setting(connectors.Fields{"first_name": "Augusta"}), own
				})
				if err != own {
					t.Errorf("got %v, want %v itself", err, own)
				}
			}
			s.wantChanges(t, before)
		}},
		{"a record that is missing, gone or out of scope is not found, and the edit is not asked", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			for _, k := range []connectors.Key{key(nobody), key(ghost), key(service), "01", "x", ""} {
				_, err := s.people().Update(t.Context(), k, connectors.Need{}, mustNotRun(t))
				wantKind(t, err, connectors.NotFound, "")
			}
		}},
		{"a protected record is refused, and the edit is not asked", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).people().Update(t.Context(), key(admin), connectors.Need{}, mustNotRun(t))
			wantKind(t, err, connectors.Protected, "")
		}},
		{"a duplicate is a conflict that names the field, and the rest of the change is not written either", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			change := changing("phones", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": "new"}}})
			change.Set = connectors.Fields{"first_name": "Augusta", "login": "brian"}
			wantKind(t, s.update(s.people(), key(ada), change), connectors.Conflict, "login")
			s.wantChanges(t, before)
		}},
		{"an error in a row takes the record's own change back", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			change := changing("phones", connectors.RowChange{Remove: []connectors.Fields{{"number": "+44 20 1"}}, Add: []connectors.Fields{{"number": "n", "rank": "x"}}})
			change.Set = connectors.Fields{"first_name": "Augusta"}
			wantKind(t, s.update(s.people(), key(ada), change), connectors.Invalid, "phones/rank")
			s.wantChanges(t, before)
		}},
		{"a value that the field cannot hold is invalid and names it", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			for field, v := range map[string]connectors.Value{"login": nil, "status": "AB", "hired": "soon", "fte": "half", "emp_no": int64(77), "manager.login": "li"} {
				wantKind(t, s.update(s.people(), key(ada), setting(connectors.Fields{"first_name": "Augusta", field: v})), connectors.Invalid, field)
			}
			wantKind(t, s.update(s.people(), key(ada), setting(connectors.Fields{"badge": "x"})), connectors.Unsupported, "")
			wantKind(t, s.update(s.people(), key(ada), changing("cars", connectors.RowChange{Replace: true})), connectors.Unsupported, "")
			s.wantChanges(t, before)
		}},
		{"a lookup is set by its value, and emptied", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			s.mustUpdate(e, key(ada), setting(connectors.Fields{"department.name": "Human Resources"}))
			s.mustUpdate(e, key(brian), setting(connectors.Fields{"department.name": nil}))
			want := append(s.stamped(before, ada), s.stamped(before, brian)...)
			s.wantChanges(t, before, append(want, "~ employees 1 dept_code: RD → HR", "~ employees 2 dept_code: HR → ∅")...)
		}},
		{"a lookup value that none or several hold is invalid", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			for _, name := range []connectors.Value{"Nowhere", "Twin", "human resources", "Human Resources ", ""} {
				wantKind(t, s.update(s.people(), key(ada), setting(connectors.Fields{"department.name": name})), connectors.Invalid, "department.name")
			}
			s.wantChanges(t, before)
		}},
		{"a change that takes another key for granted is invalid", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			change := setting(connectors.Fields{"first_name": "Augusta"})
			change.Key = connectors.Fields{"emp_no": brian}
			wantKind(t, s.update(s.people(), key(ada), change), connectors.Invalid, "emp_no")
			wantKind(t, s.update(s.people(), key(ada), connectors.Change{Key: change.Key, At: requested()}), connectors.Invalid, "emp_no")
			change.Key = connectors.Fields{"login": "ada"}
			wantKind(t, s.update(s.people(), key(ada), change), connectors.Unsupported, "")
			s.wantChanges(t, before)
			change.Key = connectors.Fields{"emp_no": ada}
			s.mustUpdate(s.people(), key(ada), change)
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 first_name: Ada → Augusta")...)
		}},
		{"a need outside the shape is unsupported, and the edit is not asked", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).people().Update(t.Context(), key(ada), connectors.Need{Fields: []string{"badge"}}, mustNotRun(t))
			wantKind(t, err, connectors.Unsupported, "")
		}},
		{"a key field can be written where it is not generated, and the answer has the new key", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Departments())
			edit := func(connectors.Record) (connectors.Change, error) {
				return setting(connectors.Fields{"code": "X~Y"}), nil
			}
			r, err := e.Update(t.Context(), "XX", connectors.Need{Fields: []string{"name"}}, edit)
			if err != nil || r.Key != "X%7EY" || r.Fields["name"] != "Unassigned" {
				t.Errorf("got %+v, %v", r, err)
			}
		}},
		{"updates of one record happen one after the other", serialised},
	}
}

func mustNotRun(t *testing.T) connectors.Edit {
	return func(connectors.Record) (connectors.Change, error) {
		t.Error("the edit was asked")
		return connectors.Change{}, nil
	}
}

func serialised(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	const workers, rounds = 8, 5
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range rounds {
				_, err := e.Update(t.Context(), key(ada), connectors.Need{Fields: []string{"manager_no"}}, func(cur connectors.Record) (connectors.Change, error) {
					n, _ := cur.Fields["manager_no"].(int64)
					return setting(connectors.Fields{"manager_no": n + 1}), nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := s.get(e, key(ada), connectors.Need{Fields: []string{"manager_no"}}).Fields["manager_no"]; got != int64(workers*rounds) {
		t.Errorf("counted to %v, want %d", got, workers*rounds)
	}
}
