package connectors

import (
	"bytes"
	"cmp"
	"math/big"
	"strings"
	"time"

	"github.com/scimgate/scimgate/internal/fold"
)

// Compare orders two values of one type: negative, zero or positive, and ok false when they cannot be compared.
// Text is compared by the code points of its folded form, numbers by value whatever their types, instants as
// instants, false before true. A nil compares with nothing.
func Compare(a, b Value, f fold.Kind) (order int, ok bool) {
	switch a := a.(type) {
	case string:
		b, ok := b.(string)
		return strings.Compare(f.Apply(a), f.Apply(b)), ok
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b), true
		}
		return compareNumbers(a, b)
	case float64, Decimal:
		return compareNumbers(a, b)
	case bool:
		b, ok := b.(bool)
		return boolOrder(a) - boolOrder(b), ok
	case time.Time:
		b, ok := b.(time.Time)
		return a.Compare(b), ok
	case []byte:
		b, ok := b.([]byte)
		return bytes.Compare(a, b), ok
	default:
		return 0, false
	}
}

// Compares reports whether Compare orders the values of a field of type t and v.
func (t Type) Compares(v Value) bool {
	switch v.(type) {
	case string:
		return t == TypeText
	case int64, float64, Decimal:
		return t == TypeInteger || t == TypeFloat || t == TypeDecimal
	case bool:
		return t == TypeBool
	case time.Time:
		return t == TypeTime || t == TypeDate
	case []byte:
		return t == TypeBytes
	default:
		return false
	}
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

func compareNumbers(a, b Value) (int, bool) {
	x, okX := rational(a)
	y, okY := rational(b)
	if !okX || !okY {
		return 0, false
	}
	return x.Cmp(y), true
}

// rational is the exact value of a number; NaN and infinities have none.
func rational(v Value) (*big.Rat, bool) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case float64:
		r := new(big.Rat).SetFloat64(v)
		return r, r != nil
	case Decimal:
		return new(big.Rat).SetString(string(v))
	default:
		return nil, false
	}
}
