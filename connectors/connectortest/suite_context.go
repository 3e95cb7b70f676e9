package connectortest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func contextTests() []test {
	return []test{
		{"a context that has ended ends every call with its error, and nothing is written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			before := s.whole()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for name, err := range everyCall(ctx, e) {
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := s.Connector.Ping(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("ping: %v", err)
			}
			s.wantChanges(t, before)
		}},
		{"a deadline that has passed does too", func(t *testing.T, h Harness) {
			e := newSite(t, h).people()
			ctx, cancel := context.WithTimeout(t.Context(), 0)
			defer cancel()
			for name, err := range everyCall(ctx, e) {
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}},
		{"a context that ends during the edit leaves nothing written", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			before := s.whole()
			ctx, cancel := context.WithCancel(t.Context())
			_, err := e.Update(ctx, key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				cancel()
				change := changing("phones", connectors.RowChange{Replace: true})
				change.Set = connectors.Fields{"first_name": "x"}
				return change, nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("update: %v", err)
			}
			s.wantChanges(t, before)
			s.mustUpdate(e, key(ada), setting(connectors.Fields{"first_name": "free"}))
		}},
		{"a context that ends while another update holds the record ends the waiting", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			before := s.whole()
			_, err := e.Update(t.Context(), key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				cancellable, cancel := context.WithCancel(t.Context())
				ctx := &watched{Context: cancellable, looked: make(chan struct{})}
				done := make(chan error)
				go func() {
					_, err := e.Update(ctx, key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
						return setting(connectors.Fields{"first_name": "second"}), nil
					})
					done <- err
				}()
				<-ctx.looked
				cancel()
				if err := <-done; !errors.Is(err, context.Canceled) {
					t.Errorf("the second update: %v", err)
				}
				return setting(connectors.Fields{"first_name": "first"}), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 first_name: Ada → first")...)
		}},
		{"a context that ends in the middle of a stream ends it with its error", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			s.crowd(3000)
			e := s.roles()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			n, last := 0, error(nil)
			for _, err := range e.Rows(ctx, "members", keys(empty), "") {
				if n++; n == 3 {
					cancel()
				}
				last = err
			}
			if !errors.Is(last, context.Canceled) || n == 3000 {
				t.Errorf("%d rows, then %v", n, last)
			}
			s.mustUpdate(e, key(empty), changing("members", connectors.RowChange{Remove: []connectors.Fields{{"emp_no": int64(1000)}}}))
		}},
	}
}

// watched is a context that tells when somebody begins to wait for its end.
type watched struct {
	context.Context
	once   sync.Once
	looked chan struct{}
}

func (w *watched) Done() <-chan struct{} {
	w.once.Do(func() { close(w.looked) })
	return w.Context.Done()
}

// everyCall makes each call once with ctx.
func everyCall(ctx context.Context, e connectors.Entity) map[string]error {
	errs := map[string]error{}
	_, errs["get"] = e.Get(ctx, keys(ada), connectors.Need{Fields: []string{"login"}})
	_, errs["list"] = e.List(ctx, connectors.Query{Limit: 1})
	_, errs["create"] = e.Create(ctx, setting(connectors.Fields{"login": "x"}))
	_, errs["update"] = e.Update(ctx, key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		return setting(connectors.Fields{"first_name": "x"}), nil
	})
	errs["delete"] = e.Delete(ctx, key(ada), connectors.Need{}, nothing)
	errs["rows"] = nil
	for _, err := range e.Rows(ctx, "phones", keys(ada), "") {
		errs["rows"] = err
	}
	return errs
}
