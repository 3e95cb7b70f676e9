package mappings

import (
	"maps"

	"github.com/scimgate/scimgate/connectors"
)

// Identity is derived, key, field or store: where SCIM ids come from.
func (m *Mapping) Identity() string { return m.identity }

// Anchor is the field that ids hang on where that is not the key; else empty. Under identity field it holds the id
// itself, or nothing yet; else it does not change when the key does.
func (m *Mapping) Anchor() string { return m.anchor }

// AnchorNeed is what tells the anchor of a record. All that Need and FullNeed ask for has it.
func (m *Mapping) AnchorNeed() connectors.Need {
	if m.anchor == "" {
		return connectors.Need{}
	}
	return connectors.Need{Fields: []string{m.anchor}}
}

// AnchorOf is what the id of a record hangs on, as correlation has it: the key, or the text of the field that is named
// instead. It is empty where that field has no value: nothing else says who the record is. Under identity field the
// anchor is the id, and a record that holds none yet has its key.
func (m *Mapping) AnchorOf(r connectors.Record) connectors.Key {
	if m.anchor == "" {
		return r.Key
	}
	if m.identity == "field" {
		if id := m.HeldID(r); id != "" {
			return connectors.Key(id)
		}
		return r.Key
	}
	k, err := connectors.EncodeKey(r.Fields[m.anchor])
	if err != nil {
		return ""
	}
	return k
}

// AnchorAfter is the anchor of a record once c is written.
func (m *Mapping) AnchorAfter(r connectors.Record, c connectors.Change) connectors.Key {
	after := connectors.Record{Key: m.keyAfter(r.Key, c), Fields: maps.Clone(r.Fields)}
	for field, v := range c.Set {
		if after.Fields == nil {
			after.Fields = connectors.Fields{}
		}
		after.Fields[field] = v
	}
	return m.AnchorOf(after)
}

func (m *Mapping) keyAfter(k connectors.Key, c connectors.Change) connectors.Key {
	parts := k.Parts()
	if len(parts) != len(m.keyFields) {
		return k
	}
	values := make([]connectors.Value, len(parts))
	for i, field := range m.keyFields {
		values[i] = parts[i]
		if v, written := c.Set[field]; written {
			values[i] = v
		}
	}
	after, err := connectors.EncodeKey(values...)
	if err != nil {
		return k // which the application will say
	}
	return after
}

// HeldID is the id that a record itself holds; empty where ids are elsewhere, and where it holds none yet.
func (m *Mapping) HeldID(r connectors.Record) string {
	if m.identity != "field" {
		return ""
	}
	id, _ := r.Fields[m.anchor].(string)
	return id
}

// AnchorIs selects the records with these anchors, which are not keys: those of a field. The records may be more than
// are meant.
func (m *Mapping) AnchorIs(anchors []connectors.Key) connectors.Predicate {
	in := connectors.In{Field: m.anchor}
	for _, k := range anchors {
		if m.identity == "field" {
			in.Values = append(in.Values, string(k))
		} else if values, ok := k.Values(m.shape.Fields[m.anchor].Type); ok {
			in.Values = append(in.Values, values[0])
		}
	}
	return in
}

// GiveID makes a change write the id of a record that holds none yet. It rides along, and is never a reason to write.
func (m *Mapping) GiveID(c *connectors.Change, id string) {
	if id == "" {
		return
	}
	if c.Set == nil {
		c.Set = connectors.Fields{}
	}
	c.Set[m.anchor] = id
}
