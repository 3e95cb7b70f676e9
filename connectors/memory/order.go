package memory

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// compareRows orders by each criterion and then by the key, ascending. Empty values come last, descending first.
func compareRows(a, b connectors.Fields, order []connectors.Order, key []string, foldOf func(string) fold.Kind) int {
	for _, o := range order {
		c := compareValues(a[o.Field], b[o.Field], foldOf(o.Field))
		if o.Desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	for _, k := range key {
		if c := compareValues(a[k], b[k], fold.None); c != 0 {
			return c
		}
	}
	return 0
}

func compareValues(a, b connectors.Value, f fold.Kind) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	c, _ := connectors.Compare(a, b, f)
	return c
}

func (rel *relation) fold(field string) fold.Kind {
	c, _ := rel.joins.column(rel.def, field)
	return c.Fold
}

func (e *entity) fold(field string) fold.Kind {
	c, _ := e.joins.column(e.def, field)
	return c.Fold
}
