// Package shapefile keeps the shapes of an application beside its app file, so that a check finds a misspelt field
// without a connection. `gateway check --live --save` writes the file; it holds types and no data.
package shapefile

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// Path is the shape file of an app whose app file is at appFile: hr.shape.json beside it.
func Path(appFile, app string) string {
	return filepath.Join(filepath.Dir(appFile), app+".shape.json")
}

// document is the file: the shape of the entity behind each resource type.
type document struct {
	Resources map[string]shape `json:"resources"`
}

type shape struct {
	Fields    map[string]field    `json:"fields"`
	Relations map[string]relation `json:"relations,omitempty"`
	Total     bool                `json:"total,omitempty"`
	After     bool                `json:"after,omitempty"`
}

type relation struct {
	Fields map[string]field `json:"fields"`
	Unique bool             `json:"unique,omitempty"`
}

type field struct {
	Type      connectors.Type `json:"type"`
	Nullable  bool            `json:"nullable,omitempty"`
	Max       int             `json:"max,omitempty"`
	Required  bool            `json:"required,omitempty"`
	Distinct  fold.Kind       `json:"distinct,omitempty"`
	Fold      fold.Kind       `json:"fold,omitempty"`
	Once      bool            `json:"once,omitempty"`
	WriteOnly bool            `json:"write_only,omitempty"`
	ReadOnly  bool            `json:"read_only,omitempty"`
}

// Save writes shapes, by resource type, in an order that does not change from one time to the next.
func Save(path string, shapes map[string]connectors.Shape) error {
	d := document{Resources: map[string]shape{}}
	for name, s := range shapes {
		d.Resources[name] = fromShape(s)
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// Load reads what Save wrote. Types and fields are those of the application; what it can push down is not kept, so
// every push counts as exact and every field as sortable: enough for a check, not for serving. The error of a file
// that is not there is fs.ErrNotExist.
func Load(path string) (map[string]connectors.Shape, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	shapes := make(map[string]connectors.Shape, len(d.Resources))
	for name, s := range d.Resources {
		shapes[name] = s.shape()
	}
	return shapes, nil
}

func fromShape(s connectors.Shape) shape {
	out := shape{Fields: fromFields(s.Fields), Relations: map[string]relation{}, Total: s.Total, After: s.After}
	for name, r := range s.Relations {
		out.Relations[name] = relation{Fields: fromFields(r.Fields), Unique: r.Unique}
	}
	return out
}

func (s shape) shape() connectors.Shape {
	out := connectors.Shape{
		Fields: toFields(s.Fields), Relations: map[string]connectors.RelationShape{}, Total: s.Total, After: s.After,
		Push:    func(connectors.Leaf) connectors.Push { return connectors.Exact },
		PushRow: func(string, connectors.Leaf) connectors.Push { return connectors.Exact },
		Sort:    func(string) bool { return true },
	}
	for name, r := range s.Relations {
		out.Relations[name] = connectors.RelationShape{Fields: toFields(r.Fields), Unique: r.Unique}
	}
	return out
}

func fromFields(in map[string]connectors.Field) map[string]field {
	out := make(map[string]field, len(in))
	for name, f := range in {
		out[name] = field(f)
	}
	return out
}

func toFields(in map[string]field) map[string]connectors.Field {
	out := make(map[string]connectors.Field, len(in))
	for name, f := range in {
		out[name] = connectors.Field(f)
	}
	return out
}
