package mappings

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func TestANativeValueIsShownWhereItIsOneOfTheAttribute(t *testing.T) {
	cases := []struct {
		name string
		typ  schema.Type
		in   connectors.Value
		want any // nil: absent
	}{
		{"text", schema.String, "Zoë", "Zoë"},
		{"empty text is absent", schema.String, "", nil},
		{"nothing is absent", schema.String, nil, nil},
		{"text that is not UTF-8 is absent", schema.String, "\xff", nil},
		{"a number as text", schema.String, int64(7), "7"},
		{"a decimal as text, digit by digit", schema.String, connectors.Decimal("12.50"), "12.50"},
		{"an instant as text", schema.String, noon, "2026-05-04T12:00:00Z"},
		{"bytes as base64", schema.Binary, []byte{1, 2}, "AQI="},
		{"a list is no text", schema.String, []any{"a"}, nil},
		{"true and false", schema.Boolean, false, false},
		{"1 is true", schema.Boolean, int64(1), true},
		{"2 is neither", schema.Boolean, int64(2), nil},
		{"a word is neither", schema.Boolean, "Y", nil},
		{"a whole number", schema.Integer, connectors.Decimal("7.0"), int64(7)},
		{"a fraction is no whole number", schema.Integer, 7.5, nil},
		{"a decimal number", schema.Decimal, connectors.Decimal("7.5"), 7.5},
		{"a whole number is a decimal one", schema.Decimal, int64(7), int64(7)},
		{"infinity is no number", schema.Decimal, math.Inf(1), nil},
		{"an instant", schema.DateTime, noon, "2026-05-04T12:00:00Z"},
		{"text that is an instant", schema.DateTime, "2026-05-04T12:00:00+02:00", "2026-05-04T12:00:00+02:00"},
		{"text that is none", schema.DateTime, "2026-05-04", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := toSCIM(c.typ, c.in)
			if ok != (c.want != nil) || ok && cmp.Diff(c.want, got) != "" {
				t.Errorf("got %#v, %t", got, ok)
			}
		})
	}
}

func TestAnAttributesValueIsStoredWhereItIsOneOfTheField(t *testing.T) {
	cases := []struct {
		name string
		typ  connectors.Type
		in   any
		want connectors.Value
		err  string
	}{
		{"text", connectors.TypeText, "Zoë", "Zoë", ""},
		{"true as text", connectors.TypeText, true, "true", ""},
		{"digits as a number", connectors.TypeInteger, "7", int64(7), ""},
		{"words as a number", connectors.TypeInteger, "seven", nil, "it must be a whole number"},
		{"true as a number", connectors.TypeInteger, true, int64(1), ""},
		{"text as a decimal", connectors.TypeDecimal, "7.50", connectors.Decimal("7.50"), ""},
		{"words as a decimal", connectors.TypeDecimal, "x", nil, "it must be a number"},
		{"a word as a boolean", connectors.TypeBool, "maybe", nil, "it must be true or false"},
		{"an instant in another zone", connectors.TypeTime, "2026-05-04T14:00:00+02:00", noon, ""},
		{"an instant as its day", connectors.TypeDate, "2026-05-04T14:00:00+02:00", noon.Truncate(24 * time.Hour), ""},
		{"a day alone as an instant", connectors.TypeTime, "2026-05-04", nil, "it must be a date and time"},
		{"true as an instant", connectors.TypeTime, true, nil, "it must be a date and time"},
		{"base64 as bytes", connectors.TypeBytes, "AQI=", []byte{1, 2}, ""},
		{"other text as bytes", connectors.TypeBytes, "?", nil, "it must be base64"},
		{"true as bytes", connectors.TypeBytes, true, nil, "it must be base64"},
		{"text as JSON", connectors.TypeJSON, "{}", nil, "it must be a list or an object"},
		{"anything in a field of unknown type", "", 7.5, 7.5, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := toNative(c.typ, c.in)
			message := ""
			if err != nil {
				message = err.Error()
			}
			if message != c.err || cmp.Diff(c.want, got) != "" {
				t.Errorf("got %#v, %q", got, message)
			}
		})
	}
}

func TestNativeValuesOfATableAreComparedAcrossTypes(t *testing.T) {
	cases := []struct {
		name string
		a, b connectors.Value
		want bool
	}{
		{"nothing and nothing", nil, nil, true},
		{"nothing and an empty text", nil, "", false},
		{"a number and its text", int64(1), "1", true},
		{"a number and a longer text", int64(1), "01", false},
		{"a decimal and an integer", connectors.Decimal("1.0"), int64(1), true},
		{"text in another letter case", "a", "A", false},
		{"a list and a list", []any{"a"}, []any{"a"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if sameNative(c.a, c.b) != c.want || sameNative(c.b, c.a) != c.want {
				t.Errorf("it is not %t", c.want)
			}
		})
	}
}
