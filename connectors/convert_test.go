package connectors_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func TestValuesAreConvertedWithoutLosingAnything(t *testing.T) {
	noon := time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC)
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		v    connectors.Value
		to   connectors.Type
		want connectors.Value
	}{
		{"nothing stays nothing", nil, connectors.TypeInteger, nil},
		{"text stays text", "O'Brien", connectors.TypeText, "O'Brien"},
		{"an integer as text", int64(-7), connectors.TypeText, "-7"},
		{"a float as text", 1.5, connectors.TypeText, "1.5"},
		{"a decimal as text", connectors.Decimal("1.50"), connectors.TypeText, "1.50"},
		{"a boolean as text", true, connectors.TypeText, "true"},
		{"an instant as text", noon.In(time.FixedZone("", 3600)), connectors.TypeText, "2024-05-01T12:30:00Z"},
		{"text as an integer", "-7", connectors.TypeInteger, int64(-7)},
		{"a whole float as an integer", 7.0, connectors.TypeInteger, int64(7)},
		{"a whole decimal as an integer", connectors.Decimal("7.00"), connectors.TypeInteger, int64(7)},
		{"a boolean as an integer", true, connectors.TypeInteger, int64(1)},
		{"text as a float", "0.5", connectors.TypeFloat, 0.5},
		{"an integer as a float", int64(3), connectors.TypeFloat, 3.0},
		{"a decimal as a float", connectors.Decimal("0.1"), connectors.TypeFloat, 0.1},
		{"text as a decimal", "12.50", connectors.TypeDecimal, connectors.Decimal("12.50")},
		{"a float as a decimal", 0.1, connectors.TypeDecimal, connectors.Decimal("0.1")},
		{"an integer as a decimal", int64(math.MinInt64), connectors.TypeDecimal, connectors.Decimal("-9223372036854775808")},
		{"text as a boolean", "false", connectors.TypeBool, false},
		{"one as a boolean", int64(1), connectors.TypeBool, true},
		{"an instant in UTC", noon.In(time.FixedZone("", 3600)), connectors.TypeTime, noon},
		{"text as an instant", "2024-05-01T14:30:00+02:00", connectors.TypeTime, noon},
		{"text as a date", "2024-05-01", connectors.TypeDate, day},
		{"an instant as its day", noon, connectors.TypeDate, day},
		{"text with a time as its UTC day", "2024-05-01T23:30:00-02:00", connectors.TypeDate, day.AddDate(0, 0, 1)},
		{"text as bytes", "a", connectors.TypeBytes, []byte("a")},
		{"a list as JSON", []any{"a"}, connectors.TypeJSON, []any{"a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := connectors.Convert(c.v, c.to)
			if d := cmp.Diff(c.want, got); d != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
}

func TestValuesThatCannotBeConverted(t *testing.T) {
	for _, c := range []struct {
		name string
		v    connectors.Value
		to   connectors.Type
	}{
		{"text that is no UTF-8", "\xff", connectors.TypeText},
		{"a list as text", []any{}, connectors.TypeText},
		{"a fraction as an integer", 1.5, connectors.TypeInteger},
		{"a number too large for an integer", 1e300, connectors.TypeInteger},
		{"text with a space as an integer", " 7", connectors.TypeInteger},
		{"hexadecimal text as an integer", "0x7", connectors.TypeInteger},
		{"empty text as an integer", "", connectors.TypeInteger},
		{"an integer that no float holds", int64(math.MaxInt64), connectors.TypeFloat},
		{"text that means infinity", "Inf", connectors.TypeFloat},
		{"not a number", math.NaN(), connectors.TypeFloat},
		{"a decimal comma", "12,5", connectors.TypeDecimal},
		{"an exponent", "1e3", connectors.TypeDecimal},
		{"a fraction bar", "1/2", connectors.TypeDecimal},
		{"two as a boolean", int64(2), connectors.TypeBool},
		{"another word for true", "yes", connectors.TypeBool},
		{"a date as an instant", "2024-05-01", connectors.TypeTime},
		{"a day that does not exist", "2023-02-29", connectors.TypeDate},
		{"a number as a date", int64(20240501), connectors.TypeDate},
		{"a number as bytes", int64(1), connectors.TypeBytes},
		{"text as JSON", "[]", connectors.TypeJSON},
		{"a type that does not exist", "x", connectors.Type("colour")},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := connectors.Convert(c.v, c.to); err == nil {
				t.Errorf("got %#v", got)
			}
		})
	}
}

func TestAPredicateIsConvertedToTheTypesOfItsFields(t *testing.T) {
	typeOf := func(relation, field string) (connectors.Type, bool) {
		types := map[string]connectors.Type{"deleted": connectors.TypeBool, "number": connectors.TypeInteger, "phones/rank": connectors.TypeInteger}
		if relation != "" {
			field = relation + "/" + field
		}
		t, ok := types[field]
		return t, ok
	}
	rank := func(v connectors.Value) connectors.Predicate {
		return connectors.Any{Relation: "phones", Where: connectors.Not{Term: connectors.Leaf{Field: "rank", Op: connectors.Gt, Value: v}}}
	}
	in := connectors.And{
		connectors.Leaf{Field: "deleted", Op: connectors.Eq, Value: int64(1)},
		connectors.Or{connectors.In{Field: "number", Values: []connectors.Value{"1", int64(2), nil}}, rank("3")},
	}
	want := connectors.And{
		connectors.Leaf{Field: "deleted", Op: connectors.Eq, Value: true},
		connectors.Or{connectors.In{Field: "number", Values: []connectors.Value{int64(1), int64(2), nil}}, rank(int64(3))},
	}
	got, err := connectors.ConvertPredicate(in, typeOf)
	if d := cmp.Diff(connectors.Predicate(want), got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	for name, p := range map[string]connectors.Predicate{
		"number":      connectors.And{connectors.Leaf{Field: "number", Op: connectors.Eq, Value: "one"}},
		"unknown":     connectors.Not{Term: connectors.In{Field: "unknown", Values: []connectors.Value{"x"}}},
		"phones/rank": rank("first"),
		"cars/plate":  connectors.Or{connectors.Any{Relation: "cars", Where: connectors.Leaf{Field: "plate", Op: connectors.Pr}}},
	} {
		_, err := connectors.ConvertPredicate(p, typeOf)
		if e, ok := errors.AsType[*connectors.Error](err); !ok || e.Kind != connectors.Invalid || e.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
