package connectortest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// heldTests are about owners whose rows are records of their own, and about owners that are values of a field.
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
		{"the values of a list are records, whether anybody has them or not", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Statuses())
			want := []string{"A Active", "L On leave", "T Terminated"}
			if d := cmp.Diff(want, s.valuesOf(e, nil)); d != "" {
				t.Error(d)
			}
			got := s.get(e, key("T"), connectors.Need{Fields: []string{"value", "label"}})
			if got.Fields["value"] != "T" || got.Fields["label"] != "Terminated" {
				t.Errorf("%v", got)
			}
			if found, err := e.Get(t.Context(), []connectors.Key{"X", "A"}, connectors.Need{}); err != nil || len(found) != 1 {
				t.Errorf("%v, %v", found, err)
			}
		}},
		{"the values that rows have are records, those of rows that do not count left out", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			if d := cmp.Diff([]string{"?? ??", "HR HR", "RD RD"}, s.valuesOf(s.open(Codes()), nil)); d != "" {
				t.Error(d)
			}
			spec := Codes()
			spec.Values.Where = leaf("emp_no", connectors.Le, zoe)
			if d := cmp.Diff([]string{"HR HR", "RD RD"}, s.valuesOf(s.open(spec), nil)); d != "" {
				t.Error(d)
			}
		}},
		{"the values of a field of another type are records too", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(connectors.Spec{
				Entity: "employees", Values: &connectors.Values{Field: "manager_no"}, Fields: []string{"value"},
				Relations: map[string]connectors.Relation{"members": heldBy("manager_no")},
			})
			page := s.list(e, connectors.Query{Need: connectors.Need{Fields: []string{"value"}}, Limit: 9, Total: true})
			if page.Total != 2 || len(page.Records) != 2 || page.Records[0].Key != key(ada) || page.Records[1].Fields["value"] != nobody {
				t.Errorf("%v", page)
			}
			before := s.whole()
			s.mustUpdate(e, key(ada), adding("members", terry))
			s.wantChanges(t, before, append(s.stamped(before, terry), "~ employees 5 manager_no: 99 → 1")...)
		}},
		{"values are found by their fields and by who has them, sorted and counted", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Statuses())
			for _, c := range []struct {
				name  string
				where connectors.Predicate
				want  []string
			}{
				{"by label", leaf("label", connectors.Sw, "On"), []string{"L On leave"}},
				{"by not the value", leaf("value", connectors.Ne, "A"), []string{"L On leave", "T Terminated"}},
				{"by a member", connectors.Any{Relation: "members", Where: leaf("emp_no", connectors.Eq, terry)}, []string{"T Terminated"}},
				{"by a member that cannot be seen", connectors.Any{Relation: "members", Where: leaf("emp_no", connectors.Eq, ghost)}, nil},
				{"by having no members", connectors.Not{Term: connectors.Any{Relation: "members", Where: leaf("emp_no", connectors.Pr, nil)}}, []string{"L On leave"}},
			} {
				if d := cmp.Diff(c.want, s.valuesOf(e, c.where)); d != "" {
					t.Errorf("%s: %s", c.name, d)
				}
			}
			page := s.list(e, connectors.Query{Order: []connectors.Order{{Field: "label", Desc: true}}, Limit: 2, Total: true})
			if page.Total != 3 || len(page.Records) != 2 || page.Records[0].Key != "T" || page.Records[1].Key != "L" {
				t.Errorf("%v", page)
			}
			next := s.list(e, connectors.Query{Order: []connectors.Order{{Field: "label", Desc: true}}, Limit: 2, After: page.Next})
			if len(next.Records) != 1 || next.Records[0].Key != "A" {
				t.Errorf("%v", next)
			}
		}},
		{"a record gets another value by becoming a member", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			s.mustUpdate(s.open(Statuses()), key("L"), adding("members", ada, terry))
			s.wantChanges(t, before, slices.Concat(s.stamped(before, ada), s.stamped(before, terry),
				[]string{"~ employees 1 status: A → L", "~ employees 5 status: T → L"})...)
		}},
		{"a field that cannot be empty lets go nothing, unless something stands for nobody", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Statuses())
			before := s.whole()
			wantKind(t, s.update(e, key("T"), removing("members", terry)), connectors.Invalid, "members")
			s.mustUpdate(e, key("T"), removing("members", ada))
			s.wantChanges(t, before)
		}},
		{"a value cannot be created, deleted or written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.open(Statuses())
			_, err := e.Create(t.Context(), setting(connectors.Fields{}))
			wantKind(t, err, connectors.Unsupported, "")
			wantKind(t, e.Delete(t.Context(), key("L"), connectors.Need{}, nothing), connectors.Unsupported, "")
			refused := errors.New("refused")
			if err := e.Delete(t.Context(), key("L"), connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, refused }); !errors.Is(err, refused) {
				t.Errorf("the edit comes first: %v", err)
			}
			wantKind(t, s.update(e, key("L"), setting(connectors.Fields{"label": "x"})), connectors.Invalid, "label")
			wantKind(t, s.update(e, key("X"), adding("members", ada)), connectors.NotFound, "")
			if f := e.Shape().Fields["label"]; !f.ReadOnly {
				t.Error("the shape does not say so")
			}
			if f := e.Shape().Relations["members"].Fields["emp_no"]; f.ReadOnly {
				t.Error("a member cannot be named, says the shape")
			}
		}},
		{"values outside the scope are not there", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := Statuses()
			spec.Scope = leaf("value", connectors.Ne, "T")
			if d := cmp.Diff([]string{"A Active", "L On leave"}, s.valuesOf(s.open(spec), nil)); d != "" {
				t.Error(d)
			}
		}},
		{"what does not fit the field is a finding", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			for name, mangle := range map[string]func(*connectors.Spec){
				"no such field":         func(s *connectors.Spec) { s.Values.Field = "statsu" },
				"a value of no integer": func(s *connectors.Spec) { s.Values.Field = "emp_no" },
				"a stamp": func(s *connectors.Spec) {
					s.Stamp.Update = map[string]connectors.Source{"value": connectors.Const{Value: "x"}}
				},
				"two fields to belong by": func(s *connectors.Spec) { s.Relations["members"].By["login"] = "label" },
			} {
				spec := Statuses()
				mangle(&spec)
				if _, findings := s.Connector.Open(t.Context(), spec); !findings.HasErrors() {
					t.Errorf("%s: no finding", name)
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

// Statuses opens the values of a column out of a list, with the people who have them.
func Statuses() connectors.Spec {
	return connectors.Spec{
		Entity:    "employees",
		Values:    &connectors.Values{Field: "status", List: []connectors.Listed{{Value: "A", Label: "Active"}, {Value: "T", Label: "Terminated"}, {Value: "L", Label: "On leave"}}},
		Fields:    []string{"value", "label"},
		Relations: map[string]connectors.Relation{"members": heldBy("status")},
	}
}

// Codes opens the values that a column has.
func Codes() connectors.Spec {
	return connectors.Spec{
		Entity: "employees", Values: &connectors.Values{Field: "dept_code"}, Fields: []string{"value", "label"},
		Relations: map[string]connectors.Relation{"members": heldBy("dept_code")},
	}
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

// valuesOf prints the records that where selects.
func (s *site) valuesOf(e connectors.Entity, where connectors.Predicate) []string {
	s.t.Helper()
	page := s.list(e, connectors.Query{Where: where, Need: connectors.Need{Fields: []string{"value", "label"}}, Limit: 100})
	var out []string
	for _, r := range page.Records {
		if r.Key != key(r.Fields["value"]) {
			s.t.Errorf("the key of %v is %s", r.Fields["value"], r.Key)
		}
		out = append(out, r.Fields["value"].(string)+" "+r.Fields["label"].(string))
	}
	return out
}
