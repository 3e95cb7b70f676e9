package differential

import (
	"fmt"
	"testing"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim/filter"
)

// smallest looks for a part of the filter that shows a difference by itself.
func (p population) smallest(t *testing.T, q gateway.Query, difference string) (gateway.Query, string) {
	t.Helper()
	if q.Filter == nil {
		return q, difference
	}
	best := q
	var parts func(x filter.Expr)
	parts = func(x filter.Expr) {
		smaller := q
		smaller.Filter = x
		if d := p.check(t, smaller); d != "" && len(filter.Print(x)) < len(filter.Print(best.Filter)) {
			best, difference = smaller, d
		}
		switch x := x.(type) {
		case filter.And:
			for _, term := range x.Terms {
				parts(term)
			}
		case filter.Or:
			for _, term := range x.Terms {
				parts(term)
			}
		case filter.Not:
			parts(x.Term)
		}
	}
	parts(q.Filter)
	return best, difference
}

func describe(q gateway.Query) string {
	text := "everybody"
	if q.Filter != nil {
		text = filter.Print(q.Filter)
	}
	if q.SortBy.Attr != nil {
		text += fmt.Sprintf(", sorted by %s (descending: %t)", q.SortBy, q.Desc)
	}
	return fmt.Sprintf("%s, in pages of %d (by cursor: %t)", text, q.Count, q.Cursor != nil)
}
