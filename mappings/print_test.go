package mappings_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// printResource is JSON with a line for each attribute.
func printResource(r scim.Resource) string {
	var lines []string
	for name, v := range r.All() {
		lines = append(lines, string(scim.AppendJSON(nil, name))+": "+string(scim.AppendJSON(nil, v)))
	}
	return "{" + strings.Join(lines, ",\n ") + "}\n"
}

// printChange has a line for each field and for each row.
func printChange(c connectors.Change) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.Set)) {
		fmt.Fprintf(&b, "set %s %s\n", name, printValue(c.Set[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Key)) {
		fmt.Fprintf(&b, "key %s %s\n", name, printValue(c.Key[name]))
	}
	for _, relation := range slices.Sorted(maps.Keys(c.Rows)) {
		r := c.Rows[relation]
		if r.Replace {
			fmt.Fprintf(&b, "%s replace\n", relation)
		}
		for _, f := range r.Remove {
			fmt.Fprintf(&b, "%s remove %s\n", relation, printFields(f))
		}
		for _, k := range r.Drop {
			fmt.Fprintf(&b, "%s drop %s\n", relation, k)
		}
		for _, row := range r.Update {
			fmt.Fprintf(&b, "%s update %s %s\n", relation, row.Key, printFields(row.Fields))
		}
		for _, f := range r.Add {
			fmt.Fprintf(&b, "%s add %s\n", relation, printFields(f))
		}
	}
	if b.Len() == 0 {
		return "nothing\n"
	}
	return b.String()
}

func printFields(f connectors.Fields) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		parts = append(parts, name+"="+printValue(f[name]))
	}
	return strings.Join(parts, " ")
}

func printValue(v connectors.Value) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case connectors.Expr:
		return printSource(v)
	default:
		return fmt.Sprintf("%#v", v)
	}
}

func printPredicate(p connectors.Predicate) string {
	switch p := p.(type) {
	case nil:
		return "everything"
	case connectors.And:
		return printAll(p, " and ", "true")
	case connectors.Or:
		return printAll(p, " or ", "false")
	case connectors.Not:
		return "not " + printPredicate(p.Term)
	case connectors.In:
		values := make([]string, len(p.Values))
		for i, v := range p.Values {
			values[i] = printValue(v)
		}
		return fmt.Sprintf("%s in %v", p.Field, values)
	case connectors.Any:
		return fmt.Sprintf("any %s: %s", p.Relation, printPredicate(p.Where))
	case connectors.Leaf:
		s := fmt.Sprintf("%s %s", p.Field, p.Op)
		if p.Op != connectors.Pr {
			s += " " + printValue(p.Value)
		}
		if p.Fold != "" && p.Fold != "none" {
			s += " " + string(p.Fold)
		}
		return s
	default:
		return fmt.Sprintf("%T", p)
	}
}

func printAll(list []connectors.Predicate, sep, empty string) string {
	if len(list) == 0 {
		return empty
	}
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = printPredicate(p)
	}
	return "(" + strings.Join(parts, sep) + ")"
}

// printAttributes has a line for each attribute with the characteristics that are not the default.
func printAttributes(rt *schema.ResourceType) string {
	var b strings.Builder
	var walk func(prefix string, list []*schema.Attribute)
	walk = func(prefix string, list []*schema.Attribute) {
		for _, a := range list {
			fmt.Fprintf(&b, "%s%s %s", prefix, a.Name, a.Type)
			for _, s := range []string{string(a.Mutability), string(a.Returned), string(a.Uniqueness), string(a.Fold)} {
				if s != "" {
					b.WriteString(" " + s)
				}
			}
			if a.Required {
				b.WriteString(" required")
			}
			if a.CaseExact {
				b.WriteString(" exact")
			}
			if len(a.CanonicalValues) > 0 {
				fmt.Fprintf(&b, " %v", a.CanonicalValues)
			}
			if len(a.ReferenceTypes) > 0 {
				fmt.Fprintf(&b, " → %v", a.ReferenceTypes)
			}
			b.WriteString("\n")
			walk(prefix+a.Name+".", a.Sub)
		}
	}
	walk("", rt.Schema.Attributes)
	for _, x := range rt.Extensions {
		if x.Required {
			fmt.Fprintf(&b, "%s required\n", x.Schema.ID)
		}
		walk(x.Schema.ID+":", x.Schema.Attributes)
	}
	return b.String()
}

func failure(err error) string {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return fmt.Sprintf("%d %s: %s\n", e.Status, e.ScimType, e.Detail)
	}
	return "error: " + err.Error() + "\n"
}

// unquoted is what is printed without the quotes of its texts.
func unquoted(s string) string { return strings.ReplaceAll(s, `"`, "") }
