package filter

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Sensitive finds an attribute that x, as it was parsed, compares and whose values have no place in an address. What
// Bind would refuse and BindAmong pass over is found as well: it was sent all the same.
func Sensitive(rt *schema.ResourceType, x Expr) (at schema.Path, found bool) {
	b := binder{rt: rt, edge: &scim.Edge{}}
	return b.sensitive(x, schema.Path{})
}

func (b *binder) sensitive(x Expr, in schema.Path) (at schema.Path, found bool) {
	switch x := x.(type) {
	case And:
		return b.sensitiveAmong(x.Terms, in)
	case Or:
		return b.sensitiveAmong(x.Terms, in)
	case Not:
		return b.sensitive(x.Term, in)
	case Element:
		if at, found = b.find(x.Name, in); found {
			return b.sensitive(x.Term, at)
		}
	case Compare:
		if at, found = b.find(x.Name, in); found {
			return at, at.Sensitive()
		}
	}
	return schema.Path{}, false
}

func (b *binder) sensitiveAmong(terms []Expr, in schema.Path) (at schema.Path, found bool) {
	for _, t := range terms {
		if at, found = b.sensitive(t, in); found {
			return at, true
		}
	}
	return schema.Path{}, false
}
