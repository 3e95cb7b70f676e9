package gateway_test

import (
	"context"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// freshness notes which reads have to be fresh.
type freshness struct {
	connectors.Entity
	reads []bool
}

func (f *freshness) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	f.reads = append(f.reads, connectors.IsFresh(ctx))
	return f.Entity.Get(ctx, keys, n)
}

func (f *freshness) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	f.reads = append(f.reads, connectors.IsFresh(ctx))
	return f.Entity.List(ctx, q)
}

func TestWhatAWriteReadsIsFreshAndWhatAReadReadsNeedNotBe(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	e := s.endpoint("User")
	f := &freshness{Entity: e.Entity}
	e.Entity = f
	wantFresh := func(verb string, want bool, err error) {
		t.Helper()
		if err != nil || len(f.reads) == 0 || slices.Contains(f.reads, !want) {
			t.Errorf("%s: %v, %v", verb, f.reads, err)
		}
		f.reads = nil
	}
	a, err := s.create("User", ada)
	wantFresh("create", true, err)
	id := a.Resource.Text("id")
	_, err = s.get("User", id)
	wantFresh("get", false, err)
	_, err = s.list("User", s.query("User", `userName eq "ada"`))
	wantFresh("list", false, err)
}
