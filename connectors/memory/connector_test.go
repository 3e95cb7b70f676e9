package memory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
)

func badges() *memory.Connector {
	return memory.New(memory.Schema{{
		Name: "badges",
		Columns: []memory.Column{
			{Name: "id", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "code", Type: connectors.TypeText, Max: 4},
			{Name: "photo", Type: connectors.TypeBytes},
			{Name: "extra", Type: connectors.TypeJSON},
			{Name: "price", Type: connectors.TypeDecimal},
			{Name: "colour", Type: connectors.TypeText, Default: "grey"},
		},
		Key:    []string{"id"},
		Unique: [][]string{{"code"}, {"price", "colour"}},
	}})
}

func TestInsertedRowsGetNumbersAndDefaults(t *testing.T) {
	c := badges()
	if err := c.Insert("badges", connectors.Fields{"code": "a"}, connectors.Fields{"id": int64(7)}, connectors.Fields{"colour": nil}); err != nil {
		t.Fatal(err)
	}
	var got []connectors.Fields
	for _, r := range c.Rows("badges") {
		got = append(got, connectors.Fields{"id": r["id"], "code": r["code"], "colour": r["colour"]})
	}
	want := []connectors.Fields{
		{"id": int64(1), "code": "a", "colour": "grey"}, {"id": int64(7), "code": nil, "colour": "grey"}, {"id": int64(8), "code": nil, "colour": nil},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNothingIsInsertedWhenOneRowIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		row  connectors.Fields
		kind connectors.Kind
	}{
		{"a text that is too long", connectors.Fields{"code": "12345"}, connectors.Invalid},
		{"an unknown column", connectors.Fields{"size": int64(1)}, connectors.Internal},
		{"a value of another type", connectors.Fields{"price": "cheap"}, connectors.Invalid},
		{"a key that is taken", connectors.Fields{"id": int64(1)}, connectors.Conflict},
		{"a unique value that is taken", connectors.Fields{"code": "a"}, connectors.Conflict},
		{"a unique pair that is taken, the number written otherwise", connectors.Fields{"price": "1.50"}, connectors.Conflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := badges()
			first := connectors.Fields{"code": "a", "price": connectors.Decimal("1.5")}
			if err := app.Insert("badges", first); err != nil {
				t.Fatal(err)
			}
			if err := app.Insert("badges", connectors.Fields{"code": "b"}, c.row); connectors.KindOf(err) != c.kind {
				t.Errorf("%v, want %s", err, c.kind)
			}
			if got := len(app.Rows("badges")); got != 1 {
				t.Errorf("%d rows", got)
			}
		})
	}
	if err := badges().Insert("cars", connectors.Fields{}); connectors.KindOf(err) != connectors.Internal {
		t.Errorf("into an unknown table: %v", err)
	}
	if got := badges().Rows("cars"); got != nil {
		t.Errorf("rows of an unknown table: %v", got)
	}
}

func TestNobodySharesAValueWithTheTables(t *testing.T) {
	c := badges()
	photo, extra := []byte("abc"), map[string]any{"tags": []any{"x"}}
	if err := c.Insert("badges", connectors.Fields{"photo": photo, "extra": extra}); err != nil {
		t.Fatal(err)
	}
	e, findings := c.Open(t.Context(), connectors.Spec{Entity: "badges", Fields: []string{"photo", "extra"}})
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	read := func() connectors.Fields {
		got, err := e.Get(t.Context(), []connectors.Key{"1"}, connectors.Need{Fields: []string{"photo", "extra"}})
		if err != nil {
			t.Fatal(err)
		}
		return got["1"].Fields
	}
	spoil := func(f connectors.Fields) {
		f["photo"].([]byte)[0] = 'X'
		f["extra"].(map[string]any)["tags"].([]any)[0] = "spoilt"
	}
	spoil(connectors.Fields{"photo": photo, "extra": extra})
	spoil(read())
	spoil(c.Rows("badges")[0])
	want := connectors.Fields{"photo": []byte("abc"), "extra": map[string]any{"tags": []any{"x"}}}
	if d := cmp.Diff(want, read()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestACopyOfAGeneratedNumberIsTheNumber(t *testing.T) {
	c := badges()
	e, findings := c.Open(t.Context(), connectors.Spec{
		Entity: "badges", Fields: []string{"id", "code"}, Insert: map[string]connectors.Source{"code": connectors.Copy{Field: "id"}},
	})
	if findings.HasErrors() {
		t.Fatal(findings.Err())
	}
	if _, err := e.Create(t.Context(), connectors.Change{}); err != nil {
		t.Fatal(err)
	}
	if got := c.Rows("badges")[0]["code"]; got != "1" {
		t.Errorf("code is %#v", got)
	}
}
