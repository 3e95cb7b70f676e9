package differential

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim/filter"
)

// forms are the forms of a rule, each with an attribute that has it and a value to compare with.
var forms = []struct{ form, attribute, value string }{
	{"a field", "userName", `"user1"`},
	{"a field without regard to any letter case", "name.familyName", `"b"`},
	{"a field, letters and accents folded", "name.givenName", `"b"`},
	{"a field with regard to letter case", "profileUrl", `"b"`},
	{"a field with an empty value", "nickName", `"b"`},
	{"a field that is not to be filtered by", "displayName", `"b"`},
	{"a value table of booleans", "active", "true"},
	{"a value table of booleans, the other value", "active", "false"},
	{"a value table of texts, with NULL", "locale", `"fr"`},
	{"a value table of texts, its else", "locale", `"de"`},
	{"a value table of numbers", "userType", `"Employee"`},
	{"a constant", "preferredLanguage", `"en"`},
	{"an expression", "title", `"B"`},
	{"slots", "emails.value", `"b"`},
	{"the type of slots", "emails.type", `"work"`},
	{"child rows", "phoneNumbers.value", `"b"`},
	{"a value table of child rows", "phoneNumbers.type", `"work"`},
	{"a lookup of child rows", "roles.value", `"Research"`},
	{"a lookup", enterprise + ":department", `"Research"`},
	{"a field of an extension", enterprise + ":employeeNumber", `"b"`},
	{"a reference", enterprise + ":manager.value", "USER"},
	{"a field of what a reference leads to", enterprise + ":manager.displayName", `"user1"`},
	{"the inverse of a membership", "groups.value", "GROUP"},
	{"the name of what it leads to", "groups.display", `"role 1"`},
	{"an instant", "meta.lastModified", `"2026-05-04T12:00:00Z"`},
	{"the id", "id", "USER"},
}

// TestEveryFormIsPushedForEveryOperator says of each form and operator how far the database answers it, which is the
// same for all of them, and compares what it answers, for people who lack the attribute too.
func TestEveryFormIsPushedForEveryOperator(t *testing.T) {
	golden.Run(t, "testdata/pushdown.txtar", func(t *testing.T, c *golden.Case) {
		for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
			s := open(t, dialect)
			s.run(t, populate(dialect, rand.New(rand.NewPCG(1, 0)), 40))
			p := newPopulation(t, s)
			known := strings.NewReplacer("USER", quote(p.people[0]), "GROUP", quote(p.groups[0]))
			var table strings.Builder
			for _, f := range forms {
				fmt.Fprintf(&table, "%s (%s %s)\n", f.form, f.attribute, f.value)
				answers := map[string][]string{}
				for _, op := range []string{"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"} {
					text := f.attribute + " " + op
					if op != "pr" {
						text += " " + f.value
					}
					how := p.pushed(t, known.Replace(text))
					answers[how] = append(answers[how], op)
				}
				for _, how := range []string{"exact", "superset", "scan", "refused"} {
					if ops := answers[how]; len(ops) > 0 {
						fmt.Fprintf(&table, "  %-9s%s\n", how, strings.Join(ops, " "))
					}
				}
			}
			c.Want("table", table.String())
		}
	})
}

// pushed says how the database answers a filter, having checked that it and its opposite are answered rightly.
func (p population) pushed(t *testing.T, text string) string {
	t.Helper()
	x, err := filter.Parse(text, nil)
	if err == nil {
		x, err = filter.Bind(p.users.Mapping.Type(), x, nil)
	}
	if err != nil {
		return "refused" // by the schema, as an order of booleans is
	}
	for _, asked := range []string{text, "not (" + text + ")"} {
		q := gateway.Query{Start: 1, Count: 20, View: view(), Filter: bound(t, p.users, asked)}
		if difference := p.check(t, q); difference != "" {
			t.Errorf("%s\n%s", asked, difference)
		}
	}
	plan, err := p.users.Mapping.Plan(t.Context(), x, someIDs{})
	switch {
	case err != nil:
		t.Fatalf("%s: %v", text, err)
	case plan.Residual == nil:
		return "exact"
	case plan.Where != nil:
		return "superset"
	}
	return "scan"
}

// someIDs knows every id; how a filter is answered does not depend on whose it is.
type someIDs struct{}

func (someIDs) Resolve(_ context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	for i := range refs {
		refs[i].Key = "1"
	}
	return refs, nil
}

func (someIDs) Named(context.Context, string, string) ([]connectors.Key, error) { return nil, nil }
func (someIDs) Location(string, string) string                                  { return "" }
