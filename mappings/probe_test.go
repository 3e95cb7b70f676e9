package mappings_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
)

func TestAProbeAsksForEveryMatchValue(t *testing.T) {
	f := hr(t)
	cases := []struct{ name, resource, find string }{
		{"of several", `"userName": "ada", "externalId": "X1"`, `userName eq "ada" or externalId eq "X1"`},
		{"of one", `"userName": "ada"`, `userName eq "ada"`},
		{"of another one", `"externalId": "X1"`, `externalId eq "X1"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			find, match, ok := f.mappings["User"].Probe(f.sent("User", `{`+coreUser+`, `+c.resource+`}`))
			if !ok || match == "" || filter.Print(find) != c.find {
				t.Errorf("got %s, %q, %t", filter.Print(find), match, ok)
			}
			if _, err := f.mappings["User"].Plan(t.Context(), find, fakeIDs{}); err != nil {
				t.Error(err)
			}
		})
	}
	if find, match, ok := f.mappings["User"].Probe(f.sent("User", `{`+coreUser+`, "active": true}`)); ok {
		t.Errorf("a resource without match values is probed by %v, %q", find, match)
	}
}

func TestMatchTextIsThatOfEqualValues(t *testing.T) {
	f := hr(t)
	match := func(attributes string) string {
		_, match, _ := f.mappings["User"].Probe(f.sent("User", `{`+coreUser+`, `+attributes+`}`))
		return match
	}
	if match(`"userName": "ADA"`) != match(`"userName": "ada"`) {
		t.Error("letter case tells user names apart")
	}
	for _, other := range []string{`"externalId": "ada"`, `"userName": "eve"`, `"userName": "ada", "externalId": "ada"`} {
		if match(other) == match(`"userName": "ada"`) {
			t.Errorf("%s is taken for ada", other)
		}
	}
	if match(`"externalId": "x"`) == match(`"externalId": "X"`) {
		t.Error("letter case does not tell external ids apart")
	}
}

func TestAMatchChangesWithAnotherValue(t *testing.T) {
	f := hr(t)
	cases := []struct {
		name, before, after string
		want                bool
	}{
		{"another value", `"userName": "ada"`, `"userName": "eve"`, true},
		{"another letter case where that does not count", `"userName": "ada"`, `"userName": "ADA"`, false},
		{"another letter case where it does", `"externalId": "x"`, `"externalId": "X"`, true},
		{"a value less", `"userName": "ada", "externalId": "x"`, `"userName": "ada"`, true},
		{"another attribute", `"userName": "ada", "active": true`, `"userName": "ada", "active": false`, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before, after := f.sent("User", `{`+coreUser+`, `+c.before+`}`), f.sent("User", `{`+coreUser+`, `+c.after+`}`)
			if got := f.mappings["User"].MatchChanged(before, after); got != c.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestAKeyIsAnotherOnceAFieldOfItIsWritten(t *testing.T) {
	m := hr(t).mappings["User"]
	for name, c := range map[string]struct {
		key, want connectors.Key
		set       connectors.Fields
	}{
		"another field":        {"7", "7", connectors.Fields{"login": "ada"}},
		"the same value":       {"7", "7", connectors.Fields{"emp_no": int64(7)}},
		"another value":        {"7", "8", connectors.Fields{"emp_no": int64(8)}},
		"no value":             {"7", "7", connectors.Fields{"emp_no": nil}},
		"a key of other parts": {"7~1", "7~1", connectors.Fields{"emp_no": int64(8)}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.AnchorAfter(connectors.Record{Key: c.key}, connectors.Change{Set: c.set}); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}
