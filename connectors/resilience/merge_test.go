package resilience_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

// everyone needs all there is of a record.
func everyone() connectors.Need {
	return connectors.Need{Fields: []string{"login", "name"}, Rows: map[string][]string{"phones": {"number"}}}
}

// merging opens an entity of f whose reads are merged, each taking a second unless the script says otherwise.
func merging(t *testing.T, f *faulty, s connectors.Spec, o resilience.Options) connectors.Entity {
	t.Helper()
	for range 100 {
		f.script = append(f.script, fault{takes: time.Second})
	}
	e, found := resilience.Wrap(f, resilience.Settings{Merge: true}, o).Open(t.Context(), s)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e
}

// together begins these uses one after the other, each when the one before waits, and gathers their errors.
func together(ctx context.Context, e connectors.Entity, all ...use) []error {
	errs := make([]error, len(all))
	var ended sync.WaitGroup
	for i, u := range all {
		ended.Go(func() { errs[i] = u(ctx, e) })
		synctest.Wait()
	}
	ended.Wait()
	return errs
}

// at makes a use belong to a request of that instant.
func at(instant time.Time, u use) use {
	return func(ctx context.Context, e connectors.Entity) error { return u(connectors.During(ctx, instant), e) }
}

func fresh(ctx context.Context, e connectors.Entity) error { return get(connectors.Fresh(ctx), e) }

func second(ctx context.Context, e connectors.Entity) error {
	_, err := e.Get(ctx, []connectors.Key{"1"}, connectors.Need{Fields: []string{"name"}})
	return err
}

func named(name string) use {
	return func(ctx context.Context, e connectors.Entity) error {
		_, err := e.List(ctx, connectors.Query{Limit: 1, Where: connectors.Leaf{Field: "name", Op: connectors.Eq, Value: name}})
		return err
	}
}

func TestReadsAtOneTimeAreOneWhenTheyAskTheSame(t *testing.T) {
	noon := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	moving := func() connectors.Spec {
		s := spec()
		s.Scope = connectors.Leaf{Field: "name", Op: connectors.Ne, Value: connectors.Expr(func(e connectors.Env) (connectors.Value, error) {
			return e.Time.Format(time.DateOnly), nil
		})}
		return s
	}
	inForce := func() connectors.Spec {
		s := spec()
		s.Joins = []connectors.Join{{
			Alias: "line", Entity: "phones", On: map[string]string{"person": "no"}, Fields: []string{"number"},
			Current: &connectors.Current{From: "number", To: "number"},
		}}
		return s
	}
	for _, c := range []struct {
		name  string
		spec  connectors.Spec
		uses  []use
		calls int
	}{
		{"a record", spec(), []use{get, get, get}, 1},
		{"a list", spec(), []use{list, list}, 1},
		{"a list with the same condition", spec(), []use{named("Ada"), named("Ada")}, 1},
		{"but not with another", spec(), []use{named("Ada"), named("Grace")}, 2},
		{"nor a record of which more is needed", spec(), []use{get, second}, 2},
		{"nor for a write that depends on it", spec(), []use{get, fresh, fresh}, 3},
		{"at any instant when that makes no difference", spec(), []use{at(noon, get), at(noon.Add(24*time.Hour), get)}, 1},
		{"on one day when the day makes one", inForce(), []use{at(noon, get), at(noon.Add(time.Hour), get), at(noon.Add(24*time.Hour), get)}, 2},
		{"at one instant when every instant makes one", moving(), []use{at(noon, get), at(noon, get), at(noon.Add(1), get)}, 2},
		{"but not across a write, even one that failed", spec(), []use{get, list, renameNobody, get, list, get}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFaulty(t)
				e := merging(t, f, c.spec, resilience.Options{})
				for _, err := range together(t.Context(), e, c.uses...) {
					if err != nil && !errors.Is(err, connectors.NotFound) {
						t.Error(err)
					}
				}
				if f.calls() != c.calls {
					t.Errorf("%d calls: %v", f.calls(), f.asked)
				}
			})
		})
	}
}

// renameNobody is a write without delay.
func renameNobody(ctx context.Context, e connectors.Entity) error {
	d, _ := connectors.As[*faultyEntity](e)
	d.app.script = append([]fault{{}}, d.app.script...)
	_, err := e.Update(ctx, "7", connectors.Need{}, naming("x"))
	return err
}

func TestEveryCallerHasAnAnswerOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &seen{}
		e := merging(t, newFaulty(t), spec(), resilience.Options{Observe: s})
		var records [2]connectors.Record
		var pages [2]connectors.Page
		read := func(i int) use {
			return func(ctx context.Context, e connectors.Entity) error {
				got, err := e.Get(ctx, []connectors.Key{"1"}, everyone())
				records[i] = got["1"]
				return err
			}
		}
		ask := func(i int) use {
			return func(ctx context.Context, e connectors.Entity) (err error) {
				pages[i], err = e.List(ctx, connectors.Query{Need: everyone(), Limit: 2})
				return err
			}
		}
		for _, err := range together(t.Context(), e, read(0), read(1), ask(0), ask(1)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		want := connectors.Record{Key: "1", Fields: connectors.Fields{"login": "ada", "name": "Ada"}, Rows: records[1].Rows}
		spoil := func(r connectors.Record) {
			r.Fields["name"], r.Rows["phones"][0].Fields["number"], r.Rows["phones"][1] = "spoiled", "spoiled", connectors.Row{}
			delete(r.Rows, "phones")
		}
		spoil(records[0])
		spoil(pages[0].Records[0])
		for _, got := range []connectors.Record{records[1], pages[1].Records[0]} {
			if d := cmp.Diff(want, got); d != "" || len(got.Rows["phones"]) != 3 || got.Rows["phones"][0].Fields["number"] != "11" {
				t.Errorf("%v, -want +got\n%s", got, d)
			}
		}
		if d := cmp.Diff([]string{"merged", "merged"}, s.what); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	})
}

func TestACallerThatLeavesDoesNotEndTheReadForTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t)
		e := merging(t, f, spec(), resilience.Options{})
		leaving := func(ctx context.Context, e connectors.Entity) error {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second/2, cancel)
			return get(ctx, e)
		}
		errs := together(t.Context(), e, leaving, get, leaving)
		if !errors.Is(errs[0], context.Canceled) || errs[1] != nil || !errors.Is(errs[2], context.Canceled) || f.calls() != 1 {
			t.Errorf("%d calls: %v", f.calls(), errs)
		}
	})
}

func TestAReadEndsWithTheLastCallerThatWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, fault{takes: time.Hour}) // longer than this test waits
		e := merging(t, f, spec(), resilience.Options{})
		leaving := func(ctx context.Context, e connectors.Entity) error {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return get(ctx, e)
		}
		begun := time.Now()
		errs := together(t.Context(), e, leaving, leaving, func(ctx context.Context, e connectors.Entity) error {
			time.Sleep(2 * time.Second)
			return get(ctx, e) // by then nobody is on board
		})
		if !errors.Is(errs[0], context.Canceled) || !errors.Is(errs[1], context.Canceled) || errs[2] != nil || f.calls() != 2 {
			t.Errorf("%d calls in %s: %v", f.calls(), time.Since(begun), errs)
		}
	})
}

func TestTheDeadlineOfAnotherRequestIsNotOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, fault{takes: 10 * time.Second})
		e := merging(t, f, spec(), resilience.Options{})
		hurried := func(ctx context.Context, e connectors.Entity) error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			return get(ctx, e)
		}
		errs := together(t.Context(), e, hurried, get)
		if !errors.Is(errs[0], context.DeadlineExceeded) || errs[1] != nil || f.calls() != 2 {
			t.Errorf("%d calls: %v", f.calls(), errs)
		}
	})
}

func TestAnErrorIsEverybodys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, fault{kind: connectors.Denied, takes: time.Second})
		errs := together(t.Context(), merging(t, f, spec(), resilience.Options{}), get, get)
		if !errors.Is(errs[0], connectors.Denied) || !errors.Is(errs[1], connectors.Denied) || f.calls() != 1 {
			t.Errorf("%d calls: %v", f.calls(), errs)
		}
	})
}

// panicking is an entity with a defect, which shows after a second.
type panicking struct{ connectors.Entity }

func (panicking) Get(context.Context, []connectors.Key, connectors.Need) (map[connectors.Key]connectors.Record, error) {
	time.Sleep(time.Second)
	panic("a defect")
}

func TestADefectMeetsItsCallerAndIsAnErrorForTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := resilience.Merge(panicking{open(t, newFaulty(t))}, spec(), new(atomic.Uint64), resilience.Options{})
		caller := func(ctx context.Context, e connectors.Entity) (err error) {
			defer func() { err = fmt.Errorf("recovered %v", recover()) }()
			return get(ctx, e)
		}
		errs := together(t.Context(), e, caller, get)
		if errs[0].Error() != "recovered a defect" || connectors.KindOf(errs[1]) != connectors.Internal {
			t.Errorf("got %v", errs)
		}
	})
}
