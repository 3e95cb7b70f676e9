package connectortest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// valuesTests are about records that are the values of a field of others.
func valuesTests() []test {
	return []test{
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
		{"a value that is protected is read, and nobody comes or goes", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := Statuses()
			spec.Protect = leaf("label", connectors.Sw, "Term")
			spec.Relations["members"].Held.Empty = "A"
			e := s.open(spec)
			before := s.whole()
			wantKind(t, s.update(e, key("T"), adding("members", ada)), connectors.Protected, "")
			wantKind(t, s.update(e, key("T"), removing("members", terry)), connectors.Protected, "")
			s.wantChanges(t, before)
			s.get(e, key("T"), connectors.Need{Fields: []string{"label"}})
		}},
		{"the members of several values are streamed in one call", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			var got []string
			for _, r := range s.stream(s.open(Statuses()), "members", []connectors.Key{"A", "L", "T", "X"}, "") {
				got = append(got, string(r.Owner)+" "+string(r.Key))
			}
			if d := cmp.Diff([]string{"A 1", "A 2", "A 3", "A 4", "A 8", "T 5"}, got); d != "" {
				t.Error(d)
			}
			if rows := s.stream(s.open(Codes()), "members", []connectors.Key{"RD"}, key(ada)); len(rows) != 1 || rows[0].Key != key(zoe) {
				t.Errorf("%v", rows)
			}
		}},
		{"whole replacements in parallel end in one of them", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := Statuses()
			spec.Relations["members"].Held.Empty = "A"
			e := s.open(spec)
			var all sync.WaitGroup
			for i := range parallel {
				all.Go(func() {
					who := [][]connectors.Fields{members(ada, li), members(brian, zoe)}[i%2]
					if err := s.update(e, key("L"), changing("members", connectors.RowChange{Replace: true, Add: who})); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			var got []int64
			for _, r := range s.Rows(t, "employees") {
				if r["status"] == "L" {
					got = append(got, r["emp_no"].(int64))
				}
			}
			if !slices.Equal(got, []int64{ada, li}) && !slices.Equal(got, []int64{brian, zoe}) {
				t.Errorf("members %v", got)
			}
		}},
		{"a bounded relation of values comes with them", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			spec := Statuses()
			r := spec.Relations["members"]
			r.Large = false
			spec.Relations["members"] = r
			e := s.open(spec)
			page := s.list(e, connectors.Query{Need: connectors.Need{Rows: map[string][]string{"members": {"emp_no"}}}, Limit: 9})
			got := map[connectors.Key]int{}
			for _, r := range page.Records {
				got[r.Key] = len(r.Rows["members"])
			}
			if d := cmp.Diff(map[connectors.Key]int{"A": 5, "L": 0, "T": 1}, got); d != "" {
				t.Error(d)
			}
			s.mustUpdate(e, key("L"), adding("members", ada))
			if n := len(s.get(e, key("L"), connectors.Need{Rows: map[string][]string{"members": nil}}).Rows["members"]); n != 1 {
				t.Errorf("%d members", n)
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
