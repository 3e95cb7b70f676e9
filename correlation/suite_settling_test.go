package correlation_test

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

// settlingCases are about intents that nobody goes on with.
func settlingCases() []storeCase {
	jdoe := func(f *fixture) intent {
		return intent{Scope: f.users, Match: "jdoe", Payload: "p1", Lease: 10 * time.Second}
	}
	pending := func(f *fixture) []intent {
		f.Helper()
		return must[[]intent](f)(f.store.Pending(f.Context(), f.users))
	}
	// lapsed is an intent that has been nobody's for a second.
	lapsed := func(f *fixture) intent {
		f.Helper()
		f.begin(jdoe(f))
		f.clock.Advance(11 * time.Second)
		return pending(f)[0]
	}
	settle := func(f *fixture, i intent, k key) bool {
		f.Helper()
		return must[bool](f)(f.store.Settle(f.Context(), i, link{Key: k}))
	}
	return []storeCase{
		{"what is pending says what it is about, how long it is somebody's, and since when nobody's", func(f *fixture) {
			f.equal(pending(f), []intent(nil))
			i := jdoe(f)
			i.Relaxed = true
			i = f.begin(i)
			f.begin(intent{Scope: f.groups, Match: "jdoe", Payload: "p3"})
			f.ok(f.store.Confirm(f.Context(), i))
			f.clock.Advance(5 * time.Second)
			got := pending(f)
			f.equal(len(got), 1)
			f.equal([]any{got[0].ID, got[0].Payload, got[0].Lease.Round(time.Second), got[0].Lapsed}, []any{i.ID, "p1", 5 * time.Second, time.Time{}})
			f.clock.Advance(time.Minute)
			got = pending(f)
			f.equal([]any{got[0].Lease, f.clock.Now().Sub(got[0].Lapsed).Round(time.Second)}, []any{time.Duration(0), 55 * time.Second})
		}},
		{"what an intent left behind is claimed, and the intent can be gone on with", func(f *fixture) {
			f.equal(settle(f, lapsed(f), "1"), true)
			f.equal(f.byKey(f.users, "1"), link{ID: f.users.Derive("1", 1), Key: "1", Claimed: true})
			f.equal(pending(f), []intent(nil))
			f.clock.Advance(23 * time.Hour)
			f.ok(f.store.Sweep(f.Context()))
			again := f.begin(jdoe(f))
			f.equal([]any{again.Mine, again.Resumed, again.Left}, []any{true, true, f.users.Derive("1", 1)})
			must[link](f)(f.store.Bind(f.Context(), again, link{Key: "1"}))
			f.equal(f.begin(jdoe(f)).Resumed, false)
		}},
		{"what was seen already keeps its id when it is settled, and what is named comes back to life", func(f *fixture) {
			seen := f.see(f.users, "1")
			f.equal(settle(f, lapsed(f), "1"), true)
			f.equal(f.byKey(f.users, "1"), link{ID: seen.ID, Key: "1", Claimed: true})
			dead := f.see(f.users, "2")
			f.ok(f.store.Bury(f.Context(), f.users, dead.ID))
			f.begin(intent{Scope: f.users, Match: "dead", Payload: "p"})
			f.clock.Advance(time.Hour)
			f.equal(must[bool](f)(f.store.Settle(f.Context(), pending(f)[0], link{ID: dead.ID, Key: "2"})), true)
			f.equal(f.byKey(f.users, "2"), link{ID: dead.ID, Key: "2", Claimed: true})
		}},
		{"an intent that is somebody's is not settled, and nothing is claimed", func(f *fixture) {
			first := f.begin(jdoe(f))
			f.equal(settle(f, first, "1"), false)
			f.clock.Advance(11 * time.Second)
			known := pending(f)[0]
			f.begin(jdoe(f))
			f.clock.Advance(11 * time.Second)
			f.equal(settle(f, known, "1"), false) // others went on with it since
			f.equal(f.byKey(f.users, "1"), link{})
			f.equal(settle(f, pending(f)[0], "1"), true)
			f.equal(settle(f, known, "1"), false)
		}},
		{"an intent that is given back is nobody's again, since when it was", func(f *fixture) {
			known := lapsed(f)
			taken := f.begin(jdoe(f))
			f.equal(pending(f)[0].Lease, 10*time.Second)
			f.ok(f.store.GiveBack(f.Context(), taken))
			f.equal(pending(f)[0].Lapsed, known.Lapsed)
			again := f.begin(jdoe(f))
			f.equal(again.Lapsed, known.Lapsed)
			f.ok(f.store.GiveBack(f.Context(), taken)) // which it is not any more
			f.equal(f.begin(jdoe(f)).Mine, false)
		}},
		{"a settled intent that is given back is settled still", func(f *fixture) {
			settle(f, lapsed(f), "1")
			f.clock.Advance(time.Hour)
			f.ok(f.store.GiveBack(f.Context(), f.begin(jdoe(f))))
			f.equal(pending(f), []intent(nil))
			f.equal(f.begin(jdoe(f)).Left, f.users.Derive("1", 1))
		}},
		{"a day after it was settled an intent is forgotten", func(f *fixture) {
			settle(f, lapsed(f), "1")
			f.clock.Advance(24*time.Hour + time.Second)
			f.ok(f.store.Sweep(f.Context()))
			f.equal(f.begin(jdoe(f)).Resumed, false)
			f.equal(f.byKey(f.users, "1").Claimed, true)
		}},
		{"what is under way is never forgotten, however long ago it was settled", func(f *fixture) {
			settle(f, lapsed(f), "1")
			f.clock.Advance(24*time.Hour + time.Second)
			f.begin(jdoe(f))
			f.ok(f.store.Sweep(f.Context()))
			f.clock.Advance(11 * time.Second)
			f.equal(f.begin(jdoe(f)).Resumed, true)
			f.begin(intent{Scope: f.users, Match: "pending"})
			f.clock.Advance(48 * time.Hour)
			f.ok(f.store.Sweep(f.Context()))
			f.equal(f.begin(intent{Scope: f.users, Match: "pending"}).Resumed, true)
		}},
		{"of many that settle one intent one does, and all claim the same link", func(f *fixture) {
			i := lapsed(f)
			var wg sync.WaitGroup
			var settled atomic.Int32
			for range 4 {
				st := f.open()
				wg.Go(func() {
					done, err := st.Settle(f.Context(), i, link{Key: "1"})
					if err != nil {
						f.Error(err)
					} else if done {
						settled.Add(1)
					}
				})
			}
			wg.Wait()
			f.equal(settled.Load(), int32(1))
			f.equal(f.byKey(f.users, "1").Claimed, true)
		}},
		{"where the key is the id what was left behind is claimed all the same", func(f *fixture) {
			f.begin(intent{Scope: f.plain, Match: "m", Payload: "p"})
			f.clock.Advance(time.Hour)
			i := must[[]intent](f)(f.store.Pending(f.Context(), f.plain))[0]
			f.equal(must[bool](f)(f.store.Settle(f.Context(), i, link{Key: "k"})), true)
			f.equal(f.byKey(f.plain, "k"), correlation.Link{ID: "k", Key: "k", Claimed: true})
		}},
	}
}
