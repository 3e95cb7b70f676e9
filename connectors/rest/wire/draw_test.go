package wire_test

import (
	"math"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

func drawLeaf() *rapid.Generator[wire.Tree] {
	return rapid.OneOf(
		rapid.Just(wire.Tree(nil)),
		rapid.Map(rapid.Bool(), func(b bool) wire.Tree { return b }),
		rapid.Map(rapid.Int64(), func(i int64) wire.Tree { return i }),
		rapid.Map(rapid.String(), func(s string) wire.Tree { return s }),
		rapid.Map(rapid.StringMatching(`-?(0|[1-9][0-9]{0,30})\.[0-9]{1,30}`), func(s string) wire.Tree { return connectors.Decimal(s) }),
	)
}

// drawTree draws a tree such as a JSON body decodes to.
func drawTree(depth int) *rapid.Generator[wire.Tree] {
	if depth == 0 {
		return drawLeaf()
	}
	return rapid.OneOf(
		drawLeaf(),
		rapid.Map(rapid.SliceOfN(drawTree(depth-1), 0, 4), func(l []wire.Tree) wire.Tree { return l }),
		rapid.Map(rapid.MapOfN(rapid.String(), drawTree(depth-1), 0, 4), func(m map[string]wire.Tree) wire.Tree { return m }),
	)
}

func drawFinite() *rapid.Generator[float64] {
	return rapid.Float64().Filter(func(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) })
}
