package rest

import (
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
)

// part is the record, or the rows of one relation, as a write sees them.
type part struct {
	relation string // empty: the record
	c        *collection
	joins    []*join
	shape    map[string]connectors.Field
	key      []string
	theirs   []string // fields of a row that are its owner's
	identity []string // fields that tell the rows of an owner apart
}

func (e *entity) own() part {
	return part{c: e.root, joins: e.joins, shape: e.shape.Fields, key: e.spec.Key}
}

func (rel *relation) part(e *entity) part {
	return part{relation: rel.name, c: rel.c, joins: rel.joins, shape: e.shape.Relations[rel.name].Fields,
		key: rel.c.key, theirs: rel.theirs, identity: rel.Identity}
}

// fit is a value as a field of p can hold it. The error is Invalid and names the field.
func (w *writer) fit(p part, name string, v connectors.Value) (connectors.Value, error) {
	f := p.c.fields[name]
	out, err := connectors.Convert(v, f.Type)
	if w.explains {
		if err != nil {
			out = v // such as a code that nobody looked up
		}
		return out, nil
	}
	if err != nil {
		return nil, w.invalid(qualified(p.relation, name), "%w", err)
	}
	if out == "" && w.unset == unsetEmpty {
		out = nil
	}
	if out == nil && !f.Nullable {
		return nil, w.invalid(qualified(p.relation, name), "must have a value")
	}
	if text, ok := out.(string); ok && f.Max > 0 && utf8.RuneCountInString(text) > f.Max {
		return nil, w.invalid(qualified(p.relation, name), "is longer than %d characters", f.Max)
	}
	return out, nil
}

// fitted is fields with each value as it can be held.
func (w *writer) fitted(p part, fields connectors.Fields) (connectors.Fields, error) {
	out := make(connectors.Fields, len(fields))
	for _, name := range sortedNames(fields) {
		v, err := w.fit(p, name, fields[name])
		if err != nil {
			return nil, err
		}
		out[name] = v
	}
	return out, nil
}

// complete makes sure that a new record of p has what it needs.
func (w *writer) complete(p part, fields connectors.Fields) error {
	for _, name := range p.c.order {
		if p.c.fields[name].Required && fields[name] == nil {
			return w.invalid(qualified(p.relation, name), "must have a value")
		}
	}
	return nil
}

// differing are the fields of set that would change now. A field that can only be given once is Invalid.
func (w *writer) differing(p part, now, set connectors.Fields) (connectors.Fields, error) {
	out := connectors.Fields{}
	for _, name := range sortedNames(set) {
		switch f := p.c.fields[name]; {
		case f.WriteOnly:
		case same(now[name], set[name]):
			continue
		case f.Once:
			return nil, w.invalid(qualified(p.relation, name), "cannot be changed any more")
		}
		out[name] = set[name]
	}
	return out, nil
}

// same reports whether a write of b over a changes nothing.
func same(a, b connectors.Value) bool {
	if order, ok := connectors.Compare(a, b, ""); ok {
		return order == 0
	}
	return reflect.DeepEqual(a, b)
}

// agree reports whether a record has these values.
func agree(record, values connectors.Fields) bool {
	for name, v := range values {
		if !same(record[name], v) {
			return false
		}
	}
	return true
}

// overlaid is under with the values of over.
func overlaid(under, over connectors.Fields) connectors.Fields {
	out := maps.Clone(under)
	if out == nil {
		out = connectors.Fields{}
	}
	maps.Copy(out, over)
	return out
}

// identityOf is a text that two rows share exactly when these fields are equal, empty ones included.
func identityOf(f connectors.Fields, names []string) string {
	var b strings.Builder
	for _, name := range names {
		v := f[name]
		if v == nil {
			b.WriteString("empty;")
			continue
		}
		text := fmt.Sprint(v)
		if d, ok := v.(connectors.Decimal); ok {
			if r, ok := new(big.Rat).SetString(string(d)); ok {
				text = r.RatString()
			}
		}
		fmt.Fprintf(&b, "%d:%s", len(text), text)
	}
	return b.String()
}
