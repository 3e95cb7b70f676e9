package mappings_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// TestAVersionNeverChangesByItself holds the digest of one record: clients keep entity tags across releases.
func TestAVersionNeverChangesByItself(t *testing.T) {
	f := hr(t)
	if got, want := f.mappings["User"].Version(f.record("User", []byte(adaRecord))), "E1LHUe2SImolqECcBN-e"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAVersionTellsStatesApart(t *testing.T) {
	f := hr(t)
	m := f.mappings["User"]
	version := func(change func(*connectors.Record)) string {
		r := f.record("User", []byte(adaRecord))
		change(&r)
		return m.Version(r)
	}
	same := version(func(*connectors.Record) {})
	differ := map[string]func(*connectors.Record){
		"another value":                  func(r *connectors.Record) { r.Fields["login"] = "ada" },
		"no value":                       func(r *connectors.Record) { r.Fields["login"] = nil },
		"an empty text":                  func(r *connectors.Record) { r.Fields["external_ref"] = "" },
		"another type":                   func(r *connectors.Record) { r.Fields["manager_no"] = "3" },
		"true":                           func(r *connectors.Record) { r.Fields["manager_no"] = true },
		"a decimal":                      func(r *connectors.Record) { r.Fields["manager_no"] = connectors.Decimal("3") },
		"a list":                         func(r *connectors.Record) { r.Fields["manager_no"] = []any{"a b"} },
		"another list":                   func(r *connectors.Record) { r.Fields["manager_no"] = []any{"a", "b"} },
		"a later moment":                 func(r *connectors.Record) { r.Fields["updated_at"] = noon.Add(time.Nanosecond) },
		"a joined value":                 func(r *connectors.Record) { r.Fields["departments_by_dept.name"] = "Sales" },
		"a row's value":                  func(r *connectors.Record) { r.Rows["phoneNumbers"][0].Fields["number"] = "1" },
		"a row less":                     func(r *connectors.Record) { r.Rows["phoneNumbers"] = nil },
		"another row with the same text": func(r *connectors.Record) { r.Rows["phoneNumbers"][0].Key = "2" },
		"what moved from field to field": func(r *connectors.Record) { r.Fields["given"], r.Fields["login"] = "AdaA", "da" },
	}
	seen := map[string]string{same: "the same"}
	for name, change := range differ {
		v := version(change)
		if other, ok := seen[v]; ok {
			t.Errorf("%s has the version of %s", name, other)
		}
		seen[v] = name
	}
	equal := map[string]func(*connectors.Record){
		"a secret":           func(r *connectors.Record) { r.Fields["hash"] = "x" },
		"a membership":       func(r *connectors.Record) { r.Rows["groups"] = []connectors.Row{{Key: "1"}} },
		"an unmapped column": func(r *connectors.Record) { r.Fields["other"] = "x" },
		"another time zone": func(r *connectors.Record) {
			r.Fields["updated_at"] = r.Fields["updated_at"].(time.Time).In(time.FixedZone("", 3600))
		},
	}
	for name, change := range equal {
		if v := version(change); v != same {
			t.Errorf("%s changes the version", name)
		}
	}
}

func TestAnApplicationsOwnVersionIsUsedAsItIs(t *testing.T) {
	if got := hr(t).mappings["User"].Version(connectors.Record{Version: "7"}); got != "7" {
		t.Errorf("got %s", got)
	}
}

func TestACheckIsAboutTheMatchValues(t *testing.T) {
	f := hr(t)
	m := f.mappings["User"]
	check := func(login, ref, given connectors.Value) string {
		return m.Check(connectors.Record{Fields: connectors.Fields{"login": login, "external_ref": ref, "given": given}})
	}
	ada := check("ada", "X1", "Ada")
	if ada == "" || ada != check("ada", "X1", "Augusta") {
		t.Error("another attribute changes it")
	}
	for _, other := range []string{check("eve", "X1", "Ada"), check("ada", "X2", "Ada"), check("ada", nil, "Ada"), check("adaX", "1", "Ada")} {
		if other == ada {
			t.Error("another match value does not change it")
		}
	}
	if got := check(nil, "", "Ada"); got != "" {
		t.Errorf("without match values nothing can be verified, but it is %q", got)
	}
	if got := app(t, "app: x\nconnector: {}\nresources: {Group: {entity: e, match: [], attributes: {displayName: n}}}", "Group n text").mappings["Group"].
		Check(connectors.Record{Fields: connectors.Fields{"n": "x"}}); got != "" {
		t.Errorf("without match attributes nothing can be verified, but it is %q", got)
	}
}

func TestAVersionOfTheApplicationsIsUsedAsItIsWhereATagCanHoldIt(t *testing.T) {
	m := hr(t).mappings["User"]
	for version, asItIs := range map[string]bool{"41": true, "2024-05-01T12:00:00.5Z": true, `a"b`: false, "a b": false, "ä": false, "a\n": false} {
		got := m.Version(connectors.Record{Version: version})
		if (got == version) != asItIs || got == "" {
			t.Errorf("%q became %q", version, got)
		}
		if again := m.Version(connectors.Record{Version: version, Fields: connectors.Fields{"login": "x"}}); again != got {
			t.Errorf("%q depends on what was read", version)
		}
	}
}
