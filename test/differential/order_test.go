package differential

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

func sortPath(t *testing.T, e *gateway.Endpoint, r *rand.Rand) schema.Path {
	t.Helper()
	p, err := e.SortPath(pick(r, "id", "userName", "externalId", "nickName", "displayName", "title", "profileUrl", "name.givenName", "name.familyName",
		"locale", "active", "userType", "emails", "phoneNumbers.value", "roles.display", "groups", "meta.lastModified",
		enterprise+":employeeNumber", enterprise+":department", enterprise+":manager.displayName"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// disorder says which neighbours stand the wrong way round. What the application can sort by is in its own order; the
// rest is in that of RFC 7644 §3.4.2.3, and so is what a filter finds by id.
func (p population) disorder(q gateway.Query, l gateway.List) string {
	if q.SortBy.Attr == nil {
		return ""
	}
	byValue := func(a, b scim.Resource) int { return compare(q.SortBy, a, b) }
	order, native := p.users.Mapping.Order(q.SortBy, q.Desc)
	if !native {
		return unsorted(q, l, byValue)
	}
	difference := unsorted(q, l, func(a, b scim.Resource) int {
		return compareNative(p.records[a.Text("id")].Fields[order.Field], p.records[b.Text("id")].Fields[order.Field])
	})
	if strings.Contains(q.Text, "id ") && unsorted(q, l, byValue) == "" {
		return ""
	}
	return difference
}

func unsorted(q gateway.Query, l gateway.List, compare func(a, b scim.Resource) int) string {
	for i := 1; i < len(l.Resources); i++ {
		a, b := l.Resources[i-1].Resource, l.Resources[i].Resource
		c := compare(a, b)
		if q.Desc {
			c = -c
		}
		if c > 0 {
			return fmt.Sprintf("out of order:\n  %s\n  %s", a.AppendJSON(nil), b.AppendJSON(nil))
		}
	}
	return ""
}

// compareNative is the order that connectors.Order promises, ascending.
func compareNative(a, b connectors.Value) int {
	if a == nil || b == nil {
		return cmp.Compare(btoi(a == nil), btoi(b == nil))
	}
	c, _ := connectors.Compare(a, b, fold.ASCII)
	return c
}

// compare is the ascending order: absent values are last.
func compare(p schema.Path, a, b scim.Resource) int {
	x, y := sortedBy(p, a), sortedBy(p, b)
	if x == nil || y == nil {
		return cmp.Compare(btoi(x == nil), btoi(y == nil))
	}
	switch x := x.(type) {
	case bool:
		return cmp.Compare(btoi(x), btoi(y.(bool)))
	case string:
		if p.Leaf().Type == schema.DateTime {
			s, _ := schema.Instant(x)
			t, _ := schema.Instant(y.(string))
			return s.Compare(t)
		}
		kind := p.Leaf().Comparison()
		return cmp.Compare(kind.Apply(x), kind.Apply(y.(string)))
	default:
		panic(fmt.Sprintf("%s is a %T", p, x))
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sortedBy is the value at p, of a list that of its primary or first element; nil when there is none.
func sortedBy(p schema.Path, r scim.Resource) any {
	o := r
	if p.Extension != nil {
		o = r.Object(p.Extension.ID)
	}
	v, _ := o.Get(p.Attr.Name)
	if list, ok := v.([]any); ok {
		v = list[0]
		for _, e := range list {
			if primary, _ := e.(*scim.Object).Get("primary"); primary == true {
				v = e
			}
		}
	}
	if p.Sub != nil {
		element, _ := v.(*scim.Object)
		v, _ = element.Get(p.Sub.Name)
	}
	return v
}
