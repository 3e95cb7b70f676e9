package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The goldens show the schemas as they are served; a change to one is a change to what clients are told.
func TestSchemasAndResourceTypesAreServedAsInTheGoldens(t *testing.T) {
	const base = "https://scim.example/hr/scim/v2"
	cases := map[string]scim.Resource{
		"user-schema.json":        User().Resource(base),
		"group-schema.json":       Group().Resource(base),
		"enterprise-schema.json":  EnterpriseUser().Resource(base),
		"user-resourcetype.json":  userType().Resource(base),
		"group-resourcetype.json": groupType().Resource(base),
	}
	for name, r := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name)
			got := indent(t, r)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

// An attribute's characteristics are those of RFC 7643 §7: what is inside of something readOnly is readOnly, only
// complex attributes have sub-attributes, only references refer, and every attribute is described.
func TestTheSchemasObeyTheRulesForSchemas(t *testing.T) {
	for _, s := range standard {
		for _, a := range s.Attributes {
			checkAttribute(t, s.ID+":"+a.Name, a, false)
		}
	}
	for _, a := range []*Attribute{ID, ExternalID, Meta, Schemas} {
		checkAttribute(t, a.Name, a, false)
	}
}

func checkAttribute(t *testing.T, name string, a *Attribute, inReadOnly bool) {
	switch {
	case a.Description == "":
		t.Errorf("%s has no description", name)
	case a.Type == "":
		t.Errorf("%s has no type", name)
	case (a.Type == Complex) != (len(a.Sub) > 0):
		t.Errorf("%s is of type %s and has %d sub-attributes", name, a.Type, len(a.Sub))
	case (a.Type == Reference) != (len(a.ReferenceTypes) > 0):
		t.Errorf("%s is of type %s and refers to %v", name, a.Type, a.ReferenceTypes)
	case (a.Type == Reference || a.Type == Binary) && !a.CaseExact:
		t.Errorf("%s is of type %s and not case exact", name, a.Type)
	case inReadOnly && a.Mutability != ReadOnly:
		t.Errorf("%s lies in something readOnly and is not", name)
	case a.Mutability == WriteOnly && a.Returned != ReturnedNever:
		t.Errorf("%s is writeOnly and returned", name)
	}
	for _, sub := range a.Sub {
		if sub.Type == Complex {
			t.Errorf("%s.%s is complex within complex", name, sub.Name)
		}
		checkAttribute(t, name+"."+sub.Name, sub, a.Mutability == ReadOnly)
	}
}

func TestEachCallMakesASchemaOfItsOwn(t *testing.T) {
	if User() == User() || User().Attributes[0] == User().Attributes[0] {
		t.Error("two calls share attributes; whoever adapts one would change the other")
	}
}

// indent is r with one line per value, so that a change to a golden reads well.
func indent(t *testing.T, r scim.Resource) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, r.AppendJSON(nil), "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.String() + "\n"
}
