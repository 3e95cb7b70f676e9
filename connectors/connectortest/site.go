package connectortest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// site is a fresh application under test.
type site struct {
	App
	t       *testing.T
	tables  []Table
	refuses []string
}

func newSite(t *testing.T, h Harness) *site { return newSiteOf(t, h, Tables()) }

func newSiteOf(t *testing.T, h Harness, tables []Table) *site {
	t.Helper()
	return &site{App: h.New(t, tables), t: t, tables: tables, refuses: h.Refuses}
}

// open opens a spec that must be without findings of any weight.
func (s *site) open(spec connectors.Spec) connectors.Entity {
	s.t.Helper()
	e, findings := s.Connector.Open(s.t.Context(), spec)
	if s.refused(findings) {
		s.t.Skipf("open %s: %v", spec.Entity, findings.Err())
	}
	if findings.HasErrors() || e == nil {
		s.t.Fatalf("open %s: %v", spec.Entity, findings.Err())
	}
	return e
}

// refused reports whether all that is wrong is what the connector may refuse.
func (s *site) refused(found diag.List) bool {
	return found.HasErrors() && !slices.ContainsFunc(found, func(f diag.Finding) bool {
		return f.Severity == diag.Error && !slices.Contains(s.refuses, f.Code)
	})
}

func (s *site) people() connectors.Entity { s.t.Helper(); return s.open(People()) }
func (s *site) roles() connectors.Entity  { s.t.Helper(); return s.open(Roles()) }

// get reads one record that must be there.
func (s *site) get(e connectors.Entity, k connectors.Key, n connectors.Need) connectors.Record {
	s.t.Helper()
	got, err := e.Get(s.t.Context(), []connectors.Key{k}, n)
	if err != nil {
		s.t.Fatalf("get %s: %v", k, err)
	}
	r, ok := got[k]
	if !ok {
		s.t.Fatalf("get %s: not there", k)
	}
	return r
}

// list answers a query that must succeed.
func (s *site) list(e connectors.Entity, q connectors.Query) connectors.Page {
	s.t.Helper()
	p, err := e.List(s.t.Context(), q)
	if err != nil {
		s.t.Fatalf("list: %v", err)
	}
	return p
}

// update writes a change that does not depend on the record.
func (s *site) update(e connectors.Entity, k connectors.Key, c connectors.Change) error {
	s.t.Helper()
	_, err := e.Update(s.t.Context(), k, connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return c, nil })
	return err
}

// mustUpdate is update without an error.
func (s *site) mustUpdate(e connectors.Entity, k connectors.Key, c connectors.Change) {
	s.t.Helper()
	if err := s.update(e, k, c); err != nil {
		s.t.Fatalf("update %s: %v", k, err)
	}
}

// stream reads a relation to its end.
func (s *site) stream(e connectors.Entity, relation string, of []connectors.Key, after connectors.Key) []connectors.OwnedRow {
	s.t.Helper()
	var rows []connectors.OwnedRow
	for r, err := range e.Rows(s.t.Context(), relation, of, after) {
		if err != nil {
			s.t.Fatalf("rows %s: %v", relation, err)
		}
		rows = append(rows, r)
	}
	return rows
}

// key is the canonical key of these parts, which the tests give in a form that has one.
func key(parts ...connectors.Value) connectors.Key {
	k, err := connectors.EncodeKey(parts...)
	if err != nil {
		panic(err)
	}
	return k
}

func keys(numbers ...int64) []connectors.Key {
	out := make([]connectors.Key, len(numbers))
	for i, n := range numbers {
		out[i] = key(n)
	}
	return out
}

// requested is the instant of every request of the suite.
func requested() time.Time { return instant(86_400_000) }

// setting is a change of fields.
func setting(f connectors.Fields) connectors.Change {
	return connectors.Change{Set: f, At: requested()}
}

// changing is a change of one relation's rows.
func changing(relation string, c connectors.RowChange) connectors.Change {
	return connectors.Change{Rows: map[string]connectors.RowChange{relation: c}, At: requested()}
}

// nothing is an edit that changes nothing.
func nothing(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil }

// wantKind checks what kind of error err is and, where field is not empty, which field it names.
func wantKind(t *testing.T, err error, kind connectors.Kind, field string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %s", kind)
		return
	}
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok || e.Kind != kind {
		t.Errorf("error %v, want kind %s", err, kind)
		return
	}
	if field != "" && e.Field != field {
		t.Errorf("error names field %q, want %q: %v", e.Field, field, err)
	}
}

func sortedKeys[V any](m map[connectors.Key]V) []connectors.Key {
	var out []connectors.Key
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
