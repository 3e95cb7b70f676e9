package mappings_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
)

// record reads {"key": 17, "fields": {…}, "rows": {"phones": [{"key": 1, …}]}}.
func (f *fixture) record(resourceType string, data []byte) connectors.Record {
	f.t.Helper()
	o := decode(f.t, data)
	shape := f.shapes[resourceType]
	r := connectors.Record{Key: keyOf(f.t, o), Fields: f.fields(shape.Fields, o.Object("fields")), Rows: map[string][]connectors.Row{}}
	for relation, list := range o.Object("rows").All() {
		for _, e := range list.([]any) {
			row := e.(*scim.Object)
			k := keyOf(f.t, row)
			row.Delete("key")
			r.Rows[relation] = append(r.Rows[relation], connectors.Row{Key: k, Fields: f.fields(shape.Relations[relation].Fields, row)})
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
			case connectors.TypeBytes:
				v = []byte(s)
			}
		}
		if o, ok := v.(*scim.Object); ok {
			v = maps.Collect(o.All()) // JSON of the application's
		}
		out[name] = v
	}
	return out
}

// keyOf is the native key that an object has under "key": one value, or a list of them.
func keyOf(t testing.TB, o *scim.Object) connectors.Key {
	t.Helper()
	v, _ := o.Get("key")
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	parts := make([]connectors.Value, len(list))
	for i, p := range list {
		parts[i] = p
	}
	k, err := connectors.EncodeKey(parts...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// decode reads JSON into an object, its attributes in the order of the text.
func decode(t testing.TB, data []byte) *scim.Object {
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
