package connectortest

import (
	"errors"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func deleteTests() []test {
	return []test{
		{"a removed record goes with its rows, those of relations that are read only stay", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			if err := e.Delete(t.Context(), key(ada), connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "- employees 1", "- phones 1", "- phones 2")
			wantKind(t, e.Delete(t.Context(), key(ada), connectors.Need{}, mustNotRun(t)), connectors.NotFound, "")
		}},
		{"rows with hidden targets go with their record", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			if err := s.roles().Delete(t.Context(), key(admins), connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, "- roles 1", "- employee_roles 1~1", "- employee_roles 6~1", "- employee_roles 7~1", "- employee_roles 8~1", "- employee_roles 99~1")
		}},
		{"a record that is kept takes the edit's change and is gone from then on", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			spec := People()
			spec.Keep = true
			e := s.open(spec)
			leave := func(cur connectors.Record) (connectors.Change, error) {
				if cur.Fields["login"] != "ada" {
					t.Errorf("the edit saw %+v", cur)
				}
				return setting(connectors.Fields{"status": "T", "deleted": int64(1)}), nil
			}
			if err := e.Delete(t.Context(), key(ada), connectors.Need{Fields: []string{"login"}}, leave); err != nil {
				t.Fatal(err)
			}
			s.wantChanges(t, before, append(s.stamped(before, ada), "~ employees 1 status: A → T", "~ employees 1 deleted: 0 → 1")...)
			wantKind(t, e.Delete(t.Context(), key(ada), connectors.Need{}, mustNotRun(t)), connectors.NotFound, "")
			if got, err := e.Get(t.Context(), keys(ada), connectors.Need{}); err != nil || len(got) != 0 {
				t.Errorf("still there: %v, %v", got, err)
			}
		}},
		{"what is missing, gone or out of scope is not found, and what is protected is refused", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			e := s.people()
			for _, k := range []connectors.Key{key(nobody), key(ghost), key(service), "x"} {
				wantKind(t, e.Delete(t.Context(), k, connectors.Need{}, mustNotRun(t)), connectors.NotFound, "")
			}
			wantKind(t, e.Delete(t.Context(), key(admin), connectors.Need{}, mustNotRun(t)), connectors.Protected, "")
			s.wantChanges(t, before)
		}},
		{"an edit's own error keeps the record", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			before := s.whole()
			own := errors.New("mine")
			err := s.people().Delete(t.Context(), key(ada), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				return setting(connectors.Fields{"first_name": "x"}), own
			})
			if err != own {
				t.Errorf("got %v", err)
			}
			s.wantChanges(t, before)
		}},
		{"a generated key is not given twice", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			last := s.mustCreate(e, connectors.Fields{"login": "x"})
			if err := e.Delete(t.Context(), last.Key, connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
			if again := s.mustCreate(e, connectors.Fields{"login": "x"}); again.Key == last.Key {
				t.Errorf("%s was given to another record", again.Key)
			}
		}},
	}
}
