package connectortest

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func neededOnly(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	for _, n := range []connectors.Need{
		{Fields: []string{"login"}},
		{Fields: []string{"emp_no", "department.name"}},
		{Fields: []string{"salary", "login", "manager.login"}, Rows: map[string][]string{"phones": {"kind"}}},
		{Rows: map[string][]string{"phones": {}, "groups": {"role.role_name"}}},
	} {
		page := s.list(e, connectors.Query{Need: n, Limit: 100})
		for _, r := range append(page.Records, s.get(e, key(ada), n)) {
			wantShapeOf(t, r, n)
		}
		r, err := e.Update(t.Context(), key(ada), n, func(cur connectors.Record) (connectors.Change, error) {
			wantShapeOf(t, cur, n)
			return connectors.Change{}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		wantShapeOf(t, r, n)
	}
}

// wantShapeOf checks that r holds what n asks for and no more.
func wantShapeOf(t *testing.T, r connectors.Record, n connectors.Need) {
	t.Helper()
	wantNames := func(where string, f connectors.Fields, names []string) {
		t.Helper()
		for _, name := range names {
			if _, ok := f[name]; !ok {
				t.Errorf("%s %s: %s is missing", r.Key, where, name)
			}
		}
		if len(f) != len(names) {
			t.Errorf("%s %s: has %v, want %v", r.Key, where, f, names)
		}
	}
	wantNames("fields", r.Fields, n.Fields)
	for name, fields := range n.Rows {
		for _, row := range r.Rows[name] {
			if row.Key == "" {
				t.Errorf("%s: a row of %s without a key", r.Key, name)
			}
			wantNames(name, row.Fields, fields)
		}
	}
	for name := range r.Rows {
		if _, ok := n.Rows[name]; !ok {
			t.Errorf("%s: rows of %s, which nobody asked for", r.Key, name)
		}
	}
}
