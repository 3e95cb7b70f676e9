package connectortest

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// announcing creates a record and notes which keys are announced until that is done.
func announcing(t *testing.T, e connectors.Entity, set connectors.Fields) (made connectors.Record, keys []connectors.Key, err error) {
	t.Helper()
	c := setting(set)
	c.Announce = func(k connectors.Key) { keys = append(keys, k) }
	made, err = e.Create(t.Context(), c)
	return made, keys, err
}

// announcedKeys is about connectors that announce; none has to.
func announcedKeys(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	made, keys, err := announcing(t, e, connectors.Fields{"login": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) > 1 || len(keys) == 1 && keys[0] != made.Key {
		t.Errorf("%q were announced for %q", keys, made.Key)
	}
	s.get(e, made.Key, connectors.Need{})
	_, keys, err = announcing(t, e, connectors.Fields{"login": "x"})
	wantKind(t, err, connectors.Conflict, "login")
	if len(keys) > 0 {
		t.Errorf("%q were announced for what was refused", keys)
	}
	again, _, err := announcing(t, e, connectors.Fields{"login": "y"})
	if err != nil || again.Key == made.Key {
		t.Errorf("the second key is %q like the first: %v", again.Key, err)
	}
}

// unannouncedKeys creates records whose keys another record may have had, or has.
func unannouncedKeys(t *testing.T, h Harness) {
	s := newSite(t, h)
	for _, code := range []string{"Q", "HR"} {
		if _, keys, _ := announcing(t, s.open(Departments()), connectors.Fields{"code": code, "name": "Quality"}); len(keys) > 0 {
			t.Errorf("%q were announced", keys)
		}
	}
}
