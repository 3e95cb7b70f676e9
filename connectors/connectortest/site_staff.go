package connectortest

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// staffSite is the staff application under test, on the day of requested.
type staffSite struct {
	*site
	connectors.Entity
	ctx context.Context
}

func newStaffSite(t *testing.T, h Harness, change ...func(*connectors.Spec)) staffSite {
	t.Helper()
	s := newSiteOf(t, h, StaffTables())
	spec := Accounts()
	for _, f := range change {
		f(&spec)
	}
	return staffSite{s, s.open(spec), connectors.During(t.Context(), requested())}
}

// refusing makes a join refuse what it has no row for.
func refusing(alias string) func(*connectors.Spec) {
	return func(s *connectors.Spec) {
		i := slices.IndexFunc(s.Joins, func(j connectors.Join) bool { return j.Alias == alias })
		s.Joins[i].Missing = connectors.MissingRefuse
	}
}

// wantFields reads the fields that want names, by Get, List and Update alike.
func (s staffSite) wantFields(t *testing.T, account int64, want connectors.Fields) {
	t.Helper()
	var n connectors.Need
	for name := range want {
		n.Fields = append(n.Fields, name)
	}
	got, err := s.Get(s.ctx, keys(account), n)
	if err != nil {
		t.Fatal(err)
	}
	page, err := s.List(s.ctx, connectors.Query{Where: leaf("account_no", connectors.Eq, account), Need: n, Limit: 1})
	if err != nil || len(page.Records) != 1 {
		t.Fatalf("listed %v: %v", page.Records, err)
	}
	locked, err := s.Update(s.ctx, key(account), n, nothing)
	if err != nil {
		t.Fatal(err)
	}
	for how, r := range map[string]connectors.Record{"get": got[key(account)], "list": page.Records[0], "update": locked} {
		if d := cmp.Diff(want, r.Fields); d != "" {
			t.Errorf("account %d by %s (-want +got):\n%s", account, how, d)
		}
	}
}

// set writes fields of an account and answers with what an update says of all that was set.
func (s staffSite) set(account int64, f connectors.Fields) (connectors.Record, error) {
	var n connectors.Need
	for name := range f {
		n.Fields = append(n.Fields, name)
	}
	return s.Update(s.ctx, key(account), n, func(connectors.Record) (connectors.Change, error) { return setting(f), nil })
}

// mustSet is set without an error; the answer must be what a Get reads.
func (s staffSite) mustSet(t *testing.T, account int64, f connectors.Fields) {
	t.Helper()
	r, err := s.set(account, f)
	if err != nil {
		t.Fatalf("set %v: %v", f, err)
	}
	s.wantFields(t, account, r.Fields)
}

func (s staffSite) create(t *testing.T, f connectors.Fields) connectors.Record {
	t.Helper()
	r, err := s.Create(s.ctx, setting(f))
	if err != nil {
		t.Fatalf("create %v: %v", f, err)
	}
	return r
}

// selected are the accounts that p selects, and must be those that Match selects.
func (s staffSite) selected(t *testing.T, p connectors.Predicate) []connectors.Key {
	t.Helper()
	page, err := s.List(s.ctx, connectors.Query{Where: p, Limit: 100, Total: true})
	if err != nil {
		t.Fatalf("%v: %v", p, err)
	}
	if page.Total != len(page.Records) {
		t.Errorf("%v: %d are counted and %d read", p, page.Total, len(page.Records))
	}
	return keysOf(page)
}
