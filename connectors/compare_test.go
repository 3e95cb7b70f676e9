package connectors_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

func TestCompareOrdersValuesOfOneType(t *testing.T) {
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		a, b connectors.Value
		fold fold.Kind
		want int
	}{
		{"text by code point", "Z", "a", fold.None, -1},
		{"text without a fold by code point", "Z", "a", fold.Unset, -1},
		{"text by its folded form", "Z", "a", fold.ASCII, 1},
		{"text equal under a fold", "ADA", "ada", fold.ASCII, 0},
		{"accents are letters of their own", "jose", "josé", fold.Full, -1},
		{"digits of text are no number", "10", "9", fold.None, -1},
		{"a prefix comes first", "a", "ab", fold.None, -1},
		{"integers", int64(-1), int64(1), "", -1},
		{"an integer and a float", int64(1), 1.5, "", -1},
		{"a float and an integer", 2.0, int64(2), "", 0},
		{"a decimal and an integer", connectors.Decimal("1.00"), int64(1), "", 0},
		{"decimals of other length", connectors.Decimal("1.5"), connectors.Decimal("1.50"), "", 0},
		{"a decimal that no float is", connectors.Decimal("0.1"), 0.1, "", -1},
		{"integers that no float tells apart", int64(math.MaxInt64), int64(math.MaxInt64 - 1), "", 1},
		{"a large integer and the float beside it", int64(math.MaxInt64), 9223372036854775808.0, "", -1},
		{"false before true", false, true, "", -1},
		{"one instant in two zones", noon, noon.In(time.FixedZone("", 7200)), "", 0},
		{"a later instant", noon.Add(1), noon, "", 1},
		{"bytes", []byte{1, 2}, []byte{1, 3}, "", -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := connectors.Compare(c.a, c.b, c.fold); got != c.want || !ok {
				t.Errorf("%d, %v, want %d", got, ok, c.want)
			}
			if got, ok := connectors.Compare(c.b, c.a, c.fold); got != -c.want || !ok {
				t.Errorf("the other way round: %d, %v, want %d", got, ok, -c.want)
			}
		})
	}
}

func TestValuesThatDoNotCompare(t *testing.T) {
	values := map[string]connectors.Value{
		"nothing": nil, "text": "1", "a number": int64(1), "a boolean": true, "an instant": time.Unix(1, 0), "bytes": []byte("1"),
		"a list": []any{"1"}, "a map": map[string]any{}, "not a number": math.NaN(), "infinity": math.Inf(1), "no decimal": connectors.Decimal("x"),
	}
	comparesWithItself := map[string]bool{"text": true, "a number": true, "a boolean": true, "an instant": true, "bytes": true}
	for a, x := range values {
		for b, y := range values {
			_, ok := connectors.Compare(x, y, fold.Full)
			if want := a == b && comparesWithItself[a]; ok != want {
				t.Errorf("%s and %s: %v, want %v", a, b, ok, want)
			}
		}
	}
}

func TestCompareIsAnOrder(t *testing.T) {
	number := rapid.OneOf(
		rapid.Map(rapid.Int64Range(-3, 3), func(n int64) connectors.Value { return n }),
		rapid.Map(rapid.IntRange(-6, 6), func(n int) connectors.Value { return float64(n) / 2 }),
		rapid.SampledFrom([]connectors.Value{connectors.Decimal("1.5"), connectors.Decimal("-0.10"), connectors.Decimal("2")}),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c")
		ab, _ := connectors.Compare(a, b, "")
		bc, _ := connectors.Compare(b, c, "")
		ac, _ := connectors.Compare(a, c, "")
		ba, _ := connectors.Compare(b, a, "")
		if ab != -ba {
			t.Fatalf("%v %v: %d and %d", a, b, ab, ba)
		}
		if ab <= 0 && bc <= 0 && ac > 0 {
			t.Fatalf("%v ≤ %v ≤ %v, but not %v ≤ %v", a, b, c, a, c)
		}
	})
}
