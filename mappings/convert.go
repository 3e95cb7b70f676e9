package mappings

import (
	"encoding/base64"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

// toSCIM turns a native value into a value of an attribute's type; ok is false for an empty value and for one that
// is none of that type.
func toSCIM(t schema.Type, v connectors.Value) (value any, ok bool) {
	if v == nil || v == "" {
		return nil, false
	}
	if s, isText := v.(string); isText && isTextual(t) {
		return v, utf8.ValidString(s)
	}
	switch t {
	case schema.Boolean:
		return convert(v, connectors.TypeBool)
	case schema.Integer:
		return convert(v, connectors.TypeInteger)
	case schema.Decimal:
		if i, isInt := v.(int64); isInt {
			return i, true
		}
		return convert(v, connectors.TypeFloat)
	case schema.DateTime:
		s, _ := nativeText(v)
		_, ok := schema.Instant(s)
		return s, ok
	default:
		s, ok := nativeText(v)
		return s, ok
	}
}

// isTextual reports whether any text is a value of an attribute of type t.
func isTextual(t schema.Type) bool {
	return t == schema.String || t == schema.Reference || t == schema.Binary
}

func convert(v connectors.Value, t connectors.Type) (connectors.Value, bool) {
	out, err := connectors.Convert(v, t)
	return out, err == nil
}

// nativeText is the one text of a native value: what a string attribute shows, and what a value table compares.
// Bytes are base64 (RFC 7643 §2.3.6).
func nativeText(v connectors.Value) (string, bool) {
	if b, isBytes := v.([]byte); isBytes {
		return base64.StdEncoding.EncodeToString(b), true
	}
	out, _ := convert(v, connectors.TypeText)
	s, ok := out.(string)
	return s, ok
}

// toNative turns an attribute's value into a value of a field's type. An unknown field type takes the value as it
// is. The error says what the value should look like, for the client.
func toNative(t connectors.Type, v any) (connectors.Value, error) {
	s, isText := v.(string)
	if t == "" || t == connectors.TypeText && isText {
		return v, nil
	}
	var out connectors.Value
	var ok bool
	switch t {
	case connectors.TypeTime, connectors.TypeDate:
		var at time.Time
		if at, ok = schema.Instant(s); ok {
			out, ok = convert(at, t)
		}
	case connectors.TypeBytes:
		b, isBase64 := schema.Bytes(s)
		out, ok = b, isText && isBase64
	default:
		out, ok = convert(v, t)
	}
	if !ok {
		return nil, fmt.Errorf("it must be %s", wanted[t])
	}
	return out, nil
}

// wanted says in a client's words what a field type takes.
var wanted = map[connectors.Type]string{
	connectors.TypeText: "text", connectors.TypeInteger: "a whole number", connectors.TypeFloat: "a number",
	connectors.TypeDecimal: "a number", connectors.TypeBool: "true or false", connectors.TypeTime: "a date and time",
	connectors.TypeDate: "a date", connectors.TypeBytes: "base64", connectors.TypeJSON: "a list or an object",
}
