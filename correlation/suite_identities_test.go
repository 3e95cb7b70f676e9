package correlation_test

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/correlation"
)

func storedCases() []storeCase {
	return []storeCase{
		{"under identity store a key that is seen gets a random id, which leads back", func(f *fixture) {
			l := f.see(f.people, "7")
			if id, err := uuid.Parse(l.ID); err != nil || id.Version() != 4 {
				f.Errorf("the id is %q", l.ID)
			}
			f.equal(f.see(f.people, "7"), l)
			f.equal(f.byID(f.people, l.ID), l)
			f.equal(f.byKey(f.people, "7"), l)
		}},
		{"under identity store a page of known and new keys is answered whole", func(f *fixture) {
			known := f.see(f.people, "2")
			got := must[byKeys](f)(f.store.See(f.Context(), f.people, []key{"3", "2", "1", "3"}))
			f.equal(len(got), 3)
			f.equal(got["2"], known)
			f.equal(must[byKeys](f)(f.store.ByKey(f.Context(), f.people, []key{"1", "2", "3"})), got)
		}},
		{"under identity store a record that was bound and has a name keeps both through a change of its key", func(f *fixture) {
			l := f.bind(f.people, link{Key: "a", ExternalID: "x"})
			f.ok(f.store.Rekey(f.Context(), f.people, "a", "b"))
			l.Key = "b"
			f.equal(f.byID(f.people, l.ID), l)
			f.equal(f.see(f.people, "b"), l)
		}},
		{"under identity store the next record with a buried key has an id of its own", func(f *fixture) {
			l := f.bind(f.people, link{Key: "1"})
			f.ok(f.store.Bury(f.Context(), f.people, l.ID))
			next := f.see(f.people, "1")
			if next.ID == l.ID || f.byID(f.people, l.ID).Buried != true {
				f.Errorf("%v comes after %v", next, l)
			}
		}},
		{"under identity store what nobody has is no error, whatever it looks like", func(f *fixture) {
			ids := []string{"", "1", "\x00", "\xff", strings.Repeat("x", 100_000), uuid.NewString()}
			f.equal(must[byIDs](f)(f.store.ByID(f.Context(), f.people, ids)), byIDs{})
		}},
	}
}

// Under identity field a link whose key is its id is that of a record that holds the id; the others hold none yet.
func fieldCases() []storeCase {
	return []storeCase{
		{"under identity field the id that the record holds is claimed", func(f *fixture) {
			want := link{ID: "X-1", Key: "X-1", Claimed: true}
			f.equal(f.bind(f.badges, link{ID: "X-1", Key: "X-1"}), want)
			f.equal(f.byID(f.badges, "X-1"), want)
			f.equal(f.byKey(f.badges, "X-1"), want)
		}},
		{"under identity field a record that holds no id gets a derived one", func(f *fixture) {
			want := link{ID: f.badges.Derive("7", 1), Key: "7"}
			f.equal(f.see(f.badges, "7"), want)
			f.equal(f.byID(f.badges, want.ID), want)
			want.Claimed = true
			f.equal(f.bind(f.badges, link{Key: "7"}), want)
		}},
		{"under identity field a record that got the id it was seen with keeps all that is known of it", func(f *fixture) {
			l := f.bind(f.badges, link{Key: "7", ExternalID: "x"})
			f.ok(f.store.Rekey(f.Context(), f.badges, "7", key(l.ID)))
			l.Key = key(l.ID)
			f.equal(f.byID(f.badges, l.ID), l)
			f.equal(f.bind(f.badges, link{ID: l.ID, Key: l.Key}), l)
		}},
		{"under identity field binding the id that a record got follows it too", func(f *fixture) {
			l := f.see(f.badges, "7")
			want := link{ID: l.ID, Key: key(l.ID), Claimed: true}
			f.equal(f.bind(f.badges, link{ID: l.ID, Key: key(l.ID)}), want)
			f.equal(f.byKey(f.badges, "7"), link{})
		}},
		{"under identity field the next record with the key gets another id than the one that is held", func(f *fixture) {
			l := f.see(f.badges, "7")
			f.ok(f.store.Rekey(f.Context(), f.badges, "7", key(l.ID)))
			f.equal(f.see(f.badges, "7"), link{ID: f.badges.Derive("7", 2), Key: "7"})
		}},
		{"under identity field a buried id that is bound again lives again", func(f *fixture) {
			l := f.bind(f.badges, link{ID: "X-1", Key: "X-1"})
			f.ok(f.store.Bury(f.Context(), f.badges, "X-1"))
			f.clock.Advance(time.Second)
			f.equal(f.byID(f.badges, "X-1").Buried, true)
			f.equal(f.bind(f.badges, link{ID: "X-1", Key: "X-1"}), l)
		}},
		{"under identity field any text that the application can hold is looked for", func(f *fixture) {
			for _, id := range []string{"", "\x00", "\xff", "'", strings.Repeat("x", 100_000)} {
				f.equal(must[byIDs](f)(f.store.ByID(correlation.Durable(f.Context()), f.badges, []string{id})), byIDs{})
			}
		}},
	}
}
