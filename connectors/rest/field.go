package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// field is one value of the records of an entity: where it is in an answer, and where it goes in a request.
type field struct {
	name string
	node yamlx.Node // its name, where it was written
	connectors.Field
	at   wire.Path // in a record that was read
	send wire.Path // in a record that is sent
	list bool      // it holds rows, as the application has them
}

// readFields reads {name: type}, {name: path} and {name: {at, send, type, …}}, in the order of the file.
func readFields(n yamlx.Node, found *diag.List) (map[string]*field, []string) {
	fields, order := map[string]*field{}, []string{}
	for _, e := range yamlx.Read(n, "rest", found).Node().Entries() {
		if f := readField(e, found); f != nil {
			fields[e.Name] = f
			order = append(order, e.Name)
		}
	}
	return fields, order
}

func readField(e yamlx.Entry, found *diag.List) *field {
	f := &field{name: e.Name, node: e.Key, Field: connectors.Field{Type: connectors.TypeText, Nullable: true, Fold: fold.None}}
	own := wire.Name(e.Name)
	f.at, f.send = own, own
	switch n := e.Value; {
	case n.IsNull():
		return f
	case n.IsScalar():
		if t := connectors.Type(n.Text()); slices.Contains(connectors.Types, t) {
			f.Type = t
			return f
		}
		f.at = readPath(n, own, found)
		f.send = f.at
		return f
	}
	r := yamlx.Read(e.Value, "rest", found)
	f.at = readPath(r.Get("at"), own, found)
	f.send = readPath(r.Get("send"), f.at, found)
	f.Type = connectors.Type(r.OneOf("type", typeNames()...))
	f.Max = r.Int("max", 0, 0)
	f.Required = r.Bool("required", false)
	f.Nullable = r.Bool("empty", true) && !f.Required
	f.Once = r.Bool("once", false)
	f.ReadOnly = r.Bool("read_only", false)
	f.WriteOnly = r.Bool("write_only", false)
	f.Fold = readFold(r, "fold", fold.None)
	f.Distinct = readFold(r, "unique", fold.Unset)
	r.Close()
	return f
}

func typeNames() []string {
	names := make([]string, len(connectors.Types))
	for i, t := range connectors.Types {
		names[i] = string(t)
	}
	return names
}

// readFold reads the name of a fold, `true` meaning none at all: text is compared as it is.
func readFold(r *yamlx.Reader, key string, def fold.Kind) fold.Kind {
	if n := r.Node().Get(key); n.IsScalar() && n.Text() == "true" {
		r.Get(key)
		return fold.None
	}
	if n := r.Get(key); n.IsMissing() || n.IsNull() {
		return def
	}
	var names []string
	for _, k := range fold.Kinds {
		names = append(names, string(k))
	}
	return fold.Kind(r.OneOf(key, names...))
}

// readPath reads a path, def when there is none.
func readPath(n yamlx.Node, def wire.Path, found *diag.List) wire.Path {
	if n.IsMissing() || n.IsNull() {
		return def
	}
	return wire.ReadPath(n, found)
}

// constant is a value of the operator's as the field holds it.
func (f *field) constant(n yamlx.Node, found *diag.List) connectors.Value {
	if n.IsNull() {
		return nil
	}
	v, err := connectors.Convert(n.Text(), f.Type)
	if err != nil || !n.IsScalar() {
		found.Add(n.Finding("rest/value", "", "%s holds no such value: it is %s", f.name, f.Type))
	}
	return v
}
