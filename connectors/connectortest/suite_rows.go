package connectortest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func rowsTests() []test {
	return []test{
		{"the rows of many owners come in one stream, by owner and row, the hidden ones left out", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			got := s.stream(s.roles(), "members", keys(everybody, admins, nobody, empty, admins), "")
			var want []string
			for _, m := range []int64{ada, admin} {
				want = append(want, fmt.Sprintf("1 %d~1", m))
			}
			for _, m := range []int64{ada, brian, li, zoe, terry, admin} {
				want = append(want, fmt.Sprintf("2 %d~2", m))
			}
			if d := cmp.Diff(want, ownedKeys(got)); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
			if d := cmp.Diff(connectors.Fields{"emp_no": ada}, got[0].Fields); d != "" {
				t.Errorf("fields (-want +got):\n%s", d)
			}
		}},
		{"bounded relations can be streamed too, with the fields of their code tables", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			got := s.stream(s.people(), "phones", keys(brian, ada, zoe), "")
			if d := cmp.Diff([]string{"1 1", "1 2", "2 4"}, ownedKeys(got)); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
			want := connectors.Fields{"kind": "W", "number": "+44 20 1", "rank": int64(2), "type.label": "Workplace"}
			if d := cmp.Diff(want, got[0].Fields); d != "" {
				t.Errorf("fields (-want +got):\n%s", d)
			}
		}},
		{"an owner that Get would not find has no rows", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			if got := s.stream(s.people(), "phones", keys(ghost, service, nobody), ""); len(got) != 0 {
				t.Errorf("got %v", got)
			}
		}},
		{"no owners have no rows", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			if got := s.stream(s.roles(), "members", nil, ""); len(got) != 0 {
				t.Errorf("got %v", got)
			}
		}},
		{"a stream of one owner begins behind a row, whether or not it is still there", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.roles()
			for after, want := range map[connectors.Key][]string{
				key(li, everybody):        {"2 4~2", "2 5~2", "2 8~2"},
				key(int64(6), everybody):  {"2 8~2"},
				key(admin, everybody):     {},
				key(int64(-1), everybody): {"2 1~2", "2 2~2", "2 3~2", "2 4~2", "2 5~2", "2 8~2"},
			} {
				if d := cmp.Diff(want, ownedKeys(s.stream(e, "members", keys(everybody), after))); d != "" {
					t.Errorf("after %s (-want +got):\n%s", after, d)
				}
			}
		}},
		{"a long relation is walked in pieces without gaps or repeats", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			s.crowd(2000)
			e := s.roles()
			whole := s.stream(e, "members", keys(empty), "")
			if len(whole) != 2000 {
				t.Fatalf("%d members, want 2000", len(whole))
			}
			var after connectors.Key
			for seen := 0; seen < len(whole); {
				piece := 0
				for r, err := range e.Rows(t.Context(), "members", keys(empty), after) {
					if err != nil {
						t.Fatal(err)
					}
					if r.Key != whole[seen].Key {
						t.Fatalf("row %d is %s, want %s", seen, r.Key, whole[seen].Key)
					}
					after = r.Key
					seen++
					if piece++; piece == 300 {
						break
					}
				}
				if piece == 0 {
					t.Fatalf("the walk ended after %d rows", seen)
				}
			}
		}},
		{"a stream may be left early, as often as one likes", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			s.crowd(1000)
			e := s.roles()
			for range 100 {
				n := 0
				for _, err := range e.Rows(t.Context(), "members", keys(empty), "") {
					if err != nil {
						t.Fatal(err)
					}
					if n++; n == 3 {
						break
					}
				}
			}
			s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Add: []connectors.Fields{{"emp_no": ada}}}))
		}},
		{"rows of an entity without a key go by their identity", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, WithoutUniqueMembership(Tables()))
			e := s.roles()
			if d := cmp.Diff([]string{"2 4", "2 5", "2 8"}, ownedKeys(s.stream(e, "members", keys(everybody), key(li)))); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
			before := s.whole()
			s.mustUpdate(e, key(everybody), changing("members", connectors.RowChange{Drop: keys(li, ghost)}))
			s.wantChanges(t, before, "- employee_roles emp_no=3 role_id=2")
		}},
		{"what is no row's key is invalid, and a place among many owners is unsupported", func(t *testing.T, h Harness) {
			e := newSite(t, h).roles()
			wantRowsError(t, e, "members", keys(everybody), "x", connectors.Invalid)
			wantRowsError(t, e, "members", keys(everybody, admins), key(ada, admins), connectors.Unsupported)
			wantRowsError(t, e, "cars", keys(everybody), "", connectors.Unsupported)
		}},
	}
}

func wantRowsError(t *testing.T, e connectors.Entity, relation string, of []connectors.Key, after connectors.Key, kind connectors.Kind) {
	t.Helper()
	n := 0
	for _, err := range e.Rows(t.Context(), relation, of, after) {
		n++
		wantKind(t, err, kind, "")
	}
	if n != 1 {
		t.Errorf("%d elements, want one error", n)
	}
}

func ownedKeys(rows []connectors.OwnedRow) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = string(r.Owner) + " " + string(r.Key)
	}
	return out
}

// crowd adds n people, who are all members of the empty role.
func (s *site) crowd(n int) {
	s.t.Helper()
	var people, members []connectors.Fields
	for i := range n {
		no := int64(1000 + i)
		people = append(people, connectors.Fields{"emp_no": no, "login": fmt.Sprintf("crowd%d", i), "status": "A"})
		members = append(members, connectors.Fields{"emp_no": no, "role_id": empty})
	}
	s.Insert(s.t, "employees", people...)
	s.Insert(s.t, "employee_roles", members...)
}
