package correlation_test

import (
	"sync/atomic"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

type (
	spent    = correlation.Spent
	approval = correlation.Approval
)

func holdCases() []storeCase {
	const window = time.Hour
	quota := func(f *fixture, limit int) correlation.Quota {
		return correlation.Quota{Scope: f.users, Kind: correlation.Deletions, Window: window, Limit: limit}
	}
	spend := func(f *fixture, limit, n int) spent {
		f.Helper()
		return must[spent](f)(f.store.Spend(f.Context(), quota(f, limit), n))
	}
	refund := func(f *fixture, n int, s spent) {
		f.Helper()
		f.ok(f.store.Refund(f.Context(), quota(f, 0), n, s))
	}
	approve := func(f *fixture, a approval) {
		f.Helper()
		f.ok(f.store.Approve(f.Context(), f.users, correlation.Deletions, a))
	}
	tallies := func(f *fixture) []correlation.Tally {
		f.Helper()
		return must[[]correlation.Tally](f)(f.store.Tallies(f.Context(), f.users))
	}
	return []storeCase{
		{"as many as the limit says are counted, and one more begins a hold", func(f *fixture) {
			for range 3 {
				f.equal(spend(f, 3, 1), spent{At: f.clock.Now()})
			}
			f.equal(spend(f, 3, 1), spent{At: f.clock.Now(), Held: true, Began: true})
			f.equal(spend(f, 3, 1), spent{At: f.clock.Now(), Held: true})
		}},
		{"a write of many is counted whole or not at all", func(f *fixture) {
			f.equal(spend(f, 5, 4).Held, false)
			f.equal(spend(f, 5, 2).Held, true)
			f.equal(tallies(f)[0].Counted, 4)
		}},
		{"a first write that is more than the limit begins a hold", func(f *fixture) {
			f.equal(spend(f, 3, 4).Began, true)
		}},
		{"with a limit of none the first loss is held", func(f *fixture) {
			f.equal(spend(f, 0, 1).Began, true)
		}},
		{"a window begins with its first loss, and the next one counts from nothing", func(f *fixture) {
			spend(f, 2, 1)
			f.clock.Advance(window - time.Millisecond)
			spend(f, 2, 1)
			f.equal(tallies(f)[0].Counted, 2)
			f.clock.Advance(time.Millisecond)
			f.equal(spend(f, 2, 2).Held, false)
			f.equal(tallies(f), []correlation.Tally{{
				Kind: correlation.Deletions, Counted: 2, Ends: f.clock.Now().Add(window).Truncate(time.Millisecond),
			}})
		}},
		{"a hold outlives its window", func(f *fixture) {
			began := f.clock.Now()
			spend(f, 1, 2)
			f.clock.Advance(100 * window)
			f.equal(spend(f, 1, 1), spent{At: f.clock.Now(), Held: true})
			f.equal(tallies(f), []correlation.Tally{{Kind: correlation.Deletions, Held: began, Refused: 2}})
		}},
		{"a higher limit does not end a hold", func(f *fixture) {
			spend(f, 1, 2)
			f.equal(spend(f, 100, 1).Held, true)
		}},
		{"another kind, type or app is counted by itself", func(f *fixture) {
			spend(f, 1, 2)
			for _, q := range []correlation.Quota{
				{Scope: f.users, Kind: correlation.Deactivations},
				{Scope: f.groups, Kind: correlation.Deletions},
				{Scope: correlation.Scope{App: f.Name() + "2", Type: "User"}, Kind: correlation.Deletions},
			} {
				q.Window, q.Limit = window, 1
				f.equal(must[spent](f)(f.store.Spend(f.Context(), q, 1)).Held, false)
			}
			f.equal(len(tallies(f)), 2)
		}},
		{"an app that is called otherwise now has the same hold", func(f *fixture) {
			spend(f, 1, 2)
			q := quota(f, 1)
			q.Scope.App, q.Scope.Namespace = "renamed", f.Name()
			f.equal(must[spent](f)(f.store.Spend(f.Context(), q, 1)), spent{At: f.clock.Now(), Held: true})
		}},
		{"what is given back can be spent again", func(f *fixture) {
			s := spend(f, 2, 2)
			refund(f, 1, s)
			f.equal(spend(f, 2, 1).Held, false)
			f.equal(spend(f, 2, 1).Held, true)
		}},
		{"what is given back when its window is over is no gain for the next", func(f *fixture) {
			s := spend(f, 2, 2)
			f.clock.Advance(window)
			spend(f, 2, 2)
			refund(f, 2, s)
			f.equal(spend(f, 2, 1).Held, true)
		}},
		{"giving back does not end a hold", func(f *fixture) {
			s := spend(f, 2, 2)
			spend(f, 2, 1)
			refund(f, 2, s)
			f.equal(spend(f, 2, 1).Held, true)
		}},
		{"an approval ends a hold and lets any number through until it is over", func(f *fixture) {
			spend(f, 2, 3)
			f.clock.Advance(time.Minute)
			approve(f, approval{By: "ops", For: 10 * time.Minute})
			f.equal(tallies(f), []correlation.Tally{{
				Kind: correlation.Deletions, Ends: f.clock.Now().Add(10 * time.Minute),
				Approval: &approval{By: "ops", For: 10 * time.Minute, At: f.clock.Now()},
			}})
			for range 3 {
				f.equal(spend(f, 2, 1_000_000).Held, false)
			}
			f.clock.Advance(10 * time.Minute)
			f.equal(spend(f, 2, 2).Held, false)
			f.equal(spend(f, 2, 1).Began, true)
		}},
		{"an approval of a number lets so many through and holds the next", func(f *fixture) {
			spend(f, 2, 3)
			approve(f, approval{By: "ops", Count: 5, For: 10 * time.Minute})
			f.equal(spend(f, 2, 4).Held, false)
			f.equal(*tallies(f)[0].Approval, approval{By: "ops", Count: 5, For: 10 * time.Minute, At: f.clock.Now()})
			f.equal(spend(f, 2, 2).Began, true)
			f.clock.Advance(window)
			f.equal(spend(f, 2, 1).Held, true)
		}},
		{"an approval may come before anything was counted", func(f *fixture) {
			approve(f, approval{By: "ops", For: time.Minute})
			f.equal(spend(f, 0, 7).Held, false)
		}},
		{"an approval of few stands below a limit of many", func(f *fixture) {
			approve(f, approval{By: "ops", Count: 1, For: time.Minute})
			f.equal(spend(f, 100, 2).Began, true)
		}},
		{"what was spent before an approval is not given back to it", func(f *fixture) {
			s := spend(f, 2, 2)
			f.clock.Advance(time.Millisecond)
			approve(f, approval{Count: 3, For: time.Minute})
			spend(f, 2, 3)
			refund(f, 2, s)
			f.equal(spend(f, 2, 1).Held, true)
		}},
		{"of many who spend at once on two replicas as many succeed as the limit says, and one begins the hold", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			var counted, began atomic.Int32
			parallel(f, 60, func(n int) (spent, error) {
				s, err := replicas[n%2].Spend(f.Context(), quota(f, 50), 1)
				if err == nil && !s.Held {
					counted.Add(1)
				}
				if s.Began {
					began.Add(1)
				}
				return s, err
			})
			f.equal([]int32{counted.Load(), began.Load()}, []int32{50, 1})
			f.equal(tallies(f)[0].Refused, 10)
		}},
		{"an approval on one replica holds for the other at once", func(f *fixture) {
			spend(f, 1, 2)
			f.ok(f.open().Approve(f.Context(), f.users, correlation.Deletions, approval{For: time.Minute}))
			f.equal(spend(f, 1, 2).Held, false)
		}},
	}
}
