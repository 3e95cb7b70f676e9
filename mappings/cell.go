package mappings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// cell is a compiled cellDef: one simple value on the SCIM side, one native field (or none) on the other.
type cell struct {
	at   schema.Path // in the effective resource type
	leaf *schema.Attribute

	field    string            // the one field; empty for none or several
	names    []string          // all fields: several for a reference by a key of several
	types    []connectors.Type // theirs
	places   []string          // what they are called in errors: relation/field for a row's
	fixed    []string          // those of names that belong to the record's own key: never written
	typ      connectors.Type
	max      int // characters; 0: unbounded
	fold     fold.Kind
	constant any
	table    *table
	empty    *emptyValue
	read     *program
	write    *program
	also     []also // second fields
	format   *dateFormat
	ref      string   // resource type
	one      string   // the relation in whose row the value lives; empty: in the record
	choice   bool     // one of several cells of which one has a value: the reference is to one of several types
	kind     *kind    // of such a cell, where a field says which
	reads    []string // other fields that its expressions look at

	secret, once, readOnly, scan bool
	drops                        bool // a value that its code table lacks is not stored
	chooses                      bool // a constant that tells elements apart: clients may name it
	shared                       bool // another cell writes the field too
	first                        bool // it says that its row is the first; there is no field
	leads                        bool // a value shows that the reference beside it leads somewhere
	depends                      bool // its write expression looks at more than the value
}

// load reads the SCIM value of a cell that is no reference from a record's own fields or a row's; ok is false when
// there is none. An expression that fails has no value: one odd record must not hide all others.
func (c *cell) load(fields connectors.Fields) (value any, ok bool) {
	if c.constant != nil {
		return c.constant, true
	}
	if c.secret {
		return nil, false
	}
	v := fields[c.field]
	switch {
	case c.isEmpty(v, fields):
		return nil, false
	case c.read != nil:
		return c.compute(v, fields)
	case c.table != nil:
		return c.table.read(v)
	case c.format != nil && v != nil:
		t, ok := c.format.read(v)
		return t.Format(time.RFC3339Nano), ok
	default:
		return toSCIM(c.leaf.Type, v)
	}
}

// isUnreadable reports whether a cell has no value only because nobody knows what the native one means.
func (c *cell) isUnreadable(fields connectors.Fields) bool {
	v := fields[c.field]
	return v != nil && v != "" && c.read == nil && !c.secret && !c.isEmpty(v, fields)
}

// isEmpty reports whether v stands for "no value".
func (c *cell) isEmpty(v connectors.Value, fields connectors.Fields) bool {
	return c.empty != nil && sameNative(v, c.empty.value(fields))
}

func (c *cell) compute(v connectors.Value, fields connectors.Fields) (value any, ok bool) {
	if c.field != "" && v == nil {
		return nil, false
	}
	out, err := c.read.run(map[string]any{"record": recordValue(fields, c.reads), "value": fieldValue(v)})
	if err != nil {
		return nil, false
	}
	if c.isWhole() {
		return toObject(c.leaf, out)
	}
	return shownValue(c.leaf, out)
}

// shownValue is a simple value out of what an expression results in.
func shownValue(a *schema.Attribute, v connectors.Value) (value any, ok bool) {
	if s, isText := v.(string); isText && strings.TrimSpace(s) == "" {
		return nil, false // what is joined from nothing is nothing
	}
	return toSCIM(a.Type, v)
}

// key reads the native key that a reference holds; empty when it refers to nothing.
func (c *cell) key(fields connectors.Fields) connectors.Key {
	if c.kind != nil && !sameNative(fields[c.kind.field], c.kind.value) {
		return ""
	}
	var few [4]connectors.Value
	values := few[:0]
	for _, name := range c.names {
		v := fields[name]
		if v == nil || v == "" || c.isEmpty(v, fields) {
			return ""
		}
		values = append(values, v)
	}
	k, err := connectors.EncodeKey(values...)
	if err != nil {
		return ""
	}
	return k
}

// store is the native value of a SCIM one. Its errors are the client's.
func (c *cell) store(v any, p *projector) (connectors.Value, error) {
	if c.write != nil {
		out, err := c.write.run(map[string]any{"value": singleValue(c.leaf, v), "resource": p.environment()})
		if err != nil {
			return nil, scim.BadRequest(scim.InvalidValue, "%s has a value that cannot be stored", c.at).Because(err)
		}
		v = out
	}
	if v == nil || v == "" {
		return nil, nil
	}
	if c.table != nil {
		native, ok := c.table.write(v, c.leaf.Comparison())
		if !ok {
			return nil, scim.BadRequest(scim.InvalidValue, "%s cannot be %#v here; known values: %v", c.at, v, c.table.known())
		}
		return native, nil
	}
	native, err := c.native(v)
	if err != nil {
		return nil, scim.BadRequest(scim.InvalidValue, "%s has a value that cannot be stored: %v", c.at, err)
	}
	if s, isText := native.(string); isText && c.max > 0 && longer(s, c.max) {
		return nil, scim.BadRequest(scim.InvalidValue, "%s holds at most %d characters", c.at, c.max)
	}
	return native, nil
}

// native is the value in the field's type, and in the notation that the rule says.
func (c *cell) native(v any) (connectors.Value, error) {
	if c.format == nil {
		return toNative(c.typ, v)
	}
	text, _ := v.(string)
	t, ok := schema.Instant(text)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return nil, fmt.Errorf("it must be %s", wanted[connectors.TypeTime])
	}
	return connectors.Convert(c.format.write(t), c.typ)
}

func longer(s string, most int) bool {
	n := 0
	for range s {
		if n++; n > most {
			return true
		}
	}
	return false
}

// storeKey are the native values, by c.names, of a reference to a record with this key.
func (c *cell) storeKey(k connectors.Key) ([]connectors.Value, error) {
	if parts := k.Parts(); c.types[0] == "" && len(parts) == len(c.names) {
		values := make([]connectors.Value, len(parts))
		for i, p := range parts {
			values[i] = p
		}
		return values, nil
	}
	values, ok := k.Values(c.types...)
	if !ok {
		return nil, scim.BadRequest(scim.InvalidValue, "%s cannot refer to such a resource", c.at)
	}
	return values, nil
}

// writable reports whether a client's value reaches the application.
func (c *cell) writable() bool { return len(c.names) > 0 && !c.readOnly }

// writes reports whether a client's value reaches this field.
func (c *cell) writes(field string) bool {
	return c.writable() && slices.Contains(c.names, field) && !slices.Contains(c.fixed, field)
}
