package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Describe says what the entities of these specs hold and can answer, which the connector block alone tells: it asks the
// application nothing, and needs no secret and no address. Its findings are those of the block, as Factory has them, and of Connector.Open.
func Describe(n yamlx.Node, specs map[string]connectors.Spec) (map[string]connectors.Shape, diag.List) {
	var found diag.List
	b := readWhole(n, &found)
	if found.HasErrors() {
		return nil, found
	}
	c := &connector{block: b}
	shapes := map[string]connectors.Shape{}
	for _, name := range sortedNames(specs) {
		e, more := c.open(specs[name])
		if found.Add(more...); !more.HasErrors() {
			shapes[name] = e.Shape()
		}
	}
	return shapes, found
}

// readWhole reads a whole connector block but for what the door makes of its keys.
func readWhole(n yamlx.Node, found *diag.List) *block {
	r := yamlx.Read(n, "rest", found)
	for _, key := range slices.Concat([]string{"type"}, door.Keys()) {
		r.Get(key)
	}
	b := readBlock(r, found)
	r.Close()
	return b
}
