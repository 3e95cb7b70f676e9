package connectortest

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// heldTests are about owners whose rows are records of their own.
func heldTests() []test {
	return []test{
		{"a record is moved to its new owner, with its stamps, and nothing else is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Teams()), key("HR"), adding("members", ada))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 dept_code: RD → HR")...)
		}},
		{"a record that is there already is left alone", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Teams()), key("HR"), adding("members", brian))
			s.wantChanges(t, before)
		}},
		{"a record that is removed belongs to nobody", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Teams()), key("RD"), removing("members", ada, nobody, brian))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 dept_code: RD → ∅")...)
		}},
		{"a record that is removed holds what stands for nobody", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			spec := Teams()
			spec.Relations["members"].Held.Empty = "XX"
			s.mustUpdate(s.open(spec), key("RD"), removing("members", ada))
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 dept_code: RD → XX")...)
		}},
		{"a replacement lets go what it does not name, and leaves what cannot be seen", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Teams()), key("RD"), changing("members", connectors.RowChange{Replace: true, Add: members(ada, li)}))
			s.wantChanges(t, before, slices.Concat(s.stamped(before, zoe), s.stamped(before, li),
				[]string{"~ employees 4 dept_code: RD → ∅", "~ employees 3 dept_code: ∅ → RD"})...)
		}},
		{"what is added and removed in one change is there", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Teams()), key("HR"), changing("members", connectors.RowChange{Add: members(brian), Remove: members(brian)}))
			s.wantChanges(t, before)
		}},
		{"a record that cannot be seen cannot be added, and nothing is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			for _, p := range []int64{ghost, service, nobody} {
				wantKind(t, s.update(s.open(Teams()), key("HR"), adding("members", ada, p)), connectors.Invalid, "members")
			}
			s.wantChanges(t, before)
		}},
		{"a protected record is not moved, neither here nor away, and nothing is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.open(Teams())
			wantKind(t, s.update(e, key("RD"), adding("members", li, admin)), connectors.Protected, "members")
			wantKind(t, s.update(e, key("HR"), removing("members", brian, admin)), connectors.Protected, "members")
			wantKind(t, s.update(e, key("HR"), changing("members", connectors.RowChange{Replace: true})), connectors.Protected, "members")
			s.wantChanges(t, before)
			s.mustUpdate(e, key("HR"), adding("members", admin))
			s.wantChanges(t, before)
		}},
		{"rows of records are not updated through their owner", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			c := changing("members", connectors.RowChange{Update: []connectors.Row{{Key: key(ada), Fields: connectors.Fields{"emp_no": ada}}}})
			wantKind(t, s.update(s.open(Teams()), key("RD"), c), connectors.Unsupported, "")
		}},
		{"an owner that is deleted lets go all that can be seen", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			edit := func(connectors.Record) (connectors.Change, error) { return connectors.Change{At: requested()}, nil }
			if err := s.open(Teams()).Delete(t.Context(), key("RD"), connectors.Need{}, edit); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, slices.Concat(s.stamped(before, ada), s.stamped(before, zoe),
				[]string{"- departments RD", "~ employees 1 dept_code: RD → ∅", "~ employees 4 dept_code: RD → ∅"})...)
		}},
		{"an owner is created with the records that move to it", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			c := adding("members", ada)
			c.Set = connectors.Fields{"code": "NEW", "name": "New"}
			if _, err := s.open(Teams()).Create(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, append(s.stamped(before, ada), "+ departments: code=NEW name=New", "~ employees 1 dept_code: RD → NEW")...)
		}},
		{"records are streamed to their owners, those that cannot be seen left out", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			rows := s.stream(s.open(Teams()), "members", []connectors.Key{key("RD"), key("HR"), key("T1")}, "")
			var got []string
			for _, r := range rows {
				got = append(got, string(r.Owner)+" "+string(r.Key))
			}
			if d := cmp.Diff([]string{"HR 2", "HR 8", "RD 1", "RD 4"}, got); d != "" {
				t.Error(d)
			}
		}},
		{"records moved by many at once belong to one owner that was asked for", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			s.crowd(parallel)
			teams := s.open(Teams())
			var all sync.WaitGroup
			for i := range parallel {
				all.Go(func() {
					who := []int64{int64(1000 + i), int64(1000 + (i+1)%parallel), ada}
					if err := s.update(teams, key([]connectors.Value{"T1", "T2"}[i%2]), adding("members", who...)); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			for _, r := range s.Rows(t, "employees") {
				if n := r["emp_no"].(int64); n == ada || n >= 1000 {
					if r["dept_code"] != "T1" && r["dept_code"] != "T2" {
						t.Errorf("%d belongs to %v", n, r["dept_code"])
					}
				}
			}
		}},
	}
}

// Teams opens departments with the people who are in them by a column of their own.
func Teams() connectors.Spec {
	spec := Departments()
	r := heldBy("dept_code")
	r.By = map[string]string{"dept_code": "code"}
	spec.Relations = map[string]connectors.Relation{"members": r}
	return spec
}

func heldBy(column string) connectors.Relation {
	people := People()
	return connectors.Relation{
		Entity:   "employees",
		By:       map[string]string{column: "value"},
		Where:    connectors.And{people.Scope, connectors.Not{Term: people.Gone}},
		Fields:   []string{"emp_no"},
		Identity: []string{"emp_no"},
		Large:    true,
		Held:     &connectors.Held{Protect: people.Protect, Stamp: people.Stamp.Update},
	}
}

func members(numbers ...int64) []connectors.Fields {
	out := make([]connectors.Fields, len(numbers))
	for i, n := range numbers {
		out[i] = connectors.Fields{"emp_no": n}
	}
	return out
}

func adding(relation string, numbers ...int64) connectors.Change {
	return changing(relation, connectors.RowChange{Add: members(numbers...)})
}

func removing(relation string, numbers ...int64) connectors.Change {
	return changing(relation, connectors.RowChange{Remove: members(numbers...)})
}
