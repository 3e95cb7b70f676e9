package mappings_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// fakeIDs makes the id of a key visible: User:17. Keys from 900 on belong to nobody.
type fakeIDs struct{}

func (fakeIDs) Resolve(_ context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	out := make([]mappings.Ref, len(refs))
	for i, r := range refs {
		switch {
		case r.ID == "":
			r.ID = r.Type + ":" + string(r.Key)
		case strings.HasPrefix(r.ID, r.Type+":"):
			r.Key = connectors.Key(strings.TrimPrefix(r.ID, r.Type+":"))
		}
		if strings.HasPrefix(string(r.Key), "9") && len(r.Key) == 3 {
			r = refs[i]
		}
		out[i] = r
	}
	return out, nil
}

func (fakeIDs) Location(resourceType, id string) string {
	return "https://x/" + resourceType + "s/" + id
}

// fixture is an app file compiled against the shape that its test case declares.
type fixture struct {
	t        *testing.T
	shapes   map[string]connectors.Shape
	mappings map[string]*mappings.Mapping
}

func compile(t *testing.T, a *txtar.Archive) *fixture {
	t.Helper()
	node, found := yamlx.Parse("app.yaml", section(a, "app.yaml"))
	file, more := mappings.Read(node)
	found.Add(more...)
	f := &fixture{t: t, shapes: readShapes(t, string(section(a, "shape")))}
	if found.HasErrors() {
		t.Fatalf("the app file has findings:\n%v", found.Err())
	}
	f.mappings, found = file.Compile(f.shapes)
	if found.HasErrors() {
		t.Fatalf("the app file has findings:\n%v", found.Err())
	}
	return f
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// readShapes reads lines "User login text" and "User phones/number text max=30 readonly nopush".
func readShapes(t *testing.T, text string) map[string]connectors.Shape {
	t.Helper()
	shapes := map[string]connectors.Shape{}
	hidden := map[string]bool{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		s, ok := shapes[words[0]]
		if !ok {
			s = connectors.Shape{
				Fields: map[string]connectors.Field{}, Relations: map[string]connectors.RelationShape{}, Total: true, After: true,
				Sort: func(string) bool { return true },
			}
			name := words[0]
			s.Push = func(l connectors.Leaf) connectors.Push { return pushUnless(hidden[name+" "+l.Field], l) }
			s.PushRow = func(relation string, l connectors.Leaf) connectors.Push {
				return pushUnless(hidden[name+" "+relation+"/"+l.Field], l)
			}
		}
		field := connectors.Field{Type: connectors.Type(words[2]), Fold: fold.ASCII}
		for _, w := range words[3:] {
			switch key, value, _ := strings.Cut(w, "="); key {
			case "max":
				field.Max, _ = strconv.Atoi(value)
			case "readonly":
				field.ReadOnly = true
			case "nopush":
				hidden[words[0]+" "+words[1]] = true
			default:
				t.Fatalf("unknown word %q in the shape", w)
			}
		}
		if relation, name, ok := strings.Cut(words[1], "/"); ok {
			r, ok := s.Relations[relation]
			if !ok {
				r.Fields = map[string]connectors.Field{}
			}
			r.Fields[name] = field
			s.Relations[relation] = r
		} else {
			s.Fields[words[1]] = field
		}
		shapes[words[0]] = s
	}
	return shapes
}

func pushUnless(hidden bool, _ connectors.Leaf) connectors.Push {
	if hidden {
		return connectors.No
	}
	return connectors.Exact
}

// record reads {"key": 17, "fields": {…}, "rows": {"phones": [{"key": 1, …}]}}.
func (f *fixture) record(resourceType string, data []byte) connectors.Record {
	f.t.Helper()
	o := decode(f.t, data)
	shape := f.shapes[resourceType]
	key, _ := o.Get("key")
	r := connectors.Record{Key: mustKey(f.t, key), Fields: f.fields(shape.Fields, o.Object("fields")), Rows: map[string][]connectors.Row{}}
	for relation, list := range o.Object("rows").All() {
		for _, e := range list.([]any) {
			row := e.(*scim.Object)
			k, _ := row.Get("key")
			row.Delete("key")
			r.Rows[relation] = append(r.Rows[relation], connectors.Row{Key: mustKey(f.t, k), Fields: f.fields(shape.Relations[relation].Fields, row)})
		}
	}
	return r
}

func (f *fixture) fields(shape map[string]connectors.Field, o *scim.Object) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range o.All() {
		if s, ok := v.(string); ok {
			switch shape[name].Type {
			case connectors.TypeTime, connectors.TypeDate:
				at, err := time.Parse(time.RFC3339, s)
				if err != nil {
					f.t.Fatal(err)
				}
				v = at
			case connectors.TypeDecimal:
				v = connectors.Decimal(s)
			}
		}
		out[name] = v
	}
	return out
}

func mustKey(t *testing.T, v any) connectors.Key {
	t.Helper()
	if l, ok := v.([]any); ok {
		parts := make([]connectors.Value, len(l))
		for i, p := range l {
			parts[i] = p
		}
		k, err := connectors.EncodeKey(parts...)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	k, err := connectors.EncodeKey(v)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// decode reads JSON into an object, its attributes in the order of the text.
func decode(t *testing.T, data []byte) *scim.Object {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := decodeValue(d)
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return v.(*scim.Object)
}

func decodeValue(d *json.Decoder) (any, error) {
	tok, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'):
		o := scim.NewObject()
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			o.Set(name.(string), v)
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := decodeValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	if n, ok := tok.(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			return i, nil
		}
		return n.Float64()
	}
	return tok, nil
}
