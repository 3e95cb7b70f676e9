package mappings

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

// toSCIM turns a native value into a value of an attribute's type; ok is false for an empty value and for one that
// is none of that type.
func toSCIM(t schema.Type, v connectors.Value) (value any, ok bool) {
	if v == nil || v == "" {
		return nil, false
	}
	switch t {
	case schema.Boolean:
		return toBool(v)
	case schema.Integer:
		return toInteger(v)
	case schema.Decimal:
		return toFloat(v)
	case schema.Binary:
		if b, isBytes := v.([]byte); isBytes {
			return base64.StdEncoding.EncodeToString(b), true
		}
	}
	s, ok := nativeText(v)
	return s, ok
}

// nativeText is the one text of a native value: what a string attribute shows, and what a value table compares.
func nativeText(v connectors.Value) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case connectors.Decimal:
		return string(v), true
	case bool:
		return strconv.FormatBool(v), true
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), true
	case []byte:
		return base64.StdEncoding.EncodeToString(v), true
	default:
		return "", false
	}
}

func toBool(v connectors.Value) (any, bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case int64:
		return v != 0, v == 0 || v == 1
	case string:
		b, err := strconv.ParseBool(v)
		return b, err == nil
	default:
		return nil, false
	}
}

func toInteger(v connectors.Value) (any, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	case string, connectors.Decimal:
		i, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
		return i, err == nil
	default:
		return nil, false
	}
}

func toFloat(v connectors.Value) (any, bool) {
	switch v := v.(type) {
	case int64, float64:
		return v, true
	case string, connectors.Decimal:
		f, err := strconv.ParseFloat(fmt.Sprint(v), 64)
		return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
	default:
		return nil, false
	}
}

// toNative turns an attribute's value into a value of a field's type. An unknown field type takes the value as it
// is. The error says what the value should look like, for the client.
func toNative(t connectors.Type, v any) (connectors.Value, error) {
	switch t {
	case connectors.TypeText:
		s, ok := nativeText(v)
		return s, want(ok, "text")
	case connectors.TypeInteger:
		if b, isBool := v.(bool); isBool {
			return boolNumber(b), nil
		}
		i, ok := toInteger(v)
		return i, want(ok, "a whole number")
	case connectors.TypeFloat:
		f, ok := toFloat(v)
		if i, isInt := f.(int64); isInt {
			f = float64(i)
		}
		return f, want(ok, "a number")
	case connectors.TypeDecimal:
		s, ok := nativeText(v)
		_, isNumber := toFloat(s)
		return connectors.Decimal(s), want(ok && isNumber, "a number")
	case connectors.TypeBool:
		b, ok := toBool(v)
		return b, want(ok, "true or false")
	case connectors.TypeTime, connectors.TypeDate:
		s, _ := v.(string)
		at, ok := parseTime(s)
		if t == connectors.TypeDate {
			at = at.Truncate(24 * time.Hour)
		}
		return at, want(ok, "a date and time")
	case connectors.TypeBytes:
		s, _ := v.(string)
		b, err := base64.StdEncoding.DecodeString(s)
		return b, want(err == nil, "base64")
	default:
		return v, nil
	}
}

func boolNumber(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func want(ok bool, what string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("it must be %s", what)
}

// parseTime reads an xsd:dateTime, or a day alone; without a zone it is UTC.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
