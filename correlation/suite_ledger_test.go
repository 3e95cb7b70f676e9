package correlation_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/correlation"
)

type entry = correlation.Entry

func (f *fixture) page(s correlation.Scope, p correlation.Page) []link {
	f.Helper()
	return must[[]link](f)(f.store.Page(f.Context(), s, p))
}

func (f *fixture) enter(s correlation.Scope, links ...link) []entry {
	f.Helper()
	return must[[]entry](f)(f.store.Enter(f.Context(), s, links, true))
}

func ledgerCases() []storeCase {
	return []storeCase{
		{"a scope is read page by page, each link once", func(f *fixture) {
			want := map[string]link{}
			for i := range 25 {
				l := f.see(f.users, key(fmt.Sprint(i)))
				want[l.ID] = l
			}
			f.see(f.groups, "1")
			got, pages := map[string]link{}, 0
			for p := (correlation.Page{Limit: 10}); ; pages++ {
				links := f.page(f.users, p)
				for _, l := range links {
					got[l.ID] = l
				}
				if len(links) < p.Limit {
					break
				}
				p.After = links[len(links)-1].ID
			}
			f.equal(got, want)
			f.equal(pages, 2)
		}},
		{"a page is of the links in the state that was asked for", func(f *fixture) {
			seen, claimed, buried := f.see(f.users, "1"), f.bind(f.users, link{Key: "2", ExternalID: "x"}), f.bind(f.users, link{Key: "3"})
			f.ok(f.store.Bury(f.Context(), f.users, buried.ID))
			buried.Buried = true
			for state, want := range map[correlation.State][]link{
				"": {seen, claimed, buried}, correlation.InUse: {seen, claimed}, correlation.InUseFirm: {claimed}, correlation.InTheGrave: {buried},
			} {
				slices.SortFunc(want, func(a, b link) int { return strings.Compare(a.ID, b.ID) })
				f.equal(f.page(f.users, correlation.Page{State: state, Limit: 10}), want)
			}
		}},
		{"what a janitor settled is under way until somebody is answered", func(f *fixture) {
			i := f.begin(intent{Scope: f.users, Match: "ada", Lease: time.Minute})
			f.clock.Advance(2 * time.Minute)
			if settled := must[bool](f)(f.store.Settle(f.Context(), i, link{Key: "1"})); !settled {
				f.Fatal("it is not settled")
			}
			got := must[[]correlation.Underway](f)(f.store.Underway(f.Context(), f.users))
			f.equal([]string{got[0].ID, got[0].LinkID}, []string{i.ID, f.users.Derive("1", 1)})
			f.equal(got[0].Lapsed, f.clock.Now().UTC())
			f.equal(got[0].Completed.IsZero(), true)
		}},
		{"what is under way and what is still answerable is told, with its age", func(f *fixture) {
			begun := f.clock.Now().UTC()
			done := f.begin(intent{Scope: f.users, Match: "ada", Payload: "p1", Lease: time.Minute})
			l := must[link](f)(f.store.Bind(f.Context(), done, link{Key: "1"}))
			f.clock.Advance(time.Hour)
			pending := f.begin(intent{Scope: f.users, Match: "brian", Payload: "p2", Lease: time.Minute})
			f.begin(intent{Scope: f.groups, Match: "brian"})
			f.clock.Advance(20 * time.Second)
			f.equal(must[[]correlation.Underway](f)(f.store.Underway(f.Context(), f.users)), []correlation.Underway{
				{Intent: intent{ID: done.ID, Scope: f.users, Attempt: 1}, Began: begun, Completed: begun, LinkID: l.ID},
				{Intent: intent{ID: pending.ID, Scope: f.users, Payload: "p2", Attempt: 1, Lease: 40 * time.Second}, Began: begun.Add(time.Hour)},
			})
		}},
		{"links are entered with their own ids or derived ones, claimed or not, buried or not", func(f *fixture) {
			links := []link{
				{ID: "2819c223-7f76-453a-919d-413861904646", Key: "1", ExternalID: "x", Claimed: true},
				{Key: "2", Claimed: true},
				{ID: "ada@example.com", Key: "3"},
				{ID: "701984", Key: "4", Claimed: true, Buried: true},
			}
			want := slices.Clone(links)
			want[1].ID = f.users.Derive("2", 1)
			for i, e := range f.enter(f.users, links...) {
				f.equal(e, entry{Link: want[i], Outcome: correlation.New})
				f.equal(f.byID(f.users, e.ID), want[i])
			}
			f.equal(f.byKey(f.users, "1"), want[0])
			f.equal(f.byKey(f.users, "4"), link{})
			f.equal(f.see(f.users, "3"), want[2])
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, "x")), want[:1])
			for i, e := range f.enter(f.users, links...) {
				f.equal(e, entry{Link: want[i], Outcome: correlation.Unchanged})
			}
		}},
		{"unless it is to write, nothing is entered and the same is said", func(f *fixture) {
			links := []link{{ID: "a", Key: "1", Claimed: true}, {Key: "2"}}
			seen := f.see(f.users, "1")
			tried := must[[]entry](f)(f.store.Enter(f.Context(), f.users, links, false))
			f.equal(len(f.page(f.users, correlation.Page{Limit: 10})), 1)
			f.equal(f.byKey(f.users, "1"), seen)
			f.equal(tried, f.enter(f.users, links...))
		}},
		{"a link that was merely seen is claimed, or gives way to the id that is entered", func(f *fixture) {
			first, second := f.see(f.users, "1"), f.see(f.users, "2")
			f.byID(f.users, second.ID)
			claimed, replaced := link{ID: first.ID, Key: "1", Claimed: true, ExternalID: "x"}, link{ID: "b", Key: "2", Claimed: true}
			f.equal(f.enter(f.users, link{Key: "1", Claimed: true, ExternalID: "x"}, replaced), []entry{
				{Link: claimed, Outcome: correlation.Confirmed}, {Link: replaced, Outcome: correlation.New, Replaced: second.ID},
			})
			f.equal(f.byKey(f.users, "1"), claimed)
			f.equal(f.byKey(f.users, "2"), replaced)
			f.equal(f.byID(f.users, second.ID).Buried, true)
		}},
		{"a link that was merely seen is buried where it is entered so, and its key is free for the next", func(f *fixture) {
			seen := f.see(f.users, "1")
			dead, next := link{ID: seen.ID, Key: "1", Claimed: true, Buried: true}, link{ID: f.users.Derive("1", 2), Key: "1", Claimed: true}
			f.equal(f.enter(f.users, dead, next), []entry{
				{Link: link{ID: seen.ID, Key: "1", Buried: true}, Outcome: correlation.Confirmed}, {Link: next, Outcome: correlation.New, Replaced: seen.ID},
			})
			f.equal(f.byKey(f.users, "1"), next)
			f.equal(f.byID(f.users, seen.ID).Buried, true)
		}},
		{"an externalId is entered into a link that is claimed already, and none takes nothing away", func(f *fixture) {
			l := f.bind(f.users, link{Key: "1"})
			l.ExternalID = "x"
			f.equal(f.enter(f.users, l), []entry{{Link: l, Outcome: correlation.Confirmed}})
			f.equal(f.enter(f.users, link{Key: "1"}), []entry{{Link: l, Outcome: correlation.Unchanged}})
			f.equal(f.byID(f.users, l.ID), l)
		}},
		{"a claimed link does not give way, and an id that is another's or a deleted one's is not given", func(f *fixture) {
			claimed, seen, dead := f.bind(f.users, link{Key: "1"}), f.see(f.users, "2"), f.bind(f.users, link{Key: "3"})
			f.ok(f.store.Bury(f.Context(), f.users, dead.ID))
			dead.Buried = true
			f.equal(f.enter(f.users,
				link{ID: "a", Key: "1", Claimed: true}, link{ID: seen.ID, Key: "5", Claimed: true}, link{ID: dead.ID, Key: "3", Claimed: true},
			), []entry{
				{Link: claimed, Outcome: correlation.KeyTaken}, {Link: seen, Outcome: correlation.IDTaken}, {Link: dead, Outcome: correlation.IDTaken},
			})
			claimed.Buried = true
			f.equal(f.enter(f.users, claimed)[0].Outcome, correlation.IDTaken)
			f.equal(len(f.page(f.users, correlation.Page{Limit: 10})), 3)
		}},
		{"a link without an id gets the next generation's where the first is spent, by a grave or by what is entered with it", func(f *fixture) {
			f.ok(f.store.Bury(f.Context(), f.users, f.see(f.users, "1").ID))
			moved := link{ID: f.users.Derive("2", 1), Key: "3", Claimed: true}
			got := f.enter(f.users, link{Key: "1"}, moved, link{Key: "2"})
			f.equal(got[0].ID, f.users.Derive("1", 2))
			f.equal(got[2].ID, f.users.Derive("2", 2))
		}},
		{"whatever ids were entered, a new record gets one", func(f *fixture) {
			f.enter(f.users, link{ID: f.users.Derive("1", 1), Key: "a"}, link{ID: f.users.Derive("1", 2), Key: "b"}, link{ID: f.users.Derive("1", 3), Key: "1", Buried: true})
			f.equal(f.see(f.users, "1").ID, f.users.Derive("1", 4))
			f.enter(f.users, link{ID: f.users.Derive("2", 1), Key: "c"}, link{ID: f.users.Derive("2", 2), Key: "d"})
			f.equal(f.see(f.users, "2").ID, f.users.Derive("2", 3))
			f.enter(f.users, link{ID: f.users.Derive("3", 1), Key: "e"}, link{ID: f.users.Derive("3", 2), Key: "f"})
			f.equal(f.enter(f.users, link{Key: "3"})[0].ID, f.users.Derive("3", 3))
		}},
		{"more links than one statement can bind are entered at once", func(f *fixture) {
			links := make([]link, 17_000)
			for i := range links {
				links[i] = link{Key: key(fmt.Sprint(i)), Claimed: true}
			}
			for _, e := range f.enter(f.users, links[:6_000]...) {
				f.equal(e.Outcome, correlation.New)
			}
			f.equal(f.byKey(f.users, "5999").Claimed, true)
			count := map[correlation.Outcome]int{}
			for _, e := range must[[]entry](f)(f.store.Enter(f.Context(), f.users, links, false)) {
				count[e.Outcome]++
			}
			f.equal(count, map[correlation.Outcome]int{correlation.New: 11_000, correlation.Unchanged: 6_000})
		}},
		{"an externalId is entered as the name that its domain has", func(f *fixture) {
			okta := f.users
			okta.Domain = "okta"
			f.enter(f.users, link{Key: "1", ExternalID: "ours", Claimed: true})
			f.enter(okta, link{Key: "1", ExternalID: "theirs"}, link{ID: "b", Key: "2", ExternalID: "second"})
			f.equal(f.byKey(f.users, "1").ExternalID, "ours")
			f.equal(f.byKey(okta, "1").ExternalID, "theirs")
			f.equal(f.byKey(f.users, "2").ExternalID, "")
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), okta, "second")), []link{{ID: "b", Key: "2", ExternalID: "second"}})
			names := map[string]bool{}
			for _, l := range f.page(okta, correlation.Page{Limit: 5}) {
				names[l.ExternalID] = true
			}
			f.equal(names, map[string]bool{"theirs": true, "second": true})
		}},
		{"under identity store what is entered has the id that it is given, or a random one", func(f *fixture) {
			stored := f.users
			stored.Type, stored.Identity = "Stored", correlation.Stored
			got := f.enter(stored, link{ID: "a", Key: "1"}, link{Key: "2", Claimed: true})
			f.equal(got[0].Link, link{ID: "a", Key: "1"})
			f.equal(f.byID(stored, got[1].ID), link{ID: got[1].ID, Key: "2", Claimed: true})
		}},
		{"nothing to enter is nothing entered", func(f *fixture) {
			f.equal(f.enter(f.users), []entry(nil))
		}},
		{"replicas that enter and see the same keys at once agree", func(f *fixture) {
			links := make([]link, 50)
			keys := make([]key, len(links))
			for i := range links {
				keys[i] = key(fmt.Sprint(i))
				links[i] = link{Key: keys[i], ID: fmt.Sprintf("imported-%d", i), Claimed: true}
			}
			other, done := f.open(), make(chan error)
			go func() {
				for i := range keys {
					if _, err := other.See(f.Context(), f.users, keys[i:i+1]); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
			f.enter(f.users, links...)
			f.ok(<-done)
			for k, l := range must[byKeys](f)(f.store.ByKey(f.Context(), f.users, keys)) {
				if d := cmp.Diff("imported-"+string(k), l.ID); d != "" {
					f.Error(d)
				}
			}
		}},
		{"under identity key what is entered is a claim of the key", func(f *fixture) {
			want := link{ID: "7", Key: "7", Claimed: true, ExternalID: "x"}
			f.equal(f.enter(f.plain, link{Key: "7", Claimed: true, ExternalID: "x"}), []entry{{Link: want, Outcome: correlation.New}})
			f.equal(f.byKey(f.plain, "7"), want)
			f.equal(f.enter(f.plain, want), []entry{{Link: want, Outcome: correlation.Unchanged}})
			f.equal(f.page(f.plain, correlation.Page{Limit: 5}), []link{want})
		}},
	}
}
