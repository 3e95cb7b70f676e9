package correlation_test

import (
	"fmt"
	"sync"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/testenv"
)

type parked = correlation.Parked

// month is how long the cases keep a reference.
const month = 30 * 24 * time.Hour

func (f *fixture) park(s correlation.Scope, refs ...parked) {
	f.Helper()
	kept := must[[]parked](f)(f.store.Park(f.Context(), s, refs, f.clock.Now().Add(month)))
	for i, p := range kept {
		f.equal([]string{p.Type, p.Owner, p.Part, p.ID}, []string{s.Type, refs[i].Owner, refs[i].Part, refs[i].ID})
	}
}

func (f *fixture) parkedAt(s correlation.Scope, owner string) []parked {
	f.Helper()
	return must[[]parked](f)(f.store.ParkedAt(f.Context(), s, owner))
}

func (f *fixture) take(refs []parked) []parked {
	f.Helper()
	return must[[]parked](f)(f.store.Take(f.Context(), f.groups, refs, 30*time.Second))
}

// waiting says what waits for what, without names and times.
func waiting(refs []parked) []string {
	list := []string{}
	for _, p := range refs {
		list = append(list, fmt.Sprintf("%s %s %s for %s", p.Type, p.Owner, p.Part, p.ID))
	}
	return list
}

