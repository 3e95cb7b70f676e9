package correlation_test

import (
	"strings"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

func nameCases() []storeCase {
	in := func(s correlation.Scope, domain string) correlation.Scope {
		s.Domain = domain
		return s
	}
	return []storeCase{
		{"a record is named, renamed and unnamed, in the app's own domain and in another", func(f *fixture) {
			for _, domain := range []string{"", "okta"} {
				for _, s := range []correlation.Scope{f.users, f.plain, f.people, f.badges} {
					s := in(s, domain)
					for _, name := range []string{"701984", "a\x00b", strings.Repeat("long ", 2_000)} {
						f.ok(f.store.Name(f.Context(), s, link{Key: "1", ExternalID: name}))
						l := f.byKey(s, "1")
						f.equal(l.ExternalID, name)
						f.equal(l.Claimed, false)
						f.equal(f.carriers(s, name), []link{l})
					}
					f.equal(f.carriers(s, "701984"), []link(nil))
					f.ok(f.store.Name(f.Context(), s, link{Key: "1"}))
					f.equal(f.byKey(s, "1").ExternalID, "")
				}
			}
		}},
		{"a record that holds its id by now is named under it, and keeps it", func(f *fixture) {
			id := f.see(f.badges, "1").ID
			f.ok(f.store.Name(f.Context(), f.badges, link{ID: id, Key: key(id), ExternalID: "701984"}))
			f.equal(f.byKey(f.badges, key(id)), link{ID: id, Key: key(id), ExternalID: "701984"})
			f.equal(f.byKey(f.badges, "1"), link{})
		}},
		{"to take a name away from a record that was never seen stores nothing", func(f *fixture) {
			f.ok(f.store.Name(f.Context(), f.users, link{Key: "1"}))
			f.equal(f.byKey(f.users, "1"), link{})
		}},
		{"domains do not see each other's names", func(f *fixture) {
			okta, entra := in(f.users, "okta"), in(f.users, "entra")
			l := f.bind(f.users, link{Key: "1", ExternalID: "own"})
			f.equal(f.bind(okta, link{Key: "1", ExternalID: "00u1"}), link{ID: l.ID, Key: "1", ExternalID: "00u1", Claimed: true})
			f.ok(f.store.Name(f.Context(), entra, link{Key: "1", ExternalID: "jdoe"}))
			for s, want := range map[correlation.Scope]string{f.users: "own", okta: "00u1", entra: "jdoe", in(f.users, "third"): ""} {
				f.equal(f.byKey(s, "1").ExternalID, want)
				f.equal(f.byID(s, l.ID).ExternalID, want)
				if want != "" {
					f.equal(len(f.carriers(s, want)), 1)
				}
			}
			f.equal(f.carriers(okta, "own"), []link(nil))
			f.equal(f.carriers(f.users, "00u1"), []link(nil))
		}},
		{"a new record is bound with the name that a domain gives it", func(f *fixture) {
			okta := in(f.users, "okta")
			i := intent{Scope: okta, Match: "jdoe", Payload: "p"}
			i = f.begin(i)
			i.Born = f.clock.Now()
			l := must[link](f)(f.store.Bind(f.Context(), i, link{Key: "1", ExternalID: "00u1"}))
			f.equal(f.byKey(okta, "1"), l)
			f.equal(l.ExternalID, "00u1")
			f.equal(f.byKey(f.users, "1").ExternalID, "")
		}},
		{"a name follows the record whose key changes, and not the key", func(f *fixture) {
			for _, s := range []correlation.Scope{in(f.users, "okta"), in(f.people, "okta"), in(f.plain, "okta"), f.plain} {
				f.ok(f.store.Name(f.Context(), s, link{Key: "a", ExternalID: "x"}))
				f.ok(f.store.Name(f.Context(), s, link{Key: "b", ExternalID: "of one that is gone"}))
				f.ok(f.store.Rekey(f.Context(), s, "a", "b"))
				f.equal(f.byKey(s, "b").ExternalID, "x")
				f.equal(f.byKey(s, "a").ExternalID, "")
			}
		}},
		{"the next record with a buried key has no name", func(f *fixture) {
			for _, s := range []correlation.Scope{in(f.users, "okta"), in(f.people, "okta"), in(f.plain, "okta")} {
				f.ok(f.store.Name(f.Context(), s, link{Key: "1", ExternalID: "x"}))
				f.ok(f.store.Bury(f.Context(), s, f.byKey(s, "1").ID))
				f.equal(f.carriers(s, "x"), []link(nil))
				f.bind(s, link{Key: "1"})
				f.equal(f.byKey(s, "1").ExternalID, "")
			}
		}},
		{"a record that took the place of one that is gone does not inherit what a domain called that", func(f *fixture) {
			for _, s := range []correlation.Scope{in(f.users, "okta"), in(f.plain, "okta")} {
				f.bind(s, link{Key: "2", ExternalID: "x"})
				f.clock.Advance(time.Second)
				l := must[link](f)(f.store.Bind(f.Context(), intent{Scope: s, Born: f.clock.Now()}, link{Key: "2"}))
				f.equal(l.ExternalID, "")
				f.equal(f.byKey(s, "2").ExternalID, "")
			}
		}},
		{"a grave tells what the domain called the record", func(f *fixture) {
			okta := in(f.users, "okta")
			l := f.bind(okta, link{Key: "1", ExternalID: "x"})
			f.ok(f.store.Bury(f.Context(), okta, l.ID))
			l.Buried = true
			f.equal(must[byKeys](f)(f.store.Graves(f.Context(), okta)), byKeys{"1": l})
		}},
		{"replicas that name one record at the same time end with one of the names", func(f *fixture) {
			okta := in(f.users, "okta")
			a, b := f.store, f.open()
			done := make(chan error, 2)
			for _, st := range []correlation.Store{a, b} {
				go func() { done <- st.Name(f.Context(), okta, link{Key: "1", ExternalID: "x"}) }()
			}
			f.ok(<-done)
			f.ok(<-done)
			f.equal(f.byKey(okta, "1").ExternalID, "x")
			f.equal(len(f.carriers(okta, "x")), 1)
		}},
	}
}

func (f *fixture) carriers(s correlation.Scope, externalID string) []link {
	f.Helper()
	return must[[]link](f)(f.store.ByExternalID(f.Context(), s, externalID))
}
