package patch

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// elements applies an operation to a multi-valued attribute.
func (s *state) elements(h holder, op Op) error {
	switch {
	case op.Path.Filter != nil || op.Path.At.Sub != nil:
		return s.selected(h, op)
	case op.Kind == Replace:
		return h.assign(op.Value)
	case op.Kind == Add:
		return h.add(op.Value.([]any))
	case op.HasValue:
		return h.removeListed(op.Value.([]any))
	default:
		return h.unassign()
	}
}

// selected applies an operation to the elements that its filter selects, or to all when there is no filter.
func (s *state) selected(h holder, op Op) error {
	list := h.in.List(h.name())
	found := slices.DeleteFunc(slices.Clone(list), func(e any) bool {
		o, ok := e.(*scim.Object)
		return !ok || op.Path.Filter != nil && !filter.MatchElement(op.Path.Filter, o)
	})
	switch {
	case len(found) == 0 && op.NeedsTarget && op.Path.Filter != nil:
		return noTarget(op)
	case op.Kind == Remove:
		return h.removeSelected(op, found)
	case len(found) == 0:
		return s.create(h, op)
	}
	for _, e := range found {
		if err := (part{h.at, e.(*scim.Object)}).assign(op); err != nil {
			return err
		}
	}
	if makesPrimary(op) {
		if len(found) > 1 {
			return scim.BadRequest(scim.InvalidValue, "%s can have one primary value only", h.at)
		}
		elect(found[0], list)
	}
	h.in.Set(h.name(), distinct(list))
	return nil
}

// makesPrimary reports whether an operation makes the elements it selects primary.
func makesPrimary(op Op) bool {
	if sub := op.Path.At.Sub; sub != nil {
		return sub.Name == "primary" && op.Value == true
	}
	return isPrimary(op.Value)
}

// assign applies an add or replace to one selected element; a whole element is merged.
func (p part) assign(op Op) error {
	if sub := op.Path.At.Sub; sub != nil {
		return p.set(sub, op.Value)
	}
	return p.merge(op.Value.(*scim.Object))
}

// create makes the element that was not there: always for an add (RFC 7644 §3.5.2.1), for a replace with a filter
// only where the operation says so.
func (s *state) create(h holder, op Op) error {
	if !op.mayCreate() {
		return noTarget(op)
	}
	e, ok, err := newElement(s.rt, op)
	if err != nil {
		return err
	}
	if !ok {
		return noTarget(op)
	}
	return h.add([]any{e})
}

// removeSelected removes elements, or a sub-attribute from each of them; one of which too little is left goes too.
func (h holder) removeSelected(op Op, found []any) error {
	gone := make(map[any]bool, len(found))
	for _, e := range found {
		gone[e] = true
		if sub := op.Path.At.Sub; sub != nil {
			p := part{h.at, e.(*scim.Object)}
			if err := p.remove(sub); err != nil {
				return err
			}
			gone[e] = p.hollow(sub)
		}
	}
	if err := h.keep(func(e any) bool { return !gone[e] }); err != nil || op.Path.At.Sub == nil {
		return err
	}
	if list := h.in.List(h.name()); list != nil {
		h.in.Set(h.name(), distinct(list))
	}
	return nil
}

// removeListed removes the elements that the listed ones stand for.
func (h holder) removeListed(list []any) error {
	ix := indexOf(list)
	return h.keep(func(e any) bool { return !ix.names(e) })
}

// keep drops the elements that keep refuses, and unassigns the attribute when none is left.
func (h holder) keep(keep func(any) bool) error {
	list := h.in.List(h.name())
	kept := make([]any, 0, len(list))
	for _, e := range list {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	switch {
	case len(kept) == len(list):
		return nil
	case len(kept) == 0:
		return h.unassign()
	case h.at.Attr.Mutability == schema.Immutable:
		return refuse(h.at, schema.Immutable)
	}
	h.in.Set(h.name(), kept)
	return nil
}

// filtered applies an operation with a filter to a single-valued complex attribute, as to a list of at most one.
func (s *state) filtered(h holder, op Op) error {
	o := h.in.Object(h.name())
	sub := op.Path.At.Sub
	switch match := o != nil && filter.MatchElement(op.Path.Filter, o); {
	case match && op.Kind == Remove && sub == nil:
		return h.unassign()
	case match && op.Kind == Remove:
		return h.change(func(p part) error { return p.remove(sub) })
	case match:
		return h.change(func(p part) error { return p.assign(op) })
	case op.Kind == Remove && !op.NeedsTarget:
		return nil
	case op.Kind == Remove || o != nil || !op.mayCreate():
		return noTarget(op)
	}
	e, ok, err := newElement(s.rt, op)
	if err != nil {
		return err
	}
	if !ok {
		return noTarget(op)
	}
	return h.assign(e)
}

func noTarget(op Op) error {
	return scim.BadRequest(scim.NoTarget, "no value of %s matches the filter of the path", op.Path.At.Top())
}
