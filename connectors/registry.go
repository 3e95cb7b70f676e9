package connectors

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Factory opens a connector from the `connector:` block of an app file, which only it understands. Findings carry
// the block's positions. It connects lazily: an application that is down is found by Ping or Open.
type Factory func(ctx context.Context, block yamlx.Node) (Connector, diag.List)

// Registry holds factories by the name that `type:` gives them. There is no global one: whoever assembles the
// gateway says what it can talk to.
type Registry map[string]Factory

// Open opens the connector that block names.
func (r Registry) Open(ctx context.Context, block yamlx.Node) (Connector, diag.List) {
	kind := block.Get("type")
	f, ok := r[kind.Text()]
	if !ok {
		known := slices.Sorted(maps.Keys(r))
		at := kind
		if at.IsMissing() {
			at = block
		}
		return nil, diag.List{at.Finding("connector/unknown-type", diag.Suggest(kind.Text(), known),
			"unknown connector type %q; known: %v", kind.Text(), known)}
	}
	return f(ctx, block)
}
