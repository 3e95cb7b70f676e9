package correlation_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

type (
	link   = correlation.Link
	key    = connectors.Key
	byKeys = map[connectors.Key]correlation.Link
	byIDs  = map[string]correlation.Link
)

func linkCases() []storeCase {
	return []storeCase{
		{"a key that is seen gets its derived id, unclaimed, and both lead back", func(f *fixture) {
			want := link{ID: f.users.Derive("7", 1), Key: "7"}
			f.equal(f.see(f.users, "7"), want)
			f.equal(f.see(f.users, "7"), want)
			f.equal(f.byID(f.users, want.ID), want)
			f.equal(f.byKey(f.users, "7"), want)
		}},
		{"a page with known, new and repeated keys is answered whole", func(f *fixture) {
			f.see(f.users, "2")
			got := must[byKeys](f)(f.store.See(f.Context(), f.users, []key{"3", "2", "1", "3", "2"}))
			f.equal(got, byKeys{
				"1": {ID: f.users.Derive("1", 1), Key: "1"},
				"2": {ID: f.users.Derive("2", 1), Key: "2"},
				"3": {ID: f.users.Derive("3", 1), Key: "3"},
			})
		}},
		{"nothing asked is nothing answered", func(f *fixture) {
			f.equal(must[byKeys](f)(f.store.See(f.Context(), f.users, nil)), byKeys{})
			f.equal(must[byKeys](f)(f.store.ByKey(f.Context(), f.users, nil)), byKeys{})
			f.equal(must[byIDs](f)(f.store.ByID(f.Context(), f.users, nil)), byIDs{})
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, "")), []link(nil))
		}},
		{"the unknown is absent and no error, whatever it looks like", func(f *fixture) {
			ids := []string{f.users.Derive("1", 1), "", "1", "\x00", "\xff", "'; DROP TABLE correlation_links", strings.Repeat("x", 100_000)}
			f.equal(must[byIDs](f)(f.store.ByID(f.Context(), f.users, ids)), byIDs{})
			f.equal(must[byKeys](f)(f.store.ByKey(f.Context(), f.users, []key{"1", ""})), byKeys{})
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, "\x00")), []link(nil))
		}},
		{"odd keys come back as they were", func(f *fixture) {
			keys := []key{"007", "7", "O'Brien", "李", "zoë", "zoe\u0308", "ZOË", " 7", "7 ", "a~b", "%25", "?", "$1", "a\nb"}
			got := must[byKeys](f)(f.store.See(f.Context(), f.users, keys))
			ids := map[string]bool{}
			for _, k := range keys {
				f.equal(got[k].Key, k)
				f.equal(f.byID(f.users, got[k].ID).Key, k)
				ids[got[k].ID] = true
			}
			f.equal(len(ids), len(keys))
		}},
		{"a grave is found by the key that was held last, until the key is held again", func(f *fixture) {
			first, other := f.see(f.users, "7"), f.see(f.users, "8")
			f.see(f.users, "9")
			bury := func(l link) {
				if err := f.store.Bury(f.Context(), f.users, l.ID); err != nil {
					f.Fatal(err)
				}
			}
			graves := func(keys ...key) byKeys { return must[byKeys](f)(f.store.Graves(f.Context(), f.users, keys...)) }
			f.equal(graves(), byKeys{})
			bury(first)
			bury(other)
			first.Buried, other.Buried = true, true
			f.equal(graves(), byKeys{"7": first, "8": other})
			f.equal(graves("7", "9", "x"), byKeys{"7": first})
			again := f.see(f.users, "7")
			f.equal(graves(), byKeys{"8": other})
			bury(again)
			again.Buried = true
			f.equal(graves("7"), byKeys{"7": again})
			revived := must[link](f)(f.store.Bind(f.Context(), correlation.Intent{Scope: f.users}, link{ID: again.ID, Key: "7"}))
			f.equal(revived.ID, again.ID)
			f.equal(graves("7"), byKeys{})
		}},
		{"types, apps and namespaces are apart", func(f *fixture) {
			other := correlation.Scope{App: f.users.App + "2", Type: "User"}
			id := f.see(f.users, "1").ID
			f.ok(f.store.Bury(f.Context(), f.groups, id))
			f.ok(f.store.Bury(f.Context(), other, id))
			f.equal(f.byID(f.groups, id), link{})
			f.equal(f.byID(other, id), link{})
			f.equal(f.byID(f.users, id), link{ID: id, Key: "1"})
		}},
		{"a renamed app that keeps its namespace keeps its links", func(f *fixture) {
			l := f.bind(f.users, link{Key: "1", ExternalID: "x"})
			renamed := correlation.Scope{App: "people", Namespace: f.users.App, Type: "User"}
			f.equal(f.byID(renamed, l.ID), l)
		}},
		{"what is seen is not claimed and what is bound is", func(f *fixture) {
			seen := f.see(f.users, "1")
			want := link{ID: seen.ID, Key: "1", Claimed: true}
			f.equal(f.bind(f.users, link{Key: "1"}), want)
			f.equal(f.byID(f.users, seen.ID), want)
			f.equal(f.see(f.users, "1"), want)
			fresh := f.bind(f.users, link{Key: "2"})
			f.equal(fresh, link{ID: f.users.Derive("2", 1), Key: "2", Claimed: true})
			f.equal(f.byKey(f.users, "2"), fresh)
		}},
		{"an externalId is found, kept when none is given, and replaced by another", func(f *fixture) {
			for _, external := range []string{"701984", "a\x00b", strings.Repeat("long ", 2_000)} {
				want := f.bind(f.users, link{Key: "1", ExternalID: external})
				f.equal(want.ExternalID, external)
				f.equal(f.bind(f.users, link{Key: "1"}), want)
				f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, external)), []link{want})
				f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.groups, external)), []link(nil))
				f.equal(f.byID(f.users, want.ID), want)
			}
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, "701984")), []link(nil))
		}},
		{"several links may carry one externalId, buried ones do not count", func(f *fixture) {
			var ids []string
			for _, k := range []key{"1", "2", "3"} {
				ids = append(ids, f.bind(f.users, link{Key: k, ExternalID: "x"}).ID)
			}
			f.ok(f.store.Bury(f.Context(), f.users, ids[1]))
			found := must[[]link](f)(f.store.ByExternalID(f.Context(), f.users, "x"))
			f.equal(len(found), 2)
			if found[0].ID > found[1].ID {
				f.Errorf("not in the order of ids: %v", found)
			}
		}},
		{"a buried id is remembered and its key is free", func(f *fixture) {
			l := f.bind(f.users, link{Key: "1"})
			f.ok(f.store.Bury(f.Context(), f.users, l.ID))
			l.Buried = true
			f.equal(f.byID(f.users, l.ID), l)
			f.equal(f.byKey(f.users, "1"), link{})
			f.ok(f.store.Bury(f.Context(), f.users, l.ID))
			f.ok(f.store.Bury(f.Context(), f.users, f.users.Derive("never seen", 1)))
		}},
		{"the next record with a buried key gets the next generation's id, seen or bound", func(f *fixture) {
			for generation := 1; generation <= 6; generation++ {
				l := f.see(f.users, "1")
				if generation%2 == 0 {
					f.ok(f.store.Bury(f.Context(), f.users, l.ID))
					generation++
					l = f.bind(f.users, link{Key: "1"})
				}
				f.equal(l.ID, f.users.Derive("1", generation))
				f.ok(f.store.Bury(f.Context(), f.users, l.ID))
			}
		}},
		{"a page of reused and new keys gets its ids in one go", func(f *fixture) {
			for _, k := range []key{"1", "3"} {
				f.ok(f.store.Bury(f.Context(), f.users, f.see(f.users, k).ID))
			}
			got := must[byKeys](f)(f.store.See(f.Context(), f.users, []key{"1", "2", "3"}))
			for k, generation := range map[key]int{"1": 2, "2": 1, "3": 2} {
				f.equal(got[k], link{ID: f.users.Derive(k, generation), Key: k})
			}
		}},
		{"a buried id that is named is revived", func(f *fixture) {
			l := f.bind(f.users, link{Key: "1", ExternalID: "x"})
			f.ok(f.store.Bury(f.Context(), f.users, l.ID))
			f.equal(f.bind(f.users, link{Key: "1", ID: l.ID}), l)
			f.equal(f.byID(f.users, l.ID), l)
			f.equal(f.byKey(f.users, "1"), l)
		}},
		{"a buried id is not revived over the link that holds its key by now", func(f *fixture) {
			old := f.see(f.users, "1")
			f.ok(f.store.Bury(f.Context(), f.users, old.ID))
			now := f.see(f.users, "1")
			f.equal(f.bind(f.users, link{Key: "1", ID: old.ID}).ID, now.ID)
			f.equal(f.byID(f.users, old.ID).Buried, true)
		}},
		{"a new record does not inherit the link of one that is gone without our knowing", func(f *fixture) {
			for _, old := range []link{f.see(f.users, "1"), f.bind(f.users, link{Key: "2", ExternalID: "x"})} {
				f.clock.Advance(time.Second)
				i := intent{Scope: f.users, Born: f.clock.Now()}
				f.clock.Advance(time.Second)
				l := must[link](f)(f.store.Bind(f.Context(), i, link{Key: old.Key}))
				f.equal(l, link{ID: f.users.Derive(old.Key, 2), Key: old.Key, Claimed: true})
				f.equal(must[link](f)(f.store.Bind(f.Context(), i, link{Key: old.Key})), l)
				f.equal(f.byID(f.users, old.ID).Buried, true)
			}
		}},
		{"a new record that was seen before it was bound keeps the id it was seen with", func(f *fixture) {
			born := f.clock.Now()
			f.clock.Advance(time.Second)
			seen := f.see(f.users, "1")
			l := must[link](f)(f.store.Bind(f.Context(), intent{Scope: f.users, Born: born}, link{Key: "1"}))
			f.equal(l, link{ID: seen.ID, Key: "1", Claimed: true})
		}},
		{"an unknown id that is named is ignored", func(f *fixture) {
			f.equal(f.bind(f.users, link{Key: "1", ID: f.users.Derive("2", 1)}).ID, f.users.Derive("1", 1))
			f.equal(f.byID(f.users, f.users.Derive("2", 1)), link{})
		}},
		{"a record whose key changed keeps its id", func(f *fixture) {
			l := f.bind(f.users, link{Key: "jdoe", ExternalID: "x"})
			f.byID(f.users, l.ID)
			f.ok(f.store.Rekey(f.Context(), f.users, "jdoe", "jmiller"))
			l.Key = "jmiller"
			f.equal(f.byID(f.users, l.ID), l)
			f.equal(f.see(f.users, "jmiller"), l)
			f.equal(f.byKey(f.users, "jdoe"), link{})
		}},
		{"the next holder of a key that was left gets an id of its own", func(f *fixture) {
			l := f.see(f.users, "jdoe")
			f.ok(f.store.Rekey(f.Context(), f.users, "jdoe", "jmiller"))
			f.equal(f.see(f.users, "jdoe"), link{ID: f.users.Derive("jdoe", 2), Key: "jdoe"})
			f.equal(f.byID(f.users, l.ID).Key, key("jmiller"))
		}},
		{"a record that takes its old key back is itself again", func(f *fixture) {
			l := f.see(f.users, "a")
			f.ok(f.store.Rekey(f.Context(), f.users, "a", "b"))
			f.ok(f.store.Rekey(f.Context(), f.users, "b", "a"))
			f.equal(f.see(f.users, "a"), l)
		}},
		{"a key that is somebody else's by now is left to them", func(f *fixture) {
			first := f.see(f.users, "old")
			f.ok(f.store.Rekey(f.Context(), f.users, "old", "new", first.ID))
			second := f.see(f.users, "old")
			f.ok(f.store.Rekey(f.Context(), f.users, "old", "new", first.ID)) // once more, and late
			f.equal(f.byID(f.users, first.ID).Key, key("new"))
			f.equal(f.byID(f.users, second.ID).Key, key("old"))
		}},
		{"a link that was seen under the new key first is buried", func(f *fixture) {
			l, early := f.bind(f.users, link{Key: "a"}), f.see(f.users, "b")
			f.byID(f.users, early.ID)
			f.ok(f.store.Rekey(f.Context(), f.users, "a", "b"))
			f.equal(f.byKey(f.users, "b").ID, l.ID)
			f.equal(f.byID(f.users, early.ID).Buried, true)
		}},
		{"to follow an unknown key, or to nowhere, does nothing", func(f *fixture) {
			l := f.see(f.users, "b")
			f.ok(f.store.Rekey(f.Context(), f.users, "a", "b"))
			f.ok(f.store.Rekey(f.Context(), f.users, "b", "b"))
			f.equal(f.byID(f.users, l.ID), l)
		}},
		{"binding a named link follows its key too", func(f *fixture) {
			l := f.see(f.users, "a")
			want := link{ID: l.ID, Key: "b", Claimed: true}
			f.equal(f.bind(f.users, link{ID: l.ID, Key: "b"}), want)
			f.equal(f.byID(f.users, l.ID), want)
		}},
		{"more keys than one statement can bind are seen and found", func(f *fixture) {
			keys := make([]key, 17_000)
			for i := range keys {
				keys[i] = key(fmt.Sprint(i))
			}
			stored := keys[:3_000]
			f.equal(len(must[byKeys](f)(f.store.See(f.Context(), f.users, stored))), len(stored))
			f.equal(len(must[byKeys](f)(f.store.ByKey(f.Context(), f.users, keys))), len(stored))
		}},
	}
}

