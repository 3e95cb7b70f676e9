package legacy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Type is what a field holds.
type Type string

// The types, and the Go types of their values.
const (
	Text    Type = "text"    // string
	Integer Type = "integer" // int64
	Decimal Type = "decimal" // json.Number
	Float   Type = "float"   // float64
	Bool    Type = "bool"    // bool
	Date    Type = "date"    // time.Time at midnight UTC
	Time    Type = "time"    // time.Time in UTC
)

var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// parse makes a value of type t of what a body, a path or a query holds: nil, a boolean, a number or a text.
func parse(t Type, from any) (any, error) {
	var text string
	switch from := from.(type) {
	case nil:
		return nil, nil
	case string:
		text = from
	case json.Number:
		text = string(from)
	case bool:
		text = strconv.FormatBool(from)
	default:
		return nil, fmt.Errorf("not a single value")
	}
	switch t {
	case Integer:
		return strconv.ParseInt(text, 10, 64)
	case Decimal:
		if !decimal.MatchString(text) {
			return nil, fmt.Errorf("not a decimal number")
		}
		return json.Number(text), nil
	case Float:
		return strconv.ParseFloat(text, 64)
	case Bool:
		return strconv.ParseBool(text)
	case Date:
		return time.Parse(time.DateOnly, text)
	case Time:
		at, err := time.Parse(time.RFC3339Nano, text)
		return at.UTC(), err
	default:
		return text, nil
	}
}

// onWire is a value as bodies have it.
func onWire(t Type, v any) any {
	if at, ok := v.(time.Time); ok {
		return textOf(t, at)
	}
	return v
}

// textOf is a value as paths and queries have it.
func textOf(t Type, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case time.Time:
		if t == Date {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}
