package correlation_test

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

func concurrencyCases() []storeCase {
	return []storeCase{
		{"of 50 who begin at once, on two replicas, exactly one may go on", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			for lap := range 3 { // a new intent, then two that are taken over
				answers := parallel(f, 50, func(n int) (intent, error) {
					return replicas[n%2].Begin(f.Context(), intent{Scope: f.users, Match: "jdoe", Lease: time.Second})
				})
				mine := slices.DeleteFunc(slices.Clone(answers), func(i intent) bool { return !i.Mine })
				f.equal(len(mine), 1)
				for _, a := range answers {
					f.equal([]any{a.ID, a.Attempt}, []any{mine[0].ID, lap + 1})
				}
				f.clock.Advance(time.Second)
			}
		}},
		{"replicas that see the same 1,000 new keys agree on every id", func(f *fixture) {
			keys := make([]key, 1_000)
			for i := range keys {
				keys[i] = key(fmt.Sprint(i))
			}
			for _, k := range keys[:20] { // some of them for the second time
				f.ok(f.store.Bury(f.Context(), f.users, f.see(f.users, k).ID))
			}
			replicas := []correlation.Store{f.store, f.open()}
			answers := parallel(f, 4, func(n int) (byKeys, error) {
				order := slices.Clone(keys)
				if n%2 == 1 {
					slices.Reverse(order)
				}
				return replicas[n%2].See(f.Context(), f.users, order)
			})
			for _, a := range answers {
				f.equal(len(a), len(keys))
				f.equal(a, answers[0])
			}
			f.equal(answers[0]["7"].ID, f.users.Derive("7", 2))
			f.equal(answers[0]["700"].ID, f.users.Derive("700", 1))
		}},
		{"who see, bind and bury one key at once leave at most one link in use", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			ids := parallel(f, 48, func(n int) (string, error) {
				st := replicas[n%2]
				switch n % 3 {
				case 0:
					links, err := st.See(f.Context(), f.users, []key{"1", "2"})
					return links["1"].ID, err
				case 1:
					l, err := st.Bind(f.Context(), intent{Scope: f.users}, link{Key: "1"})
					return l.ID, err
				default:
					links, err := st.ByKey(f.Context(), f.users, []key{"1"})
					if l, ok := links["1"]; ok && err == nil {
						err = st.Bury(f.Context(), f.users, l.ID)
					}
					return "", err
				}
			})
			inUse := 0
			slices.Sort(ids)
			for _, l := range must[byIDs](f)(f.store.ByID(correlation.Durable(f.Context()), f.users, slices.Compact(ids))) {
				f.equal(l.Key, key("1"))
				if !l.Buried {
					inUse++
				}
			}
			if inUse > 1 {
				f.Errorf("%d links are in use", inUse)
			}
		}},
		{"who create the same person on two replicas end with one claimed link and no intent", func(f *fixture) {
			replicas := []correlation.Store{f.store, f.open()}
			parallel(f, 20, func(n int) (link, error) {
				i, err := replicas[n%2].Begin(f.Context(), intent{Scope: f.users, Match: "jdoe"})
				if err != nil || !i.Mine {
					return link{}, err
				}
				return replicas[n%2].Bind(f.Context(), i, link{Key: "1"})
			})
			f.equal(f.byKey(f.users, "1"), link{ID: f.users.Derive("1", 1), Key: "1", Claimed: true})
			f.equal(f.begin(intent{Scope: f.users, Match: "jdoe"}).Resumed, false)
		}},
	}
}

// parallel runs do n times at once and returns the answers in order.
func parallel[T any](f *fixture, n int, do func(n int) (T, error)) []T {
	f.Helper()
	answers, errs := make([]T, n), make([]error, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			answers[i], errs[i] = do(i)
		})
	}
	close(start)
	wg.Wait()
	for _, err := range errs {
		f.ok(err)
	}
	return answers
}
