package connectortest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

// staff are people whose key has two parts, the second of which the application counts up for each site, and their
// badges, counted up for each person.
func staff() []Table {
	text := func(name string) Column { return Column{Name: name, Type: connectors.TypeText, Max: 20, NotNull: true} }
	number := func(name string) Column { return Column{Name: name, Type: connectors.TypeInteger, NotNull: true} }
	return []Table{
		{Name: "staff", Columns: []Column{text("site"), number("no"), text("login")}, Key: []string{"site", "no"}, Unique: [][]string{{"login"}},
			Rows: []connectors.Fields{{"site": "A", "no": int64(7), "login": "ada"}}},
		{Name: "badges", Columns: []Column{text("site"), number("no"), number("seq"), text("label")}, Key: []string{"site", "no", "seq"}},
	}
}

func staffSpec() connectors.Spec {
	return connectors.Spec{
		Entity: "staff", Fields: []string{"site", "no", "login"},
		Insert: map[string]connectors.Source{"no": connectors.Next{Start: 1, Within: []string{"site"}}},
		Relations: map[string]connectors.Relation{"badges": {
			Entity: "badges", By: map[string]string{"site": "site", "no": "no"}, Fields: []string{"label"}, Identity: []string{"label"},
			Insert: map[string]connectors.Source{"seq": connectors.Next{Start: 10, Within: []string{"no", "site"}}},
		}},
	}
}

// keyTests are about keys that neither a client nor a generator of the application makes.
func keyTests() []test {
	return []test{
		{"the next number follows the greatest of the rows that it is counted within", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			e := s.open(staffSpec())
			for _, c := range []struct {
				set  connectors.Fields
				want connectors.Key
			}{
				{connectors.Fields{"login": "b", "site": "A"}, key("A", int64(8))},
				{connectors.Fields{"login": "c", "site": "B"}, key("B", int64(1))},
				{connectors.Fields{"login": "d", "site": "B", "no": int64(5)}, key("B", int64(5))},
				{connectors.Fields{"login": "e", "site": "B"}, key("B", int64(6))},
			} {
				if r := s.mustCreate(e, c.set); r.Key != c.want {
					t.Errorf("%v got the key %s, want %s", c.set, r.Key, c.want)
				}
			}
		}},
		{"several rows of one write get numbers one after the other", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			e := s.open(staffSpec())
			change := changing("badges", connectors.RowChange{Add: []connectors.Fields{{"label": "x"}, {"label": "y"}}})
			s.mustUpdate(e, key("A", int64(7)), change)
			s.mustUpdate(e, key("A", int64(7)), change)
			change = changing("badges", connectors.RowChange{Add: []connectors.Fields{{"label": "z"}}})
			change.Set = connectors.Fields{"login": "new", "site": "B"}
			if _, err := e.Create(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			s.mustUpdate(e, key("A", int64(7)), changing("badges", connectors.RowChange{Add: []connectors.Fields{{"label": "z"}}}))
			var got []string
			for _, r := range s.Rows(t, "badges") {
				got = append(got, fmt.Sprintf("%v %v %v %v", r["site"], r["no"], r["seq"], r["label"]))
			}
			if d := cmp.Diff([]string{"A 7 10 x", "A 7 11 y", "A 7 12 z", "B 1 10 z"}, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		}},
		{"those who create at the same time all get a number of their own", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			e := s.open(staffSpec())
			n := testenv.N(24, 200)
			keys, failures := make([]connectors.Key, n), make([]error, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					r, err := e.Create(t.Context(), setting(connectors.Fields{"login": fmt.Sprint("p", i), "site": "A"}))
					keys[i], failures[i] = r.Key, err
				})
			}
			all.Wait()
			for _, err := range failures {
				if err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(keys)
			if got := slices.Compact(keys); len(got) != n {
				t.Errorf("%d people have %d keys", n, len(got))
			}
		}},
		{"a value that is taken is a conflict, whoever chose the number", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			e := s.open(staffSpec())
			before := s.whole()
			_, err := e.Create(t.Context(), setting(connectors.Fields{"login": "ada", "site": "A"}))
			wantKind(t, err, connectors.Conflict, "login")
			_, err = e.Create(t.Context(), setting(connectors.Fields{"login": "b", "site": "A", "no": int64(7)}))
			wantKind(t, err, connectors.Conflict, "")
			s.wantChanges(t, before)
		}},
		{"a natural key of several parts can be renamed", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			e := s.open(staffSpec())
			s.mustUpdate(e, key("A", int64(7)), setting(connectors.Fields{"site": "C"}))
			if got, err := e.Get(t.Context(), []connectors.Key{key("A", int64(7)), key("C", int64(7))}, connectors.Need{}); err != nil || len(got) != 1 || got[key("C", int64(7))].Key == "" {
				t.Errorf("got %v, %v", got, err)
			}
		}},
		{"only a whole number that is new has a next one", func(t *testing.T, h Harness) {
			s := newSiteOf(t, h, staff())
			next := map[string]connectors.Source{"login": connectors.Next{Start: 1}}
			late := map[string]connectors.Source{"no": connectors.Next{Start: 1}}
			for name, change := range map[string]func(*connectors.Spec){
				"text":      func(s *connectors.Spec) { s.Insert = next },
				"an update": func(s *connectors.Spec) { s.Stamp.Update = late },
				"no column": func(s *connectors.Spec) {
					s.Insert = map[string]connectors.Source{"no": connectors.Next{Within: []string{"country"}}}
				},
			} {
				spec := staffSpec()
				change(&spec)
				if _, found := s.Connector.Open(t.Context(), spec); !found.HasErrors() {
					t.Errorf("%s got a next number", name)
				}
			}
		}},
	}
}
