package wire_test

import (
	"math"
	"strings"

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

// drawElement draws what an XML element decodes to: text, or an object of attributes, text and elements.
func drawElement(depth int) *rapid.Generator[wire.Tree] {
	text := rapid.StringOf(rapid.RuneFrom([]rune("aé<>&\"'\n\r\t ]\u00a0李😀\ufffd")))
	if depth == 0 {
		return rapid.Map(text, func(s string) wire.Tree { return s })
	}
	name := rapid.SampledFrom([]string{"login", "ns:agent", "phone", "_x", "a-b.c", "prénom"})
	return rapid.Custom(func(t *rapid.T) wire.Tree {
		object := map[string]any{}
		for n, v := range rapid.MapOfN(name, text, 0, 2).Draw(t, "attributes") {
			object["@"+n] = v
		}
		for _, n := range rapid.SliceOfNDistinct(name, 0, 3, rapid.ID[string]).Draw(t, "names") {
			inner := rapid.SliceOfN(drawElement(depth-1), 1, 3).Draw(t, n)
			object[n] = inner
			if len(inner) == 1 {
				object[n] = inner[0]
			}
		}
		s := text.Draw(t, "text")
		if len(object) == 0 {
			return s
		}
		if strings.TrimSpace(s) != "" {
			object["#text"] = s
		}
		return object
	})
}

// drawForm draws what a form decodes to.
func drawForm(depth int) *rapid.Generator[wire.Tree] {
	text := rapid.Map(rapid.String(), func(s string) wire.Tree { return s })
	name := rapid.StringMatching(`[^\[\]]{1,5}`)
	value := rapid.OneOf(text, rapid.Map(rapid.SliceOfN(text, 1, 3), func(l []wire.Tree) wire.Tree { return l }))
	if depth > 0 {
		value = rapid.OneOf(value, drawForm(depth-1))
	}
	return rapid.Map(rapid.MapOfN(name, value, 1, 3), func(m map[string]wire.Tree) wire.Tree { return m })
}
