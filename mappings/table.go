package mappings

import (
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// table translates between few SCIM values and few native ones. The first native value of an entry is the one that
// is written.
type table struct {
	entries []tableEntry
	orElse  any // what an unlisted native value reads as; nil: absent
}

type tableEntry struct {
	scim    any
	natives []connectors.Value
}

// readTable reads {true: A, false: [T, L]} from the source text, for a field of type t: 01 is the text 01 where the
// field is text, and the number 1 where it is a number.
func readTable(c *cellDef, t connectors.Type, found *diag.List) *table {
	tab := &table{}
	for _, e := range c.values.Entries() {
		v, err := tableKey(c.at.Leaf(), e.Name)
		if err != nil {
			found.Add(e.Key.Finding("mapping/values", "", "%q is no value of %s: %v", e.Name, c.at.Leaf().Name, err))
			continue
		}
		natives := e.Value.Items()
		if !e.Value.IsList() {
			natives = []yamlx.Node{e.Value}
		}
		if len(natives) == 0 {
			found.Add(e.Value.Finding("mapping/values", "", "%s needs a native value", e.Name))
		}
		entry := tableEntry{scim: v}
		for _, n := range natives {
			native, err := tableNative(n, t)
			switch {
			case !n.IsScalar():
				found.Add(n.Finding("mapping/values", "", "expected a native value, or a list of them"))
			case err != nil:
				found.Add(n.Finding("mapping/values", "", "%q does not fit the field %s: %v", n.Text(), c.field, err))
			case tab.lists(native) || entry.holds(native):
				found.Add(n.Finding("mapping/values", "", "%q stands here twice", n.Text()))
			default:
				entry.natives = append(entry.natives, native)
			}
		}
		tab.entries = append(tab.entries, entry)
	}
	if !c.orElse.IsMissing() {
		v, err := tableKey(c.at.Leaf(), c.orElse.Text())
		if err != nil {
			found.Add(c.orElse.Finding("mapping/values", "", "%q is no value of %s: %v", c.orElse.Text(), c.at.Leaf().Name, err))
		}
		tab.orElse = v
	}
	return tab
}

// tableKey is a SCIM value as the key of a table.
func tableKey(a *schema.Attribute, text string) (any, error) {
	switch a.Type {
	case schema.Boolean:
		return toNative(connectors.TypeBool, text)
	case schema.Integer:
		return toNative(connectors.TypeInteger, text)
	case schema.DateTime:
		if _, ok := schema.Instant(text); !ok {
			return nil, errors.New("it must be a date and time")
		}
		return text, nil
	default:
		return text, nil
	}
}

// tableNative is a native value of a table; text and unknown fields take it as it was typed.
func tableNative(n yamlx.Node, t connectors.Type) (connectors.Value, error) {
	if n.IsNull() {
		return nil, nil
	}
	if t == connectors.TypeText || t == "" {
		return n.Text(), nil
	}
	return toNative(t, n.Scalar())
}

func (t *table) lists(native connectors.Value) bool {
	return slices.ContainsFunc(t.entries, func(e tableEntry) bool { return e.holds(native) })
}

func (e tableEntry) holds(native connectors.Value) bool {
	return slices.ContainsFunc(e.natives, func(n connectors.Value) bool { return sameNative(n, native) })
}

func sameNative(a, b connectors.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if order, ok := connectors.Compare(a, b, fold.None); ok {
		return order == 0
	}
	x, okX := nativeText(a)
	y, okY := nativeText(b)
	return okX && okY && x == y
}

// read is the SCIM value of a native one; ok is false when it means nothing.
func (t *table) read(native connectors.Value) (any, bool) {
	for _, e := range t.entries {
		if e.holds(native) {
			return e.scim, true
		}
	}
	return t.orElse, t.orElse != nil
}

// write is the native value of a SCIM one; ok is false when the table does not know it.
func (t *table) write(v any, f fold.Kind) (connectors.Value, bool) {
	for _, k := range []fold.Kind{fold.None, f} { // most clients send what they were shown
		for _, e := range t.entries {
			if len(e.natives) > 0 && sameSCIM(e.scim, v, k) {
				return e.natives[0], true
			}
		}
	}
	return nil, false
}

func sameSCIM(a, b any, f fold.Kind) bool {
	x, okX := a.(string)
	y, okY := b.(string)
	if okX && okY {
		return f.Equal(x, y)
	}
	return a == b
}

// known lists the values that can be written, for errors.
func (t *table) known() []any {
	var list []any
	for _, e := range t.entries {
		if len(e.natives) > 0 {
			list = append(list, e.scim)
		}
	}
	return list
}

// canonicalValues are the values of a text attribute that the table can hold.
func (t *table) canonicalValues() []string {
	var list []string
	for _, e := range t.entries {
		if s, ok := e.scim.(string); ok {
			list = append(list, s)
		}
	}
	return list
}