func parkingCases() []storeCase {
	ada := parked{Owner: "g1", Part: `{"members":[{"value":"ada"}]}`, ID: "ada"}
	bea := parked{Owner: "g1", Part: `{"members":[{"value":"bea"}]}`, ID: "bea"}
	return []storeCase{
		{"what is parked is found by its owner, by what it waits for, and among all", func(f *fixture) {
			f.park(f.groups, ada, bea)
			manager := parked{Owner: "u1", Part: `{"manager":{"value":"ada"}}`, ID: "ada"}
			f.park(f.users, manager)
			f.equal(waiting(f.parkedAt(f.users, "u1")), []string{`User u1 {"manager":{"value":"ada"}} for ada`})
			f.equal(len(f.parkedAt(f.groups, "g1")), 2)
			f.equal(f.parkedAt(f.users, "g1"), []parked(nil))
			f.equal(len(must[[]parked](f)(f.store.Awaiting(f.Context(), f.users, "ada"))), 2)
			f.equal(must[[]parked](f)(f.store.Awaiting(f.Context(), f.users, "ADA")), []parked(nil))
			all := must[[]parked](f)(f.store.AllParked(f.Context(), f.groups, "", 1))
			f.equal(len(all), 1)
			all = append(all, must[[]parked](f)(f.store.AllParked(f.Context(), f.groups, all[0].Ref, 2))...)
			f.equal(len(all), 2)
			elsewhere := correlation.Scope{App: f.Name() + "2", Type: "Group"}
			f.equal(must[[]parked](f)(f.store.AllParked(f.Context(), elsewhere, "", 2)), []parked(nil))
		}},
		{"a reference is kept as it is, whatever a client chose", func(f *fixture) {
			odd := parked{Owner: "g1", Part: "{\"members\":[{\"value\":\"\\u0000é\"}]}", ID: "\x00é\xff" + string(make([]byte, 5000))}
			f.park(f.groups, odd)
			got := f.parkedAt(f.groups, "g1")
			f.equal([]string{got[0].Part, got[0].ID}, []string{odd.Part, odd.ID})
			f.equal(len(must[[]parked](f)(f.store.Awaiting(f.Context(), f.users, odd.ID))), 1)
		}},
		{"what is asked for again is kept once, since when it was, and for longer", func(f *fixture) {
			f.park(f.groups, ada)
			since := f.clock.Now()
			f.clock.Advance(time.Hour)
			f.park(f.groups, ada, ada)
			got := f.parkedAt(f.groups, "g1")
			f.equal(len(got), 1)
			f.equal(got[0].Since.Equal(since), true)
			f.equal(got[0].Expires.Equal(since.Add(month+time.Hour)), true)
			kept := must[[]parked](f)(f.store.Park(f.Context(), f.groups, []parked{ada}, f.clock.Now()))
			f.equal(kept[0].Ref, got[0].Ref)
			f.equal(f.parkedAt(f.groups, "g1")[0].Expires.Equal(got[0].Expires), true)
		}},
		{"what has expired waits no longer, and goes", func(f *fixture) {
			f.park(f.groups, ada)
			f.clock.Advance(month - time.Millisecond)
			f.equal(must[int](f)(f.store.Expire(f.Context(), f.users)), 0)
			f.equal(len(f.parkedAt(f.groups, "g1")), 1)
			f.clock.Advance(time.Millisecond)
			f.equal(f.parkedAt(f.groups, "g1"), []parked(nil))
			f.equal(must[[]parked](f)(f.store.Awaiting(f.Context(), f.users, "ada")), []parked(nil))
			f.equal(len(must[[]parked](f)(f.store.AllParked(f.Context(), f.groups, "", 10))), 1)
			f.equal(must[int](f)(f.store.Expire(f.Context(), f.groups)), 1)
			f.equal(must[[]parked](f)(f.store.AllParked(f.Context(), f.groups, "", 10)), []parked(nil))
		}},
		{"what has expired and is asked for again is new", func(f *fixture) {
			f.park(f.groups, ada)
			f.clock.Advance(month)
			f.park(f.groups, ada)
			f.equal(f.parkedAt(f.groups, "g1")[0].Since.Equal(f.clock.Now()), true)
		}},
		{"what one has taken nobody else gets, until it is given back or forgotten", func(f *fixture) {
			f.park(f.groups, ada, bea)
			both := f.parkedAt(f.groups, "g1")
			mine := f.take(both[:1])
			f.equal(len(mine), 1)
			f.equal(waiting(f.take(both)), waiting(both[1:]))
			f.equal(f.take(both), []parked(nil))
			f.ok(f.store.Return(f.Context(), f.groups, mine))
			mine = f.take(both)
			f.equal(waiting(mine), waiting(both[:1]))
			f.ok(f.store.Unpark(f.Context(), f.groups, mine))
			f.equal(waiting(f.parkedAt(f.groups, "g1")), waiting(both[1:]))
			f.equal(f.take(nil), []parked(nil))
			f.ok(f.store.Unpark(f.Context(), f.groups, nil))
		}},
		{"what was taken and never given back is nobody's after a while, and then the next one's", func(f *fixture) {
			f.park(f.groups, ada)
			slow := f.take(f.parkedAt(f.groups, "g1"))
			f.clock.Advance(30 * time.Second)
			quick := f.take(f.parkedAt(f.groups, "g1"))
			f.equal(len(quick), 1)
			f.ok(f.store.Return(f.Context(), f.groups, slow))
			f.ok(f.store.Unpark(f.Context(), f.groups, slow))
			f.equal(f.take(f.parkedAt(f.groups, "g1")), []parked(nil))
			f.ok(f.store.Unpark(f.Context(), f.groups, quick))
			f.equal(f.parkedAt(f.groups, "g1"), []parked(nil))
		}},
		{"what is taken does not expire", func(f *fixture) {
			f.park(f.groups, ada)
			refs := f.parkedAt(f.groups, "g1")
			f.clock.Advance(month)
			f.equal(len(f.take(refs)), 1)
			f.equal(must[int](f)(f.store.Expire(f.Context(), f.groups)), 0)
		}},
		{"thousands are parked, taken and forgotten at once", func(f *fixture) {
			var refs []parked
			for i := range testenv.N(2_000, 20_000) {
				refs = append(refs, parked{Owner: "g1", Part: fmt.Sprint(i), ID: fmt.Sprint(i)})
			}
			f.park(f.groups, refs...)
			got := f.parkedAt(f.groups, "g1")
			f.equal(len(got), len(refs))
			f.equal(len(f.take(got[:1])), 1)
			mine := f.take(got)
			f.equal(len(mine), len(refs)-1)
			f.ok(f.store.Unpark(f.Context(), f.groups, mine))
			f.equal(len(f.parkedAt(f.groups, "g1")), 1)
		}},
		{"of many who take the same at once one gets it, over several replicas", func(f *fixture) {
			f.park(f.groups, ada, bea)
			refs := f.parkedAt(f.groups, "g1")
			var mu sync.Mutex
			var wg sync.WaitGroup
			got := map[string]int{}
			for range 4 {
				replica := f.open()
				wg.Go(func() {
					taken, err := replica.Take(f.Context(), f.groups, refs, time.Minute)
					if err != nil {
						f.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					for _, p := range taken {
						got[p.ID]++
					}
				})
			}
			wg.Wait()
			f.equal(got, map[string]int{"ada": 1, "bea": 1})
		}},
	}
}
