package filter

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Bind finds the attributes of a filter in a resource type and gives its values their types. It returns a new tree,
// in which
//
//   - At is set and Name has the letter case of the schema; inside an Element, At is the sub-attribute's whole path;
//   - a comparison with a complex attribute has become one with its sub-attribute "value" (RFC 7644 §3.4.2.2);
//   - eq null has become not (… pr), and ne null has become pr, so that no Value is nil but that of Pr;
//   - a Value is a string for strings, references and binary values, a bool for booleans, an int64 for integers, an
//     int64 or float64 for decimals, and an RFC 3339 string in UTC for dates.
//
// The tolerances are BooleanText, NumberText, FilterOnSingle, and SchemasInferred for an extension's attribute without
// its URN. A name that leads nowhere, an attribute that is never returned, and a comparison that makes no sense are
// each a 400 invalidFilter.
func Bind(rt *schema.ResourceType, x Expr, edge *scim.Edge) (Expr, error) {
	b := binder{rt: rt, edge: edge, what: "filter", refusal: scim.InvalidFilter}
	return b.bind(x, schema.Path{})
}

// binder is one call of Bind or BindPath. refusal is the code for a name that leads nowhere.
type binder struct {
	rt      *schema.ResourceType
	edge    *scim.Edge
	what    string
	refusal scim.ScimType
}

// bind binds x; in is the attribute whose brackets x stands in, if any.
func (b *binder) bind(x Expr, in schema.Path) (Expr, error) {
	switch x := x.(type) {
	case And:
		terms, err := b.terms(x.Terms, in)
		if err != nil {
			return nil, err
		}
		return And{terms}, nil
	case Or:
		terms, err := b.terms(x.Terms, in)
		if err != nil {
			return nil, err
		}
		return Or{terms}, nil
	case Not:
		term, err := b.bind(x.Term, in)
		if err != nil {
			return nil, err
		}
		return Not{term}, nil
	case Element:
		return b.element(x, in)
	case Compare:
		return b.compare(x, in)
	default:
		panic("filter: unknown expression") // the interface is sealed
	}
}

func (b *binder) terms(terms []Expr, in schema.Path) ([]Expr, error) {
	bound := make([]Expr, len(terms))
	for i, t := range terms {
		var err error
		if bound[i], err = b.bind(t, in); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

func (b *binder) element(x Element, in schema.Path) (Expr, error) {
	at, ok := b.find(x.Name, in)
	if !ok {
		return nil, b.unknown(x.Name)
	}
	term, err := b.brackets(at, x.Term)
	if err != nil {
		return nil, err
	}
	return Element{Name: nameOf(at), Term: term, At: at}, nil
}

// brackets binds what stands in the brackets behind an attribute.
func (b *binder) brackets(at schema.Path, term Expr) (Expr, error) {
	switch {
	case at.Sub != nil || at.Attr.Type != schema.Complex:
		return nil, scim.BadRequest(b.refusal, "%s: %s has no sub-attributes, so no filter in brackets either", b.what, at)
	case !at.Attr.MultiValued && !b.edge.Allows(scim.FilterOnSingle):
		return nil, scim.BadRequest(b.refusal, "%s: %s has a single value; brackets select among several", b.what, at)
	}
	return b.bind(term, at)
}

func (b *binder) compare(c Compare, in schema.Path) (Expr, error) {
	at, ok := b.find(c.Name, in)
	if !ok {
		return nil, b.unknown(c.Name)
	}
	if c.Op != Pr && c.Value == nil {
		return b.null(c.Op, at, in)
	}
	if c.Op != Pr && at.Leaf().Type == schema.Complex {
		// A complex attribute within another does not exist (RFC 7643 §2.3.8), so this is never a sub-attribute.
		if at.Sub = at.Attr.Lookup("value"); at.Sub == nil {
			return nil, scim.BadRequest(scim.InvalidFilter, "%s: %s is complex; compare one of its sub-attributes", b.what, at)
		}
	}
	bound, err := b.bound(c.Op, at, in)
	if err != nil || c.Op == Pr {
		return bound, err
	}
	if !applies(c.Op, at.Leaf().Type) {
		return nil, scim.BadRequest(scim.InvalidFilter, "%s: %s does not apply to %s, which is of type %s", b.what, c.Op, at, at.Leaf().Type)
	}
	if bound.Value, ok = b.coerce(at.Leaf().Type, c.Value); !ok {
		return nil, scim.BadRequest(scim.InvalidFilter, "%s: %s is of type %s, and the value to compare with is not", b.what, at, at.Leaf().Type)
	}
	return bound, nil
}

// null binds eq null and ne null.
func (b *binder) null(op Op, at, in schema.Path) (Expr, error) {
	if op != Eq && op != Ne {
		return nil, scim.BadRequest(scim.InvalidFilter, "%s: null can be compared with eq and ne alone", b.what)
	}
	present, err := b.bound(Pr, at, in)
	if err != nil {
		return nil, err
	}
	if op == Eq {
		return Not{present}, nil
	}
	return present, nil
}

// bound is a comparison at a place, without its value. An attribute that is never returned could be guessed letter by
// letter, so it is none that a filter may use.
func (b *binder) bound(op Op, at, in schema.Path) (Compare, error) {
	if at.Attr.Returned == schema.ReturnedNever || at.Leaf().Returned == schema.ReturnedNever {
		return Compare{}, scim.BadRequest(scim.InvalidFilter, "%s: %s cannot be used in a filter", b.what, at)
	}
	name := nameOf(at)
	if in.Attr != nil {
		name = Name{Attr: at.Sub.Name}
	}
	return Compare{Name: name, Op: op, At: at}, nil
}

// find finds a name in the resource type, or among the sub-attributes of the attribute whose brackets it stands in.
func (b *binder) find(n Name, in schema.Path) (schema.Path, bool) {
	if in.Attr == nil {
		at, ok := b.lookup(n)
		return at, ok && at.Attr != nil
	}
	if n.URN != "" || n.Sub != "" {
		return schema.Path{}, false
	}
	in.Sub = in.Attr.Lookup(n.Attr)
	return in, in.Sub != nil
}

// lookup finds a name in the resource type.
func (b *binder) lookup(n Name) (schema.Path, bool) {
	if at, ok := b.rt.FindName(n.URN, n.Attr, n.Sub); ok {
		return at, true
	}
	return b.rt.Resolve(n.String(), b.edge) // also the URN of an extension, whose last word was read as an attribute
}

func (b *binder) unknown(n Name) error {
	return scim.BadRequest(b.refusal, "%s: there is no attribute %q here", b.what, n)
}

// nameOf is the canonical name of a place.
func nameOf(at schema.Path) Name {
	var n Name
	if at.Extension != nil {
		n.URN = at.Extension.ID
	}
	if at.Attr != nil {
		n.Attr = at.Attr.Name
	}
	if at.Sub != nil {
		n.Sub = at.Sub.Name
	}
	return n
}
