package wire_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

func TestAValueIsSentAsItsTypeIsWritten(t *testing.T) {
	noon := time.Date(2024, 5, 1, 12, 30, 0, 5000, time.FixedZone("", 3600))
	for _, c := range []struct {
		name string
		v    connectors.Value
		t    connectors.Type
		want wire.Tree
	}{
		{"nothing is null", nil, connectors.TypeText, nil},
		{"an instant is text", noon, connectors.TypeTime, "2024-05-01T11:30:00.000005Z"},
		{"a day is text without a time", noon, connectors.TypeDate, "2024-05-01"},
		{"an instant without a type", noon, "", "2024-05-01T11:30:00.000005Z"},
		{"bytes are base64", []byte{0xff, 0}, connectors.TypeBytes, "/wA="},
		{"text of digits in an integer field", "12", connectors.TypeInteger, int64(12)},
		{"an integer in a text field", int64(12), connectors.TypeText, "12"},
		{"a decimal keeps its zeros", connectors.Decimal("1.50"), connectors.TypeDecimal, connectors.Decimal("1.50")},
		{"JSON holds what a tree holds", []any{noon, map[string]any{"a": []byte("x")}}, connectors.TypeJSON, []any{"2024-05-01T11:30:00.000005Z", map[string]any{"a": "eA=="}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := wire.Of(c.v, c.t)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAValueThatNothingCanCarryIsInvalid(t *testing.T) {
	deep := any("x")
	for range 65 {
		deep = []any{deep}
	}
	round := map[string]any{}
	round["a"] = round
	for name, v := range map[string]any{
		"not a number":           math.NaN(),
		"infinite":               math.Inf(-1),
		"text that is not UTF-8": "a\xff",
		"a name that is not":     map[string]any{"\xff": "a"},
		"a decimal in words":     connectors.Decimal("many"),
		"nested too deep":        deep,
		"nested without end":     round,
		"of a foreign type":      struct{}{},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := wire.Of(v, ""); !errors.Is(err, connectors.Invalid) {
				t.Errorf("as a tree: %v", err)
			}
			for _, codec := range []wire.Codec{wire.JSON{}, wire.XML{}, wire.Form{}} {
				if body, err := codec.Encode(map[string]any{"a": v}); !errors.Is(err, connectors.Invalid) {
					t.Errorf("as %s: %q, %v", codec.MediaType(), body, err)
				}
			}
		})
	}
}

func TestWhatAnApplicationSendsIsReadByTheTypeOfTheField(t *testing.T) {
	for _, c := range []struct {
		name string
		tree wire.Tree
		t    connectors.Type
		want connectors.Value
	}{
		{"null is nothing", nil, connectors.TypeInteger, nil},
		{"a number is text where text is meant", int64(7), connectors.TypeText, "7"},
		{"an empty text stays one", "", connectors.TypeText, ""},
		{"an empty text is no number", "", connectors.TypeInteger, nil},
		{"an empty text is no instant", "", connectors.TypeTime, nil},
		{"an empty text is no bytes", "", connectors.TypeBytes, []byte{}},
		{"text of digits is a number", "12", connectors.TypeInteger, int64(12)},
		{"a whole decimal is an integer", connectors.Decimal("12.0"), connectors.TypeInteger, int64(12)},
		{"an integer is a decimal", int64(12), connectors.TypeDecimal, connectors.Decimal("12")},
		{"a decimal is a float", connectors.Decimal("0.1"), connectors.TypeFloat, 0.1},
		{"1 in XML is true", "1", connectors.TypeBool, true},
		{"0 in XML is false", "0", connectors.TypeBool, false},
		{"1 in JSON is true", int64(1), connectors.TypeBool, true},
		{"base64 is bytes", "/wA=", connectors.TypeBytes, []byte{0xff, 0}},
		{"a day", "2024-05-01", connectors.TypeDate, time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)},
		{"a list where JSON is meant", []any{"a"}, connectors.TypeJSON, []any{"a"}},
		{"anything without a type", connectors.Decimal("1.0"), "", connectors.Decimal("1.0")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := wire.Value(c.tree, c.t)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatIsNotOfTheFieldsTypeIsInvalidAndNotQuoted(t *testing.T) {
	for name, c := range map[string]struct {
		tree wire.Tree
		t    connectors.Type
		want string
	}{
		"an object where text is meant": {map[string]any{"s3cret": 1}, connectors.TypeText, "invalid: a map[string]interface {} that is not of type text"},
		"words where a number is":       {"s3cret", connectors.TypeInteger, "invalid: a string that is not of type integer"},
		"what is not base64":            {"s3cret!", connectors.TypeBytes, "invalid: a text that is not base64"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := wire.Value(c.tree, c.t); !errors.Is(err, connectors.Invalid) || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestACloneSharesNothing(t *testing.T) {
	tree := wire.Tree(map[string]any{"a": []any{map[string]any{"b": "c"}}})
	clone := wire.Clone(tree)
	if d := cmp.Diff(tree, clone); d != "" {
		t.Fatal(d)
	}
	clone.(map[string]any)["a"].([]any)[0].(map[string]any)["b"] = "d"
	if d := cmp.Diff(map[string]any{"a": []any{map[string]any{"b": "c"}}}, tree); d != "" {
		t.Error(d)
	}
}
