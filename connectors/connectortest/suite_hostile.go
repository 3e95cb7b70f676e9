package connectortest

import (
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

func hostileTests() []test {
	return []test{
		{"a text comes back byte by byte from a field, a row and a condition, or is refused as invalid", hostileRoundTrip},
		{"a text in a condition selects what Match selects, and touches nothing", hostileFilters},
		{"a text in a key, a lookup or an identity finds nothing, and touches nothing", hostileNames},
	}
}

func hostileRoundTrip(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	need := connectors.Need{Fields: []string{"job_title"}, Rows: map[string][]string{"phones": {"number"}}}
	refused := 0
	for _, text := range Hostile() {
		before := s.whole()
		change := changing("phones", connectors.RowChange{Replace: true, Add: []connectors.Fields{{"number": text}}})
		change.Set = connectors.Fields{"job_title": text}
		if err := s.update(e, key(li), change); err != nil {
			wantKind(t, err, connectors.Invalid, "")
			s.wantChanges(t, before)
			refused++
			continue
		}
		r := s.get(e, key(li), need)
		if got := r.Fields["job_title"]; got != text {
			t.Errorf("field: %s came back as %s", brief(text), brief(got))
		}
		if rows := r.Rows["phones"]; len(rows) != 1 || rows[0].Fields["number"] != text {
			t.Errorf("row: %s came back as %v", brief(text), rows)
		}
		s.wantSelected(e, leaf("job_title", connectors.Eq, text), "3")
		s.wantSelected(e, connectors.Any{Relation: "phones", Where: leaf("number", connectors.Eq, text)}, "3")
		for _, table := range s.tables {
			if got := len(s.Rows(t, table.Name)); table.Name != "phones" && got != len(table.Rows) {
				t.Fatalf("%s: %s has %d rows, had %d", brief(text), table.Name, got, len(table.Rows))
			}
		}
	}
	if refused > 5 {
		t.Errorf("%d of %d texts were refused", refused, len(Hostile()))
	}
}

// wantSelected checks what is selected, or that it is among what is; whoever cannot evaluate the condition need not answer.
func (s *site) wantSelected(e connectors.Entity, where connectors.Predicate, want ...connectors.Key) {
	s.t.Helper()
	push := connectors.PushOf(e.Shape(), where)
	if push == connectors.No {
		return
	}
	got := keysOf(s.list(e, connectors.Query{Where: where, Limit: 100}))
	surplus := func(k connectors.Key) bool { return !slices.Contains(want, k) }
	if push == connectors.Superset {
		got = slices.DeleteFunc(got, surplus)
	}
	if !slices.Equal(got, want) {
		s.t.Errorf("%s selects %v, want %v", brief(show(where)), got, want)
	}
}

func hostileFilters(t *testing.T, h Harness) {
	s := newSite(t, h)
	for i, text := range Hostile() {
		if h.keeps(text) && len(text) < 1000 {
			s.Insert(t, "employees", connectors.Fields{"emp_no": int64(500 + i), "login": show(int64(i)), "status": "A", "job_title": text})
		}
	}
	before := s.whole()
	l := s.law(People())
	for _, text := range Hostile() {
		for _, op := range connectors.Ops {
			folds := []fold.Kind{fold.None, fold.ASCII, fold.Full}
			if len(text) > 1000 {
				folds = folds[:1] // to fold it for every record takes long and shows nothing
			}
			for _, f := range folds {
				p := connectors.Leaf{Field: "job_title", Op: op, Value: text, Fold: f}
				if _, ok, _, _ := l.holds(p); !ok {
					l.report(t, p)
				}
			}
		}
	}
	s.wantChanges(t, before)
}

func hostileNames(t *testing.T, h Harness) {
	s := newSite(t, h)
	before := s.whole()
	people, departments := s.people(), s.open(Departments())
	for _, text := range Hostile() {
		for _, e := range []connectors.Entity{people, departments} {
			if got, err := e.Get(t.Context(), []connectors.Key{connectors.Key(text), key(text)}, connectors.Need{}); err != nil || len(got) != 0 {
				t.Errorf("key %s: %v, %v", brief(text), got, err)
			}
		}
		err := s.update(people, key(ada), setting(connectors.Fields{"department.name": text}))
		wantKind(t, err, connectors.Invalid, "")
		if err := s.update(people, key(ada), changing("phones", connectors.RowChange{Remove: []connectors.Fields{{"number": text}}})); err != nil {
			wantKind(t, err, connectors.Invalid, "")
		}
		s.mustUpdate(people, key(ada), changing("phones", connectors.RowChange{Drop: []connectors.Key{connectors.Key(text)}}))
	}
	s.wantChanges(t, before)
}

func brief(v connectors.Value) string {
	text := show(v)
	if len(text) > 60 {
		text = text[:60] + "…"
	}
	return "«" + text + "»"
}
