package mappings_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// readShapes reads lines "User login text" and "User phoneNumbers/number text max=30 readonly nopush unique required nullable",
// and "User id integer own" of a key that the application makes. Text compares
// by its ASCII fold unless `fold=` says otherwise, and what `lax` marks is pushed as a superset.
func readShapes(t testing.TB, text string) map[string]connectors.Shape {
	t.Helper()
	shapes := map[string]connectors.Shape{}
	push := map[string]connectors.Push{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		resourceType, place := words[0], words[1]
		s, ok := shapes[resourceType]
		if !ok {
			s = emptyShape(resourceType, push)
		}
		push[resourceType+" "+place] = connectors.Exact
		field := connectors.Field{Type: connectors.Type(words[2])}
		if field.Type == connectors.TypeText {
			field.Fold = fold.ASCII
		}
		for _, w := range words[3:] {
			switch key, value, _ := strings.Cut(w, "="); key {
			case "max":
				field.Max, _ = strconv.Atoi(value)
			case "fold":
				field.Fold = fold.Kind(value)
			case "required":
				field.Required = true
			case "nullable":
				field.Nullable = true
			case "readonly":
				field.ReadOnly = true
			case "unique":
				field.Distinct = fold.Kind(value).Or(fold.None)
			case "nopush":
				push[resourceType+" "+place] = connectors.No
			case "own":
				s.OwnKey = append(s.OwnKey, place)
			case "lax":
				push[resourceType+" "+place] = connectors.Superset
			default:
				t.Fatalf("unknown word %q in the shape", w)
			}
		}
		if relation, name, ok := strings.Cut(place, "/"); ok {
			r, ok := s.Relations[relation]
			if !ok {
				r.Fields = map[string]connectors.Field{}
			}
			r.Fields[name] = field
			s.Relations[relation] = r
		} else {
			s.Fields[place] = field
		}
		shapes[resourceType] = s
	}
	return shapes
}

// emptyShape answers Push out of what the lines of the shape said.
func emptyShape(resourceType string, push map[string]connectors.Push) connectors.Shape {
	return connectors.Shape{
		Fields: map[string]connectors.Field{}, Relations: map[string]connectors.RelationShape{}, Total: true, After: true,
		Sort: func(field string) bool { return push[resourceType+" "+field] == connectors.Exact },
		Push: func(l connectors.Leaf) connectors.Push { return push[resourceType+" "+l.Field] },
		PushRow: func(relation string, l connectors.Leaf) connectors.Push {
			return push[resourceType+" "+relation+"/"+l.Field]
		},
	}
}
