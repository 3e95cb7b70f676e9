package correlation_test

import (
	"time"

	"github.com/scimgate/scimgate/correlation"
)

type intent = correlation.Intent

func intentCases() []storeCase {
	jdoe := func(f *fixture) intent {
		return intent{Scope: f.users, Match: "jdoe", Payload: "p1", Lease: 10 * time.Second}
	}
	return []storeCase{
		{"the first to begin may go on, the second may not and learns for how long", func(f *fixture) {
			first := f.begin(jdoe(f))
			f.equal(first, intent{ID: first.ID, Scope: f.users, Match: "jdoe", Payload: "p1", Lease: 10 * time.Second, Attempt: 1, Mine: true})
			f.clock.Advance(4 * time.Second)
			second := f.begin(intent{Scope: f.users, Match: "jdoe", Payload: "p2"})
			f.equal(second, intent{ID: first.ID, Scope: f.users, Match: "jdoe", Payload: "p1", Lease: 6 * time.Second, Attempt: 1})
		}},
		{"another match, type or app is another intent", func(f *fixture) {
			ids := map[string]bool{}
			for _, i := range []intent{jdoe(f), {Scope: f.users, Match: "JDOE"}, {Scope: f.groups, Match: "jdoe"}, {Scope: f.plain, Match: "jdoe"}, {Scope: f.users, Match: "\x00\xff"}} {
				got := f.begin(i)
				f.equal(got.Mine, true)
				ids[got.ID] = true
			}
			f.equal(len(ids), 5)
		}},
		{"without a lease of its own an intent keeps others away for a minute", func(f *fixture) {
			f.begin(intent{Scope: f.users, Match: "jdoe"})
			f.clock.Advance(time.Minute - time.Millisecond)
			f.equal(f.begin(jdoe(f)).Mine, false)
			f.clock.Advance(time.Millisecond)
			f.equal(f.begin(jdoe(f)).Mine, true)
		}},
		{"an intent whose lease ran out is taken over with its id and the earlier payload", func(f *fixture) {
			first := f.begin(jdoe(f))
			f.clock.Advance(10 * time.Second)
			lapsed := f.clock.Now()
			f.clock.Advance(time.Second)
			second := f.begin(intent{Scope: f.users, Match: "jdoe", Payload: "p2", Lease: 5 * time.Second})
			f.equal(second, intent{ID: first.ID, Scope: f.users, Match: "jdoe", Payload: "p1", Lease: 5 * time.Second, Attempt: 2, Mine: true, Resumed: true, Lapsed: lapsed})
			f.equal(f.begin(jdoe(f)).Mine, false)
			f.clock.Advance(5 * time.Second)
			third := f.begin(jdoe(f))
			f.equal(third.Payload, "p2")
			f.equal(third.Attempt, 3)
		}},
		{"bind completes an intent and the match is free", func(f *fixture) {
			first := f.begin(jdoe(f))
			l := must[link](f)(f.store.Bind(f.Context(), first, link{Key: "1"}))
			f.equal(l, link{ID: f.users.Derive("1", 1), Key: "1", Claimed: true})
			again := f.begin(jdoe(f))
			f.equal(again.Mine, true)
			f.equal(again.Resumed, false)
			if again.ID == first.ID {
				f.Error("a completed intent began again")
			}
		}},
		{"bind may be tried again", func(f *fixture) {
			i := f.begin(jdoe(f))
			l := must[link](f)(f.store.Bind(f.Context(), i, link{Key: "1"}))
			f.equal(must[link](f)(f.store.Bind(f.Context(), i, link{Key: "1"})), l)
		}},
		{"what was taken over is complete for all when either binds", func(f *fixture) {
			slow := f.begin(jdoe(f))
			f.clock.Advance(10 * time.Second)
			quick := f.begin(jdoe(f))
			l := must[link](f)(f.store.Bind(f.Context(), slow, link{Key: "1"}))
			f.equal(must[link](f)(f.store.Bind(f.Context(), quick, link{Key: "1"})), l)
			f.equal(f.begin(jdoe(f)).Resumed, false)
		}},
		{"a new record whose key has an older link gets the next id, and one whose link is younger takes it", func(f *fixture) {
			old := f.see(f.users, "1")
			f.clock.Advance(time.Second)
			born := f.clock.Now()
			young := f.see(f.users, "2")
			for _, payload := range []string{"", "p"} {
				bind := func(match string, k key) link {
					i := f.begin(intent{Scope: f.users, Match: match, Payload: payload})
					i.Born = born
					return must[link](f)(f.store.Bind(f.Context(), i, link{Key: k}))
				}
				f.equal(bind("a", "1"), link{ID: f.users.Derive("1", 2), Key: "1", Claimed: true})
				f.equal(f.byID(f.users, old.ID).Buried, true)
				f.equal(bind("b", "2"), link{ID: young.ID, Key: "2", Claimed: true})
				f.equal(bind("c", "3"+key(payload)).ID, f.users.Derive("3"+key(payload), 1))
			}
		}},
		{"an abandoned intent leaves the match free and nothing to resume", func(f *fixture) {
			i := f.begin(jdoe(f))
			f.ok(f.store.Abandon(f.Context(), i))
			f.ok(f.store.Abandon(f.Context(), i))
			again := f.begin(jdoe(f))
			f.equal([]bool{again.Mine, again.Resumed}, []bool{true, false})
		}},
		{"who lost an intent to another cannot abandon it", func(f *fixture) {
			slow := f.begin(jdoe(f))
			f.clock.Advance(10 * time.Second)
			f.begin(jdoe(f))
			f.ok(f.store.Abandon(f.Context(), slow))
			f.equal(f.begin(jdoe(f)).Mine, false)
		}},
		{"a completed intent cannot be abandoned or taken over", func(f *fixture) {
			i := f.begin(jdoe(f))
			must[link](f)(f.store.Bind(f.Context(), i, link{Key: "1"}))
			f.ok(f.store.Abandon(f.Context(), i))
			f.clock.Advance(time.Hour)
			f.equal(f.begin(jdoe(f)).Resumed, false)
		}},
	}
}
