package mappings_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

func TestReferencesAreWhatAResourceStores(t *testing.T) {
	f := hr(t)
	cases := []struct {
		name, resourceType, resource string
		want                         []string
	}{
		{"none", "User", `{` + coreUser + `, "userName": "ada"}`, nil},
		{"of a complex attribute", "User", `{` + coreUser + `, "` + enterpriseURN[:len(enterpriseURN)-1] + `": {"manager": {"value": "User:3"}}}`, []string{"User User:3"}},
		{"not what is read only", "User", `{` + coreUser + `, "groups": [{"value": "Group:1"}]}`, nil},
		{"of many elements", "Group", `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "a", "members": [{"value": "User:1"}, {"value": "User:2", "type": "User"}]}`,
			[]string{"User User:1", "User User:2"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := f.mappings[c.resourceType].References(f.sent(c.resourceType, c.resource))
			if d := cmp.Diff(c.want, printRefs(got)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func TestPatchReferencesAreWhatOperationsMention(t *testing.T) {
	f := hr(t)
	bounded := app(t, `
app: hr
connector: {}
resources:
  User: {entity: e, key: k, attributes: {userName: l}}
  Group: {entity: g, key: k, attributes: {displayName: n, members: {rows: m, by: k, each: {value: {field: u, ref: User}, type: kind}}}}`,
		"User k integer\nUser l text\nGroup k integer\nGroup n text\nGroup members/u integer\nGroup members/kind text")
	cases := []struct {
		name, resourceType, operations string
		of                             *fixture
		want                           []string
	}{
		{"a value", "User", `{"op": "add", "path": "` + enterpriseURN + `manager.value", "value": "User:3"}`, f, []string{"User User:3"}},
		{"a complex value", "User", `{"op": "add", "path": "` + enterpriseURN + `manager", "value": {"value": "User:3"}}`, f, []string{"User User:3"}},
		{"a path-less value", "User", `{"op": "add", "value": {"` + enterpriseURN + `manager": {"value": "User:3"}}}`, f, []string{"User User:3"}},
		{"nothing of other attributes", "User", `{"op": "add", "path": "userName", "value": "User:3"}`, f, nil},
		{"members added and removed", "Group", `{"op": "add", "path": "members", "value": [{"value": "User:1"}]}, {"op": "remove", "path": "members[value eq \"User:2\"]"}`, f,
			[]string{"User User:1", "User User:2"}},
		{"the filter of a path", "Group", `{"op": "remove", "path": "members[value eq \"User:2\" and type eq \"x\"]"}`, bounded, []string{"User User:2"}},
		{"not the value of a sub-attribute beside", "Group", `{"op": "replace", "path": "members[value eq \"User:2\"].type", "value": "Guest"}`, bounded, []string{"User User:2"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			own, rows, err := c.of.operations(c.resourceType, `{"schemas": ["`+scim.MessagePatch+`"], "Operations": [`+c.operations+`]}`)
			if err != nil {
				t.Fatal(err)
			}
			got := c.of.mappings[c.resourceType].PatchReferences(own, rows)
			if d := cmp.Diff(c.want, printRefs(got)); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

func printRefs(refs []mappings.Ref) []string {
	var list []string
	for _, r := range refs {
		list = append(list, r.Type+" "+r.ID+string(r.Key))
	}
	return list
}

// countingIDs notes what it was asked for, and fails when it should.
type countingIDs struct {
	fakeIDs
	asked [][]mappings.Ref
	err   error
}

func (c *countingIDs) Resolve(ctx context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	c.asked = append(c.asked, slices.Clone(refs))
	if c.err != nil {
		return nil, c.err
	}
	return c.fakeIDs.Resolve(ctx, refs)
}

func TestAPageIsResolvedInOneBatchAndNothingTwice(t *testing.T) {
	f := hr(t)
	var records []connectors.Record
	for range 20 {
		records = append(records, f.record("User", []byte(adaRecord)))
	}
	ids := &countingIDs{}
	if _, err := f.mappings["User"].Resources(t.Context(), records, schema.Selection{}, ids); err != nil {
		t.Fatal(err)
	}
	if len(ids.asked) != 1 || cmp.Diff([]string{"User 17", "User 3"}, printRefs(ids.asked[0])) != "" {
		t.Errorf("asked %v", ids.asked)
	}
	if _, err := f.mappings["User"].Resources(t.Context(), nil, schema.Selection{}, ids); err != nil || len(ids.asked) != 1 {
		t.Errorf("an empty page asks %v, %v", ids.asked, err)
	}
}

func TestAStoreThatIsDownFailsEveryStep(t *testing.T) {
	f := hr(t)
	down := errors.New("down")
	ids := &countingIDs{err: down}
	m, g := f.mappings["User"], f.mappings["Group"]
	ada := f.resource("User", []byte(adaRecord))
	x, err := f.filter("User", `id eq "User:1"`)
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]func() error{
		"Plan": func() error { _, err := m.Plan(t.Context(), x, ids); return err },
		"Resources": func() error {
			_, err := m.Resources(t.Context(), make([]connectors.Record, 1), schema.Selection{}, ids)
			return err
		},
		"Insert":  func() error { _, err := m.Insert(t.Context(), ada, ids, noon); return err },
		"Changes": func() error { _, err := m.Changes(t.Context(), scim.NewObject(), ada, nil, nil, ids, noon); return err },
		"Elements": func() error {
			_, err := g.Elements(t.Context(), "members", []connectors.Row{{Fields: connectors.Fields{"emp_no": int64(1)}}}, ids)
			return err
		},
	}
	for name, step := range steps {
		if err := step(); !errors.Is(err, down) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
