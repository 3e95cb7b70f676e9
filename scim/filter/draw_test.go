package filter

import (
	"strings"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/scim"
)

// The values that resources and filters are drawn from are few, so that they often meet.
var (
	texts    = rapid.SampledFrom([]any{"", "a", "A", "ab", "B", "ß", "SS", "é", "e\u0301", "É", "zz"})
	integers = rapid.SampledFrom([]any{int64(-1), int64(0), int64(1), int64(2), int64(10)})
	decimals = rapid.SampledFrom([]any{-0.5, 0.25, 1.5, int64(1), int64(2), 1e21})
	dates    = rapid.SampledFrom([]any{"2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2020-01-01T00:00:00.5Z", "2019-12-31T23:59:59-01:00"})
	booleans = rapid.SampledFrom([]any{true, false})
)

// shape is an attribute that filters are drawn for: the text of its name, its operators and values.
type shape struct {
	name   string
	ops    []Op
	values *rapid.Generator[any]
}

var (
	forText   = []Op{Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le, Pr}
	forOrder  = []Op{Eq, Ne, Gt, Ge, Lt, Le, Pr}
	forEquals = []Op{Eq, Ne, Pr}

	topLevel = []shape{
		{"label", forText, texts},
		{"serial", forText, texts},
		{"inUse", forEquals, booleans},
		{"ports", forOrder, integers},
		{"weight", forOrder, decimals},
		{"bought", forOrder, dates},
		{"tags", forText, texts},
		{"place", []Op{Pr}, nil},
		{"place.floor", forOrder, integers},
		{"owner", forEquals, rapid.Just[any]("1")},
		{"links", forText, texts},
		{"links.value", forText, texts},
		{"links.type", forText, texts},
		{"links.primary", forEquals, booleans},
		{maker + ":brand", forText, texts},
		{maker + ":dealer", forText, texts},
		{maker + ":dealer.value", forText, texts},
	}
	inLinks = []shape{
		{"value", forText, texts},
		{"type", forText, texts},
		{"primary", forEquals, booleans},
		{"speed", forOrder, integers},
	}
)

// drawFilter draws the text of a filter that can be bound to device.
func drawFilter(t *rapid.T, depth int, from []shape) string {
	most := 5
	if depth > 3 {
		most = 1
	}
	switch rapid.IntRange(0, most).Draw(t, "form") {
	case 2:
		return "(" + drawFilter(t, depth+1, from) + " and " + drawFilter(t, depth+1, from) + ")"
	case 3:
		return "(" + drawFilter(t, depth+1, from) + " or " + drawFilter(t, depth+1, from) + ")"
	case 4:
		return "not (" + drawFilter(t, depth+1, from) + ")"
	case 5:
		if len(from) == len(topLevel) {
			return "links[" + drawFilter(t, depth+1, inLinks) + "]"
		}
	}
	s := rapid.SampledFrom(from).Draw(t, "attribute")
	op := rapid.SampledFrom(s.ops).Draw(t, "operator")
	text := s.name + " " + string(op)
	if op == Pr {
		return text
	}
	if (op == Eq || op == Ne) && rapid.IntRange(0, 9).Draw(t, "null") == 0 {
		return text + " null"
	}
	return text + " " + string(appendValue(nil, s.values.Draw(t, "value")))
}

// drawDevice draws a resource in which any attribute may be absent.
func drawDevice(t *rapid.T) scim.Resource {
	r := new(scim.Object)
	maybe(t, r, "label", texts)
	maybe(t, r, "serial", texts)
	maybe(t, r, "inUse", booleans)
	maybe(t, r, "ports", integers)
	maybe(t, r, "weight", decimals)
	maybe(t, r, "bought", dates)
	maybe(t, r, "tags", list(texts))
	maybe(t, r, "place", object("floor", integers))
	maybe(t, r, "owner", object("value", rapid.Just[any]("1"), "$ref", texts))
	maybe(t, r, "links", list(object("value", texts, "type", texts, "primary", booleans, "speed", integers)))
	maybe(t, r, maker, object("brand", texts, "dealer", object("value", texts)))
	return r
}

func maybe(t *rapid.T, o *scim.Object, name string, values *rapid.Generator[any]) {
	if rapid.IntRange(0, 3).Draw(t, "absent: "+strings.ToUpper(name)) > 0 {
		o.Set(name, values.Draw(t, name))
	}
}

func list(of *rapid.Generator[any]) *rapid.Generator[any] {
	return rapid.Map(rapid.SliceOfN(of, 0, 3), func(l []any) any { return l })
}

// object draws an object from pairs of names and values, each of them absent at times.
func object(pairs ...any) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		o := new(scim.Object)
		for i := 0; i < len(pairs); i += 2 {
			maybe(t, o, pairs[i].(string), pairs[i+1].(*rapid.Generator[any]))
		}
		return o
	})
}
