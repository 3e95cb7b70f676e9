package sql

import (
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// operand is a literal as a column can meet it. A column holds values at certain points only, a literal may lie
// between two of them; what is bound then is the point below.
type operand struct {
	value connectors.Value
	place place
}

// place is where a literal lies among the values that a column can hold.
type place int

const (
	on    place = iota // at value
	past               // behind value, which is the greatest below it
	over               // above all
	under              // below all
	never              // nowhere: it compares with none of them
)

// resolution says which points a column of a dialect has, beyond what its type says.
type resolution struct {
	instant time.Duration                             // between two instants
	decimal func(*big.Rat) (connectors.Decimal, bool) // the greatest decimal not above; nil: every decimal
	noNUL   bool                                      // text without NUL alone
	noEmpty bool                                      // no empty text: it is nothing
}

const day = 24 * time.Hour

func operandOf(t connectors.Type, r resolution, literal connectors.Value) operand {
	switch t {
	case connectors.TypeText:
		return textOperand(r, literal)
	case connectors.TypeBool:
		_, ok := literal.(bool)
		return onOrNever(literal, ok)
	case connectors.TypeBytes:
		_, ok := literal.([]byte)
		return onOrNever(literal, ok)
	case connectors.TypeTime:
		return timeOperand(r.instant, literal)
	case connectors.TypeDate:
		return timeOperand(day, literal)
	case connectors.TypeInteger, connectors.TypeFloat, connectors.TypeDecimal:
		return numberOperand(t, r, literal)
	default:
		return operand{place: never}
	}
}

func onOrNever(v connectors.Value, ok bool) operand {
	if !ok {
		return operand{place: never}
	}
	return operand{v, on}
}

// textOperand cuts at the first NUL where the database has none: whatever sorts before the whole, and has no NUL,
// does not sort behind the part before it.
func textOperand(r resolution, literal connectors.Value) operand {
	text, ok := literal.(string)
	if ok && r.noEmpty && text == "" {
		return operand{text, under}
	}
	if i := strings.IndexByte(text, 0); ok && r.noNUL && i >= 0 {
		return operand{text[:i], past}
	}
	return onOrNever(literal, ok)
}

func isInstant(t connectors.Type) bool { return t == connectors.TypeTime || t == connectors.TypeDate }

// endOfTime is the first or the last instant that a SCIM dateTime can name. It stands for the infinities of
// databases that have them.
func endOfTime(t connectors.Type, first bool) time.Time {
	switch {
	case first:
		return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	case t == connectors.TypeDate:
		return time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	default:
		return time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
	}
}

func timeOperand(step time.Duration, literal connectors.Value) operand {
	t, ok := literal.(time.Time)
	switch {
	case !ok:
		return operand{place: never}
	case t.Year() > 9999:
		return operand{place: over}
	case t.Year() < 1:
		return operand{place: under}
	}
	point := t.UTC().Truncate(step)
	if point.Equal(t) {
		return operand{point, on}
	}
	return operand{point, past}
}

func numberOperand(t connectors.Type, r resolution, literal connectors.Value) operand {
	x, ok := rational(literal)
	if !ok {
		return operand{place: never}
	}
	var point connectors.Value
	switch t {
	case connectors.TypeInteger:
		point, ok = integerBelow(x)
	case connectors.TypeFloat:
		point, ok = floatBelow(x)
	default:
		if r.decimal == nil {
			return operand{exactDecimal(x), on}
		}
		point, ok = r.decimal(x)
	}
	switch {
	case !ok && x.Sign() > 0:
		return operand{place: over}
	case !ok:
		return operand{place: under}
	}
	if order, _ := connectors.Compare(point, literal, ""); order == 0 {
		return operand{point, on}
	}
	return operand{point, past}
}

func integerBelow(x *big.Rat) (int64, bool) {
	// Euclidean division rounds down, because a denominator is positive.
	q := new(big.Int).Div(x.Num(), x.Denom())
	return q.Int64(), q.IsInt64()
}

func floatBelow(x *big.Rat) (float64, bool) {
	f, _ := x.Float64()
	if math.IsInf(f, 0) {
		return 0, false
	}
	if new(big.Rat).SetFloat64(f).Cmp(x) > 0 {
		f = math.Nextafter(f, math.Inf(-1))
	}
	return f, !math.IsInf(f, 0)
}

// exactDecimal writes x out: every number of the contract has finitely many digits.
func exactDecimal(x *big.Rat) connectors.Decimal {
	digits, _ := x.FloatPrec()
	return connectors.Decimal(x.FloatString(digits))
}

func rational(v connectors.Value) (*big.Rat, bool) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case float64:
		r := new(big.Rat).SetFloat64(v)
		return r, r != nil
	case connectors.Decimal:
		return new(big.Rat).SetString(string(v))
	default:
		return nil, false
	}
}

// fixedPoint is the resolution of a column that says how many digits it has.
func fixedPoint(c *column) resolution {
	switch c.typ {
	case connectors.TypeTime:
		step := time.Second
		for range c.scale {
			step /= 10
		}
		return resolution{instant: step}
	case connectors.TypeDecimal:
		return resolution{decimal: func(r *big.Rat) (connectors.Decimal, bool) { return decimalBelow(r, c.digits, c.scale) }}
	default:
		return resolution{}
	}
}

// decimalBelow is the greatest decimal of so many digits, scale of them behind the point, that is not above r.
func decimalBelow(r *big.Rat, digits, scale int) (connectors.Decimal, bool) {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(unit))
	n := new(big.Int).Div(scaled.Num(), scaled.Denom()) // rounds down, because a denominator is positive
	if n.CmpAbs(limit) >= 0 {
		return "", false
	}
	return exactDecimal(new(big.Rat).SetFrac(n, unit)), true
}
