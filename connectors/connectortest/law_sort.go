package connectortest

import (
	"maps"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// sortLaw checks every field that the shape can sort by. How text is ordered is the application's own business; but
// equal texts stand together, the absent stand at their end, and ties are in key order. Other types have one order.
func sortLaw(t *testing.T, h Harness) {
	l := newSiteOf(t, h, randomTables(h.random(t))).law(People())
	for _, field := range slices.Sorted(maps.Keys(l.shape.Fields)) {
		if !l.shape.Sort(field) {
			continue
		}
		for _, desc := range []bool{false, true} {
			l.sorted(t, connectors.Order{Field: field, Desc: desc})
		}
	}
}

func (l *law) sorted(t *testing.T, o connectors.Order) {
	page := l.site.list(l.entity, connectors.Query{
		Order: []connectors.Order{o}, Need: connectors.Need{Fields: []string{o.Field, "emp_no"}}, Limit: 1_000_000,
	})
	if len(page.Records) != len(l.records) {
		t.Errorf("%+v: %d records, want %d", o, len(page.Records), len(l.records))
	}
	f := l.shape.Fields[o.Field].Fold
	ended := map[string]bool{} // values whose turn is over
	for i := 1; i < len(page.Records); i++ {
		a, b := page.Records[i-1].Fields, page.Records[i].Fields
		x, y := a[o.Field], b[o.Field]
		if class(x, f) == class(y, f) {
			if a["emp_no"].(int64) >= b["emp_no"].(int64) {
				t.Errorf("%+v: %v and %v tie on %#v and are not in key order", o, a["emp_no"], b["emp_no"], x)
			}
			continue
		}
		if ended[class(y, f)] {
			t.Errorf("%+v: %#v comes again after others", o, y)
		}
		ended[class(x, f)] = true
		if x == nil && !o.Desc || y == nil && o.Desc {
			t.Errorf("%+v: an empty value at the wrong end: %#v before %#v", o, x, y)
			continue
		}
		if _, isText := x.(string); isText || x == nil || y == nil {
			continue
		}
		if order, _ := connectors.Compare(x, y, f); (order > 0) != o.Desc {
			t.Errorf("%+v: %#v before %#v", o, x, y)
		}
	}
}

// class is a text that values share when they are equal in order.
func class(v connectors.Value, f fold.Kind) string {
	if s, ok := v.(string); ok {
		return "text " + f.Apply(s)
	}
	return show(v)
}
