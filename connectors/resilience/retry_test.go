package resilience_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

var (
	down    = fault{kind: connectors.Unavailable}
	doubt   = fault{kind: connectors.OutcomeUnknown}
	applied = fault{kind: connectors.OutcomeUnknown, applied: true}
	busy    = fault{kind: connectors.RateLimited}
)

// middling makes every wait a fixed one.
func middling() float64 { return 0.5 }

func retrying(t *testing.T, f *faulty, o resilience.Options) connectors.Entity {
	o.Random = middling
	return resilience.Retry(open(t, f), resilience.Retries{Most: 2, First: time.Second, Longest: 10 * time.Second}, o)
}

// use makes one operation.
type use func(ctx context.Context, e connectors.Entity) error

func get(ctx context.Context, e connectors.Entity) error {
	_, err := e.Get(ctx, []connectors.Key{"1"}, connectors.Need{})
	return err
}

func list(ctx context.Context, e connectors.Entity) error {
	_, err := e.List(ctx, connectors.Query{Limit: 1})
	return err
}

func create(token string) use {
	return func(ctx context.Context, e connectors.Entity) error {
		_, err := e.Create(ctx, connectors.Change{Set: connectors.Fields{"no": int64(3), "login": "new"}, Token: token})
		return err
	}
}

func update(ctx context.Context, e connectors.Entity) error {
	_, err := e.Update(ctx, "1", connectors.Need{}, naming("Augusta"))
	return err
}

func renumber(ctx context.Context, e connectors.Entity) error {
	_, err := e.Update(ctx, "1", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{Set: connectors.Fields{"no": int64(9)}}, nil
	})
	return err
}

// picky is an update whose edit refuses a record that has the new name already.
func picky(ctx context.Context, e connectors.Entity) error {
	_, err := e.Update(ctx, "1", connectors.Need{Fields: []string{"name"}}, func(cur connectors.Record) (connectors.Change, error) {
		if cur.Fields["name"] != "Ada" {
			return connectors.Change{}, &connectors.Error{Kind: connectors.Precondition}
		}
		return connectors.Change{Set: connectors.Fields{"name": "Augusta"}}, nil
	})
	return err
}

func remove(ctx context.Context, e connectors.Entity) error {
	return e.Delete(ctx, "1", connectors.Need{}, nothing)
}

func TestWhatIsTriedAgainAndWhatIsNot(t *testing.T) {
	for _, c := range []struct {
		name   string
		use    use
		once   bool
		script []fault
		calls  int
		want   connectors.Kind // empty: success
		took   time.Duration
	}{
		{"a read of an application that comes back succeeds", get, false, []fault{down, down}, 3, "", 2250 * time.Millisecond},
		{"a list too", list, false, []fault{down}, 2, "", 750 * time.Millisecond},
		{"no more often than is allowed", get, false, []fault{down, down, down}, 3, connectors.Unavailable, 2250 * time.Millisecond},
		{"a create that wrote nothing is sent again", create(""), false, []fault{down}, 2, "", 750 * time.Millisecond},
		{"a create of which nobody knows is not", create("t"), false, []fault{doubt}, 1, connectors.OutcomeUnknown, 0},
		{"unless the application makes one record of it", create("t"), true, []fault{applied, doubt}, 3, "", 2250 * time.Millisecond},
		{"which it cannot without a token", create(""), true, []fault{doubt}, 1, connectors.OutcomeUnknown, 0},
		{"an update of which nobody knows is made again", update, false, []fault{doubt, applied}, 3, "", 2250 * time.Millisecond},
		{"a delete too, and when the record is gone it was deleted", remove, false, []fault{applied}, 2, "", 750 * time.Millisecond},
		{"a delete that did not happen is made again", remove, false, []fault{doubt}, 2, "", 750 * time.Millisecond},
		{"an update that may have happened is not said to have failed", update, false, []fault{applied, down, down}, 3, connectors.OutcomeUnknown, 2250 * time.Millisecond},
		{"nor to have met no record, when it gave it another key", renumber, false, []fault{applied}, 2, connectors.OutcomeUnknown, 750 * time.Millisecond},
		{"nor to have met another version, when that is its own", picky, false, []fault{applied}, 2, connectors.OutcomeUnknown, 750 * time.Millisecond},
		{"an application that wants patience gets it", get, false, []fault{{kind: connectors.RateLimited, ask: 5 * time.Second}}, 2, "", 5 * time.Second},
		{"one that does not say how much gets a second", get, false, []fault{busy}, 2, "", time.Second},
		{"one that wants too much is not waited for", get, false, []fault{{kind: connectors.RateLimited, ask: 11 * time.Second}}, 1, connectors.RateLimited, 0},
		{"one that is away and says for how long is not asked before", get, false, []fault{{kind: connectors.Unavailable, ask: 4 * time.Second}}, 2, "", 4 * time.Second},
		{"one that was not asked is not asked again", update, false, []fault{{kind: connectors.Unavailable, cause: connectors.ErrNotAsked}}, 1, connectors.Unavailable, 0},
		{"a refusal is final", create(""), false, []fault{{kind: connectors.Conflict}}, 1, connectors.Conflict, 0},
		{"a defect is final", get, false, []fault{{kind: connectors.Internal}}, 1, connectors.Internal, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFaulty(t, c.script...)
				f.once = c.once
				begun := time.Now()
				err := c.use(t.Context(), retrying(t, f, resilience.Options{}))
				if connectors.KindOf(err) != c.want || f.calls() != c.calls || time.Since(begun) != c.took {
					t.Errorf("%d calls in %s, then %v; want %d in %s, then %q", f.calls(), time.Since(begun), err, c.calls, c.took, c.want)
				}
			})
		})
	}
}

