package filter

import (
	"strconv"
	"time"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// applies reports whether an operator makes sense for a type (RFC 7644 §3.4.2.2, table 3).
func applies(op Op, t schema.Type) bool {
	switch op {
	case Co, Sw, Ew:
		return t == schema.String || t == schema.Reference
	case Gt, Ge, Lt, Le:
		return t != schema.Boolean && t != schema.Binary
	}
	return true
}

// coerce gives a literal the type of the attribute that it is compared with.
func (b *binder) coerce(t schema.Type, v any) (any, bool) {
	switch t {
	case schema.Boolean:
		return b.toBoolean(v)
	case schema.Integer:
		return b.toInteger(v)
	case schema.Decimal:
		return b.toNumber(v)
	case schema.DateTime:
		return toDate(v)
	}
	if i, ok := v.(int64); ok {
		return strconv.FormatInt(i, 10), b.edge.Allows(scim.NumberText)
	}
	s, ok := v.(string)
	return s, ok
}

func (b *binder) toBoolean(v any) (any, bool) {
	if s, ok := v.(string); ok {
		value, ok := boolean(s)
		return value, ok && b.edge.Allows(scim.BooleanText)
	}
	value, ok := v.(bool)
	return value, ok
}

func (b *binder) toNumber(v any) (any, bool) {
	switch v := v.(type) {
	case int64, float64:
		return v, true
	case string:
		n, ok := number(v)
		return n, ok && b.edge.Allows(scim.NumberText)
	}
	return nil, false
}

func (b *binder) toInteger(v any) (any, bool) {
	v, ok := b.toNumber(v)
	if f, isFloat := v.(float64); ok && isFloat {
		return whole(f)
	}
	return v, ok
}

func toDate(v any) (any, bool) {
	s, _ := v.(string)
	t, ok := schema.Instant(s)
	return t.UTC().Format(time.RFC3339Nano), ok
}
