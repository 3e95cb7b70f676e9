package connectortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// hiding is a group whose members leave by a mark in the row. Nothing else may have a row of the same member, but for
// unique: an application may keep the history of a membership.
func hiding(unique bool) []Table {
	number := func(name string) Column { return Column{Name: name, Type: connectors.TypeInteger} }
	text := func(name string) Column { return Column{Name: name, Type: connectors.TypeText, Max: 20} }
	seats := Table{Name: "seats", Key: []string{"seat_no"}, Columns: []Column{
		{Name: "seat_no", Type: connectors.TypeInteger, NotNull: true, Generated: true}, number("team_no"), number("emp_no"), text("part"), number("gone"), text("gone_by"), text("note"),
	}, Rows: []connectors.Fields{
		{"seat_no": int64(1), "team_no": int64(1), "emp_no": int64(7), "part": "lead", "gone": int64(0), "note": "since ever"},
		{"seat_no": int64(2), "team_no": int64(1), "emp_no": int64(8), "gone": int64(0)},
		{"seat_no": int64(3), "team_no": int64(1), "emp_no": int64(9), "part": "cook", "gone": int64(1), "note": "left"},
		{"seat_no": int64(4), "team_no": int64(2), "emp_no": int64(7), "gone": int64(1)},
	}}
	if unique {
		seats.Unique = [][]string{{"team_no", "emp_no"}}
	}
	return []Table{
		{Name: "teams", Key: []string{"team_no"}, Columns: []Column{{Name: "team_no", Type: connectors.TypeInteger, NotNull: true}, text("name")},
			Rows: []connectors.Fields{{"team_no": int64(1), "name": "one"}, {"team_no": int64(2), "name": "two"}}},
		seats,
	}
}

func hidingSpec() connectors.Spec {
	return connectors.Spec{Entity: "teams", Fields: []string{"team_no", "name"}, Relations: map[string]connectors.Relation{"seats": {
		Entity: "seats", By: map[string]string{"team_no": "team_no"}, Fields: []string{"emp_no", "part"}, Identity: []string{"emp_no"},
		Where:  leaf("gone", connectors.Eq, "0"),
		Insert: map[string]connectors.Source{"note": connectors.Const{Value: "new"}},
		Remove: map[string]connectors.Source{"gone": connectors.Const{Value: int64(1)}, "gone_by": connectors.Const{Value: "scim"}},
	}}}
}

// hiddenRowTests are about rows that are not deleted when they are removed.
func hiddenRowTests() []test {
	member := func(no int64, more ...connectors.Fields) connectors.Fields {
		f := connectors.Fields{"emp_no": no}
		for _, m := range more {
			for name, v := range m {
				f[name] = v
			}
		}
		return f
	}
	var tests []test
	for _, unique := range []bool{true, false} {
		suffix := " where a unique index helps"
		if !unique {
			suffix = " where none does"
		}
		open := func(t *testing.T, h Harness) (*site, connectors.Entity) {
			s := newSiteOf(t, h, hiding(unique))
			return s, s.open(hidingSpec())
		}
		tests = append(tests, []test{
			{"a row that is removed keeps its place" + suffix, func(t *testing.T, h Harness) {
				for name, c := range map[string]connectors.RowChange{
					"by identity": {Remove: []connectors.Fields{member(7)}}, "by key": {Drop: []connectors.Key{key(int64(1))}}, "by a replacement": {Replace: true, Add: []connectors.Fields{member(8)}},
				} {
					s, e := open(t, h)
					before := s.whole()
					for range 2 {
						s.mustUpdate(e, key(int64(1)), changing("seats", c))
					}
					t.Log(name)
					s.wantChanges(t, before, "~ seats 1 gone: 0 → 1", "~ seats 1 gone_by: ∅ → scim")
					if rows := s.get(e, key(int64(1)), connectors.Need{Rows: map[string][]string{"seats": {"emp_no"}}}).Rows["seats"]; len(rows) != 1 {
						t.Errorf("%s: %v", name, rows)
					}
				}
			}},
			{"a row that comes again gets its place back, and what is given" + suffix, func(t *testing.T, h Harness) {
				s, e := open(t, h)
				before := s.whole()
				add := changing("seats", connectors.RowChange{Add: []connectors.Fields{
					member(9, connectors.Fields{"part": "host"}), member(7), member(10), member(8, connectors.Fields{"part": "x"}),
				}})
				for range 2 {
					s.mustUpdate(e, key(int64(1)), add)
				}
				s.wantChanges(t, before, "~ seats 3 gone: 1 → 0", "~ seats 3 part: cook → host", "+ seats: team_no=1 emp_no=10 gone=0 note=new")
			}},
			{"many rows leave and come back in one write each" + suffix, func(t *testing.T, h Harness) {
				s, e := open(t, h)
				var adds []connectors.Fields
				for i := range int64(600) {
					adds = append(adds, member(1000+i))
				}
				s.mustUpdate(e, key(int64(1)), changing("seats", connectors.RowChange{Add: adds}))
				rows := len(s.Rows(t, "seats"))
				s.mustUpdate(e, key(int64(1)), changing("seats", connectors.RowChange{Remove: adds}))
				s.mustUpdate(e, key(int64(1)), changing("seats", connectors.RowChange{Replace: true, Add: adds}))
				if got := s.get(e, key(int64(1)), connectors.Need{Rows: map[string][]string{"seats": {"emp_no"}}}).Rows["seats"]; len(got) != 600 || len(s.Rows(t, "seats")) != rows {
					t.Errorf("%d of %d rows are there; there were %d", len(got), len(s.Rows(t, "seats")), rows)
				}
			}},
			{"a record that is deleted takes its removed rows along" + suffix, func(t *testing.T, h Harness) {
				s, e := open(t, h)
				before := s.whole()
				if err := e.Delete(t.Context(), key(int64(1)), connectors.Need{}, nothing); err != nil {
					t.Fatal(err)
				}
				s.wantChanges(t, before, "- teams 1", "- seats 1", "- seats 2", "- seats 3")
			}},
		}...)
	}
	return append(tests, test{"of the history of a membership one row comes back", func(t *testing.T, h Harness) {
		s := newSiteOf(t, h, hiding(false))
		s.Insert(t, "seats", connectors.Fields{"team_no": int64(1), "emp_no": int64(9), "gone": int64(1)})
		e := s.open(hidingSpec())
		for range 2 {
			s.mustUpdate(e, key(int64(1)), changing("seats", connectors.RowChange{Add: []connectors.Fields{member(9)}}))
		}
		var gone []connectors.Value
		for _, r := range s.Rows(t, "seats") {
			if r["emp_no"] == int64(9) {
				gone = append(gone, r["gone"])
			}
		}
		if d := cmp.Diff(1, len(gone)-len(without(gone, int64(0)))); d != "" || len(gone) != 2 {
			t.Errorf("the rows are gone: %v", gone)
		}
	}}, test{"what hides a row cannot tell it from others", func(t *testing.T, h Harness) {
		s := newSiteOf(t, h, hiding(false))
		spec := hidingSpec()
		r := spec.Relations["seats"]
		r.Remove = map[string]connectors.Source{"emp_no": connectors.Const{}}
		spec.Relations["seats"] = r
		if _, found := s.Connector.Open(t.Context(), spec); !found.HasErrors() {
			t.Error("nothing was found")
		}
	}})
}

func without(list []connectors.Value, v connectors.Value) []connectors.Value {
	var out []connectors.Value
	for _, x := range list {
		if x != v {
			out = append(out, x)
		}
	}
	return out
}