func byKeyCases() []storeCase {
	return []storeCase{
		{"under identity key the key is the id", func(f *fixture) {
			want := link{ID: "7", Key: "7"}
			f.equal(f.see(f.plain, "7"), want)
			f.equal(f.byID(f.plain, "7"), want)
			f.equal(f.byKey(f.plain, "7"), want)
		}},
		{"under identity key a claim is seen by key and by who asks the durable store", func(f *fixture) {
			want := link{ID: "7", Key: "7", Claimed: true, ExternalID: "x"}
			f.equal(f.bind(f.plain, link{Key: "7", ExternalID: "x"}), want)
			f.equal(f.bind(f.plain, link{Key: "7", ID: "8"}), want)
			f.equal(f.byKey(f.plain, "7"), want)
			f.equal(must[byIDs](f)(f.store.ByID(correlation.Durable(f.Context()), f.plain, []string{"7", "8"})), byIDs{"7": want, "8": {ID: "8", Key: "8"}})
			f.equal(must[byKeys](f)(f.store.See(correlation.Durable(f.Context()), f.plain, []key{"7"})), byKeys{"7": want})
			f.equal(must[[]link](f)(f.store.ByExternalID(f.Context(), f.plain, "x")), []link{want})
		}},
		{"under identity key a buried link is no longer claimed", func(f *fixture) {
			f.bind(f.plain, link{Key: "7", ExternalID: "x"})
			f.ok(f.store.Bury(f.Context(), f.plain, "7"))
			f.equal(f.byKey(f.plain, "7"), link{ID: "7", Key: "7"})
			f.equal(f.bind(f.plain, link{Key: "7"}), link{ID: "7", Key: "7", Claimed: true})
		}},
		{"under identity key a new record does not inherit what one that is gone carried", func(f *fixture) {
			f.bind(f.plain, link{Key: "7", ExternalID: "x"})
			f.clock.Advance(time.Second)
			l := must[link](f)(f.store.Bind(f.Context(), intent{Scope: f.plain, Born: f.clock.Now()}, link{Key: "7"}))
			f.equal(l, link{ID: "7", Key: "7", Claimed: true})
		}},
		{"under identity key a claim follows the key, and the id with it", func(f *fixture) {
			f.bind(f.plain, link{Key: "7"})
			f.bind(f.plain, link{Key: "8", ExternalID: "of one that is gone"})
			f.ok(f.store.Rekey(f.Context(), f.plain, "7", "8"))
			f.equal(f.byKey(f.plain, "8"), link{ID: "8", Key: "8", Claimed: true})
			f.equal(f.byKey(f.plain, "7"), link{ID: "7", Key: "7"})
		}},
		{"under identity key any text is an id", func(f *fixture) {
			ctx := correlation.Durable(f.Context())
			for _, id := range []string{"", "\x00", "\xff", "'", strings.Repeat("x", 100_000)} {
				f.equal(must[byIDs](f)(f.store.ByID(ctx, f.plain, []string{id})), byIDs{id: {ID: id, Key: key(id)}})
			}
		}},
	}
}
