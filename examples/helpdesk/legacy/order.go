package legacy

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"time"
)

// compare orders two values of a field: no value first, text by code points, or by those of its small letters where the
// field is of any case.
func (t *table) compare(field string, a, b any) int {
	if a == nil || b == nil {
		return cmp.Compare(boolean(a != nil), boolean(b != nil))
	}
	switch a := a.(type) {
	case int64:
		return cmp.Compare(a, b.(int64))
	case float64:
		return cmp.Compare(a, b.(float64))
	case bool:
		return cmp.Compare(boolean(a), boolean(b.(bool)))
	case time.Time:
		return a.Compare(b.(time.Time))
	case json.Number:
		return exact(a).Cmp(exact(b.(json.Number)))
	default:
		x, y := a.(string), b.(string)
		if t.fields[field].AnyCase {
			x, y = strings.ToLower(x), strings.ToLower(y)
		}
		return cmp.Compare(x, y)
	}
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func exact(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		return new(big.Rat)
	}
	return r
}

// order is by these fields, the first of them possibly downwards.
type order struct {
	fields []string
	desc   bool
}

// orderOf is what sort= asks for, and the key where that leaves a doubt; what it may not ask for is passed over.
func (t *table) orderOf(sort string) order {
	field, desc := strings.CutPrefix(sort, "-")
	if !slices.Contains(t.Sort, field) {
		return order{fields: t.Key}
	}
	return order{append([]string{field}, t.Key...), desc}
}

func (t *table) ordered(o order) func(a, b Row) int {
	return func(a, b Row) int {
		for i, name := range o.fields {
			c := t.compare(name, a[name], b[name])
			if c != 0 && i == 0 && o.desc {
				return -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	}
}
