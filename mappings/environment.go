package mappings

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// requestType is what an expression sees of the request: it has no other clock.
var requestType = types.Map{"time": types.String, "date": types.String, "epoch": types.Int64}

func requestValue(at time.Time) map[string]any {
	at = at.UTC()
	return map[string]any{"time": at.Format(time.RFC3339Nano), "date": at.Format(time.DateOnly), "epoch": at.Unix()}
}

// fieldType is the type of a native field in expressions; unknown is any.
func fieldType(t connectors.Type) types.Type {
	switch t {
	case connectors.TypeText:
		return types.String
	case connectors.TypeInteger:
		return types.Int64
	case connectors.TypeFloat:
		return types.Float64
	case connectors.TypeBool:
		return types.Bool
	case connectors.TypeTime, connectors.TypeDate, connectors.TypeDecimal, connectors.TypeBytes:
		return types.String
	default:
		return types.Any
	}
}

// fieldValue is a native value in expressions: plain data without methods.
func fieldValue(v connectors.Value) any {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case connectors.Decimal:
		return string(v)
	case []byte:
		return string(v)
	default:
		return v
	}
}

// recordValue is what an expression that mentions these fields sees of a record or row.
func recordValue(f connectors.Fields, names []string) map[string]any {
	m := make(map[string]any, len(names))
	for _, name := range names {
		alias, field, dotted := strings.Cut(name, ".")
		if !dotted {
			m[name] = fieldValue(f[name])
			continue
		}
		part, _ := m[alias].(map[string]any)
		if part == nil {
			part = map[string]any{}
			m[alias] = part
		}
		part[field] = fieldValue(f[name])
	}
	return m
}

// attributeType is the type of an attribute in expressions.
func attributeType(a *schema.Attribute) types.Type {
	t := singleType(a)
	if a.MultiValued {
		return types.Array(t)
	}
	return t
}

func singleType(a *schema.Attribute) types.Type {
	switch a.Type {
	case schema.Complex:
		return attributesType(a.Sub)
	case schema.Boolean:
		return types.Bool
	case schema.Integer:
		return types.Int64
	case schema.Decimal:
		return types.Float64
	default:
		return types.String
	}
}

func attributesType(list []*schema.Attribute) types.Map {
	m := types.Map{}
	for _, a := range list {
		m[a.Name] = attributeType(a)
	}
	return m
}

// resourceType is the type of `resource`: core attributes by name, an extension's under its prefix.
func (m *Mapping) resourceType() types.Map {
	env := attributesType(m.rt.Schema.Attributes)
	env["externalId"] = types.String
	for _, x := range m.rt.Extensions {
		env[prefixOf(m.prefixes, x.Schema)] = attributesType(x.Schema.Attributes)
	}
	return env
}

// resourceValue is a resource in expressions: absent multi-valued attributes are empty lists, absent complex ones
// empty objects, other absent ones nil.
func (m *Mapping) resourceValue(r scim.Resource) map[string]any {
	env := attributesValue(m.rt.Schema.Attributes, r)
	if id := r.Text("externalId"); id != "" {
		env["externalId"] = id
	}
	for _, x := range m.rt.Extensions {
		env[prefixOf(m.prefixes, x.Schema)] = attributesValue(x.Schema.Attributes, r.Object(x.Schema.ID))
	}
	return env
}

func attributesValue(list []*schema.Attribute, o *scim.Object) map[string]any {
	m := make(map[string]any, len(list))
	for _, a := range list {
		v, _ := o.Get(a.Name)
		switch {
		case a.MultiValued:
			elements := []any{}
			l, _ := v.([]any)
			for _, e := range l {
				elements = append(elements, singleValue(a, e))
			}
			m[a.Name] = elements
		default:
			m[a.Name] = singleValue(a, v)
		}
	}
	return m
}

func singleValue(a *schema.Attribute, v any) any {
	if a.Type != schema.Complex {
		return v
	}
	o, _ := v.(*scim.Object)
	return attributesValue(a.Sub, o)
}

// withBudget adds the step counter that program.run provides.
func withBudget(env types.Map) types.Map {
	env = maps.Clone(env)
	env["__tick"] = types.TypeOf(func() (bool, error) { return false, nil })
	return env
}

// names are the words that may stand alone in an expression.
func names(env types.Map, more []string) []string {
	return append(slices.Sorted(maps.Keys(env)), more...)
}

// memberNames are the words that may stand behind a dot.
func memberNames(env types.Map) []string {
	var list []string
	for _, t := range env {
		if m, ok := t.(types.Map); ok {
			list = append(list, slices.Sorted(maps.Keys(m))...)
			list = append(list, memberNames(m)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
