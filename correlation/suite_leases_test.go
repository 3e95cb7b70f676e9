package correlation_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

type lease = correlation.Lease

func leaseCases() []storeCase {
	const d = 10 * time.Second
	hold := func(f *fixture, name string) lease {
		f.Helper()
		return must[lease](f)(f.store.Hold(f.Context(), f.groups, name, d))
	}
	return []storeCase{
		{"the first to ask holds a lease, the second learns for how long", func(f *fixture) {
			first := hold(f, "7")
			f.equal(first, lease{Scope: f.groups, Name: "7", Mine: true, Token: first.Token, Until: f.clock.Now().Add(d)})
			f.clock.Advance(4 * time.Second)
			f.equal(hold(f, "7"), lease{Scope: f.groups, Name: "7", Token: first.Token, Wait: 6 * time.Second})
		}},
		{"another name, type or app is another lease", func(f *fixture) {
			for _, s := range []correlation.Scope{f.groups, f.users, {App: f.Name() + "2", Type: "Group"}, {}} {
				for _, name := range []string{"7", "", "\x00\xff", "8 ", "8"} {
					f.equal(must[lease](f)(f.store.Hold(f.Context(), s, name+f.Name(), d)).Mine, true)
				}
			}
		}},
		{"a lease that ran out is the next one's, with a greater token", func(f *fixture) {
			first := hold(f, "7")
			f.clock.Advance(d - time.Millisecond)
			f.equal(hold(f, "7").Mine, false)
			f.clock.Advance(time.Millisecond)
			second := hold(f, "7")
			f.equal([]bool{second.Mine, second.Token > first.Token}, []bool{true, true})
		}},
		{"a lease that was released is the next one's at once, with a greater token", func(f *fixture) {
			last := int64(0)
			for range 3 {
				l := hold(f, "7")
				f.equal([]bool{l.Mine, l.Token > last}, []bool{true, true})
				f.ok(f.store.Release(f.Context(), l))
				last = l.Token
			}
		}},
		{"a lease is renewed by who holds it, even late", func(f *fixture) {
			l := hold(f, "7")
			for range 3 {
				f.clock.Advance(d - time.Second)
				renewed := must[lease](f)(f.store.Renew(f.Context(), l, d))
				f.equal(renewed, lease{Scope: f.groups, Name: "7", Mine: true, Token: l.Token, Until: f.clock.Now().Add(d)})
				f.equal(hold(f, "7").Mine, false)
			}
			f.clock.Advance(time.Hour)
			f.equal(must[lease](f)(f.store.Renew(f.Context(), l, d)).Mine, true)
			f.equal(hold(f, "7").Mine, false)
		}},
		{"who lost a lease can neither renew nor release it", func(f *fixture) {
			slow := hold(f, "7")
			f.clock.Advance(d)
			quick := hold(f, "7")
			f.equal(must[lease](f)(f.store.Renew(f.Context(), slow, d)), lease{Scope: f.groups, Name: "7", Token: slow.Token})
			f.ok(f.store.Release(f.Context(), slow))
			f.equal(hold(f, "7").Token, quick.Token)
			f.equal(must[lease](f)(f.store.Renew(f.Context(), quick, d)).Mine, true)
		}},
		{"a lease that was never held cannot be renewed", func(f *fixture) {
			f.equal(must[lease](f)(f.store.Renew(f.Context(), lease{Scope: f.groups, Name: "7", Token: 1}, d)).Mine, false)
		}},
		{"tokens grow even where the rows of old leases were removed", func(f *fixture) {
			first := hold(f, "7")
			f.ok(f.store.Release(f.Context(), first))
			f.clock.Advance(25 * time.Hour)
			f.ok(f.store.Release(f.Context(), hold(f, "8"))) // which sweeps
			f.equal(hold(f, "7").Token > first.Token, true)
		}},
		{"of 50 who ask at once, on two replicas, exactly one holds the lease", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			last := int64(0)
			for range 3 { // a new lease, then two that are taken over
				answers := parallel(f, 50, func(n int) (lease, error) {
					return replicas[n%2].Hold(f.Context(), f.groups, "7", time.Second)
				})
				mine := slices.DeleteFunc(slices.Clone(answers), func(l lease) bool { return !l.Mine })
				f.equal([]any{len(mine), mine[0].Token > last}, []any{1, true})
				for _, a := range answers {
					f.equal(a.Token, mine[0].Token)
				}
				last = mine[0].Token
				f.clock.Advance(time.Second)
			}
		}},
		{"what is done under leases is done by one at a time", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			inside, done := make(chan struct{}, 1), make(chan int64, 40)
			parallel(f, 40, func(n int) (struct{}, error) {
				for {
					l, err := replicas[n%2].Hold(f.Context(), f.groups, "7", d)
					if err != nil {
						return struct{}{}, err
					}
					if !l.Mine {
						continue
					}
					select {
					case inside <- struct{}{}:
					default:
						return struct{}{}, fmt.Errorf("two hold it")
					}
					done <- l.Token
					<-inside
					return struct{}{}, replicas[n%2].Release(f.Context(), l)
				}
			})
			close(done)
			last := int64(0)
			for token := range done {
				f.equal(token > last, true)
				last = token
			}
		}},
	}
}
