package schema

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// scalar makes a value of a simple type canonical (RFC 7643 §2.3). Dates, binary values and references are checked
// and kept as they were sent.
func (c reader) scalar(at Path, v any) (any, error) {
	a := at.Leaf()
	switch a.Type {
	case Boolean:
		if b, ok := c.boolean(v); ok {
			return b, nil
		}
	case Integer:
		if n, ok := c.integer(v); ok {
			return n, nil
		}
	case Decimal:
		if n, ok := c.decimal(v); ok {
			return n, nil
		}
	case String:
		if s, ok := c.text(v); ok {
			return a.canonical(s), nil
		}
	default:
		if s, ok := v.(string); ok && a.Type.accepts(s) {
			return s, nil
		}
	}
	return nil, scim.BadRequest(scim.InvalidValue, "%s takes %s", at, a.Type.article())
}

func (c reader) boolean(v any) (value, ok bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case string:
		for _, b := range []bool{true, false} {
			if strings.EqualFold(v, strconv.FormatBool(b)) && c.edge.Allows(scim.BooleanText) {
				return b, true
			}
		}
	}
	return false, false
}

func (c reader) integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && c.edge.Allows(scim.NumberText) {
			return n, true
		}
	}
	return 0, false
}

func (c reader) decimal(v any) (any, bool) {
	switch v := v.(type) {
	case int64, float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(v, 64)
		if err == nil && !math.IsNaN(n) && !math.IsInf(n, 0) && c.edge.Allows(scim.NumberText) {
			return n, true
		}
	}
	return nil, false
}

func (c reader) text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), c.edge.Allows(scim.NumberText)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), c.edge.Allows(scim.NumberText)
	default:
		return "", false
	}
}

// canonical is s in the letter case of the schema when it is one of the canonical values; they are suggestions, so
// that any other stays as it is (RFC 7643 §2.2).
func (a *Attribute) canonical(s string) string {
	for _, k := range a.CanonicalValues {
		if strings.EqualFold(k, s) {
			return k
		}
	}
	return s
}

// accepts reports whether s is a literal of a type whose values are written as text.
func (t Type) accepts(s string) bool {
	switch t {
	case DateTime:
		_, ok := Instant(s)
		return ok
	case Binary:
		_, ok := Bytes(s)
		return ok
	default:
		return true
	}
}

// Bytes reads a binary value: base64 of either alphabet, padded or not (RFC 7643 §2.3.6).
func Bytes(text string) (b []byte, ok bool) {
	text = strings.TrimRight(text, "=")
	encoding := base64.RawStdEncoding
	if strings.ContainsAny(text, "-_") {
		encoding = base64.RawURLEncoding
	}
	b, err := encoding.DecodeString(text)
	return b, err == nil
}

// article names the type in an error.
func (t Type) article() string {
	switch t {
	case Integer:
		return "an integer"
	case DateTime:
		return "a dateTime such as 2011-08-01T21:32:44Z"
	case Binary:
		return "base64 text"
	case Complex:
		return "a complex value"
	default:
		return "a " + string(t)
	}
}
