package connectors

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// Convert makes v a value of type t, or says why it cannot be one. Nil stays nil. Text is parsed strictly, integers
// never lose a digit, 0 and 1 are booleans and the other way round, and a date is the UTC day of an instant.
// Every connector converts what it writes this way, and what it reads where its driver is less exact.
func Convert(v Value, t Type) (Value, error) {
	if v == nil {
		return nil, nil
	}
	convert, ok := converter(t)
	if !ok {
		return nil, fmt.Errorf("unknown type %q", t)
	}
	if out, ok := convert(v); ok {
		return out, nil
	}
	return nil, fmt.Errorf("a %T that is not of type %s", v, t)
}

func converter(t Type) (func(Value) (Value, bool), bool) {
	switch t {
	case TypeText:
		return toText, true
	case TypeInteger:
		return toInteger, true
	case TypeFloat:
		return toFloat, true
	case TypeDecimal:
		return toDecimal, true
	case TypeBool:
		return toBool, true
	case TypeTime:
		return toTime, true
	case TypeDate:
		return toDate, true
	case TypeBytes:
		return toBytes, true
	case TypeJSON:
		return toJSON, true
	default:
		return nil, false
	}
}

func toText(v Value) (Value, bool) {
	switch v := v.(type) {
	case string:
		return v, utf8.ValidString(v)
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case Decimal:
		return string(v), true
	case bool:
		return strconv.FormatBool(v), true
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), true
	default:
		return nil, false
	}
}

func toInteger(v Value) (Value, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case string:
		i, err := strconv.ParseInt(v, 10, 64)
		return i, err == nil
	case bool:
		return int64(boolOrder(v)), true
	default:
		r, ok := rational(v)
		if !ok || !r.IsInt() || !r.Num().IsInt64() {
			return nil, false
		}
		return r.Num().Int64(), true
	}
}

func toFloat(v Value) (Value, bool) {
	switch v := v.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int64:
		f := float64(v)
		return f, new(big.Float).SetFloat64(f).Cmp(new(big.Float).SetInt64(v)) == 0
	case Decimal:
		f, err := strconv.ParseFloat(string(v), 64)
		return f, err == nil
	case string:
		if !floatText.MatchString(v) {
			return nil, false
		}
		return toFloat(Decimal(v))
	default:
		return nil, false
	}
}

// decimalText is a number written out: no exponent, no fraction bar, nothing that another parser reads otherwise.
// floatText may have an exponent.
var (
	decimalText = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)
	floatText   = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
)

func toDecimal(v Value) (Value, bool) {
	switch v := v.(type) {
	case Decimal:
		return v, decimalText.MatchString(string(v))
	case string:
		return toDecimal(Decimal(v))
	case int64:
		return Decimal(strconv.FormatInt(v, 10)), true
	case float64:
		return toDecimal(Decimal(strconv.FormatFloat(v, 'f', -1, 64)))
	default:
		return nil, false
	}
}

func toBool(v Value) (Value, bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case string:
		return v == "true", v == "true" || v == "false"
	default:
		i, ok := toInteger(v)
		return i == int64(1), ok && (i == int64(0) || i == int64(1))
	}
}

func toTime(v Value) (Value, bool) {
	switch v := v.(type) {
	case time.Time:
		return v.UTC(), true
	case string:
		t, err := time.Parse(time.RFC3339, v)
		return t.UTC(), err == nil
	default:
		return nil, false
	}
}

func toDate(v Value) (Value, bool) {
	if s, ok := v.(string); ok {
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return t, true
		}
	}
	t, ok := toTime(v)
	if !ok {
		return nil, false
	}
	y, m, d := t.(time.Time).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
}

func toBytes(v Value) (Value, bool) {
	switch v := v.(type) {
	case []byte:
		return v, true
	case string:
		return []byte(v), true
	default:
		return nil, false
	}
}

func toJSON(v Value) (Value, bool) {
	switch v.(type) {
	case []any, map[string]any:
		return v, true
	default:
		return nil, false
	}
}