func TestAnEditsOwnErrorIsReturnedAsItIsAndNothingIsTriedAgain(t *testing.T) {
	own := &connectors.Error{Kind: connectors.Unavailable}
	edit := func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, own }
	f := newFaulty(t)
	breaker := resilience.NewBreaker(resilience.BreakerSettings{Failures: 1, Rest: time.Minute}, resilience.Options{})
	e := retrying(t, f, resilience.Options{})
	e = resilience.Retry(resilience.Guarded(e, breaker), resilience.Retries{Most: 2}, resilience.Options{})
	if _, err := e.Update(t.Context(), "1", connectors.Need{}, edit); err != error(own) {
		t.Errorf("update: %#v", err)
	}
	if err := e.Delete(t.Context(), "1", connectors.Need{}, edit); err != error(own) {
		t.Errorf("delete: %#v", err)
	}
	if f.calls() != 2 || breaker.State() != resilience.Closed {
		t.Errorf("%d calls, the breaker is %s", f.calls(), breaker.State())
	}
}

func TestNobodyWaitsBeyondTheDeadlineOfTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, fault{kind: connectors.RateLimited, ask: 5 * time.Second}, down)
		e := retrying(t, f, resilience.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begun := time.Now()
		err := get(ctx, e)
		native, ok := errors.AsType[*connectors.Error](err)
		if !ok || native.Kind != connectors.RateLimited || native.RetryAfter != 5*time.Second || time.Since(begun) != 0 {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}

func TestWhoeverLeavesEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, down, down, down)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		begun := time.Now()
		if err := get(ctx, retrying(t, f, resilience.Options{})); err == nil || f.calls() != 1 || time.Since(begun) != time.Millisecond {
			t.Errorf("%d calls in %s: %v", f.calls(), time.Since(begun), err)
		}
	})
}

// What a create made before it failed for certain was taken back, and its token may stand for that at the application.
func TestACreateThatFailedForCertainIsAnotherOneWhenItIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		name   string
		script []fault
		token  string
		want   []string
	}{
		{"once", []fault{down}, "t", []string{"t", "t-2"}},
		{"twice", []fault{busy, down}, "t", []string{"t", "t-2", "t-3"}},
		{"while nobody knows", []fault{applied, down}, "t", []string{"t", "t", "t"}},
		{"and then nobody knows", []fault{down, applied}, "t", []string{"t", "t-2", "t-2"}},
		{"without a token", []fault{down}, "", []string{"", ""}},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFaulty(t, c.script...)
			f.once = true
			if err := create(c.token)(t.Context(), retrying(t, f, resilience.Options{})); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if d := cmp.Diff(c.want, f.tokens); d != "" {
				t.Errorf("%s (-want +got)\n%s", c.name, d)
			}
		})
	}
}

func TestRetriesAreSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &seen{}
		if err := get(t.Context(), retrying(t, newFaulty(t, down, busy), resilience.Options{Observe: s})); err != nil {
			t.Fatal(err)
		}
		want := []string{"waited for retry 750ms", "retried unavailable", "waited for retry 1.5s", "retried rate limited"}
		if d := cmp.Diff(want, s.what); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	})
}

func TestAStreamThatBreaksGoesOnWhereItsReaderIs(t *testing.T) {
	broken := fault{kind: connectors.Unavailable, behind: 2}
	for _, c := range []struct {
		name   string
		of     []connectors.Key
		script []fault
		want   []string
		calls  int
		fails  bool
	}{
		{"behind the last row of one owner", []connectors.Key{"1"}, []fault{broken}, []string{"11", "12", "13"}, 2, false},
		{"from the beginning while nothing is out", []connectors.Key{"1", "2"}, []fault{down}, []string{"11", "12", "13", "21"}, 2, false},
		{"not at all when some rows of several owners are out", []connectors.Key{"1", "2"}, []fault{broken}, []string{"11", "12"}, 1, true},
		{"not for ever", []connectors.Key{"1"}, []fault{broken, down, down}, []string{"11", "12"}, 3, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFaulty(t, c.script...)
				var got []string
				var failed error
				for row, err := range retrying(t, f, resilience.Options{}).Rows(t.Context(), "phones", c.of, "") {
					if failed = err; err == nil {
						got = append(got, row.Fields["number"].(string))
					}
				}
				if d := cmp.Diff(c.want, got); d != "" || (failed != nil) != c.fails || f.calls() != c.calls {
					t.Errorf("%d calls, %v, -want +got\n%s", f.calls(), failed, d)
				}
				if native, ok := errors.AsType[*connectors.Error](failed); c.fails && (!ok || native != failed) {
					t.Errorf("the error is %#v", failed)
				}
			})
		})
	}
}

func TestAReaderThatHasSeenEnoughEndsTheStream(t *testing.T) {
	f := newFaulty(t)
	for _, err := range retrying(t, f, resilience.Options{}).Rows(t.Context(), "phones", []connectors.Key{"1"}, "") {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if f.calls() != 1 {
		t.Errorf("%d calls", f.calls())
	}
}
