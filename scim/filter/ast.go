package filter

import "github.com/scimgate/scimgate/scim/schema"

// Expr is a filter: And, Or, Not, Compare or Element.
type Expr interface{ expr() }

type (
	// And holds when every term does; it has at least two.
	And struct{ Terms []Expr }
	// Or holds when any term does; it has at least two.
	Or struct{ Terms []Expr }
	// Not negates.
	Not struct{ Term Expr }
	// Compare tests one attribute. Value is nil (null), a bool, int64, float64 or string; Pr has none. Inside an
	// Element, Name is a sub-attribute's. Bind narrows Value to the attribute's type and leaves no null.
	Compare struct {
		Name  Name
		Op    Op
		Value any
		At    schema.Path // set by Bind
	}
	// Element holds when one element of a multi-valued attribute satisfies the whole of Term: emails[…].
	Element struct {
		Name Name
		Term Expr
		At   schema.Path // set by Bind
	}
)

// Walk visits x and everything in it, the outer before the inner.
func Walk(x Expr, visit func(Expr)) {
	visit(x)
	switch x := x.(type) {
	case And:
		for _, t := range x.Terms {
			Walk(t, visit)
		}
	case Or:
		for _, t := range x.Terms {
			Walk(t, visit)
		}
	case Not:
		Walk(x.Term, visit)
	case Element:
		Walk(x.Term, visit)
	}
}

func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
func (Compare) expr() {}
func (Element) expr() {}

// Name is an attribute as a client wrote it: [URN ":"] Attr ["." Sub]. A URN alone names an extension; then Attr is
// empty.
type Name struct{ URN, Attr, Sub string }

// String is the text of n.
func (n Name) String() string {
	s := n.URN
	if n.Attr != "" {
		if s != "" {
			s += ":"
		}
		s += n.Attr
	}
	if n.Sub != "" {
		s += "." + n.Sub
	}
	return s
}

// Op is a comparison operator, in lower case.
type Op string

const (
	Eq Op = "eq"
	Ne Op = "ne"
	Co Op = "co"
	Sw Op = "sw"
	Ew Op = "ew"
	Gt Op = "gt"
	Ge Op = "ge"
	Lt Op = "lt"
	Le Op = "le"
	Pr Op = "pr"
)

// Path is the path of a PATCH operation: an attribute, the elements of one that a filter selects, or a
// sub-attribute of those.
type Path struct {
	Name   Name        // without Sub when Filter is there
	Filter Expr        // nil unless there are brackets
	Sub    string      // the sub-attribute behind the brackets
	At     schema.Path // set by BindPath; includes Sub
}
