package gateway

import (
	"context"
	"iter"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// A large attribute is never part of a record. It streams behind the resource, row by row.

// largePaths are the places of the large attributes.
func (e *Endpoint) largePaths() []schema.Path {
	var list []schema.Path
	for _, name := range e.Mapping.LargeAttributes() {
		if p, ok := e.Mapping.Type().Find(name); ok {
			list = append(list, p)
		}
	}
	return list
}

func (e *Endpoint) largeWanted(v View) []schema.Path {
	var list []schema.Path
	for _, p := range e.largePaths() {
		if v.Wants(p) {
			list = append(list, p)
		}
	}
	return list
}

func (a *Answer) stream(attr string, elements iter.Seq2[*scim.Object, error]) {
	if a.Large == nil {
		a.Large = map[string]iter.Seq2[*scim.Object, error]{}
	}
	a.Large[attr] = elements
}

// elements streams the large attribute p of one record. References are resolved batch by batch, so that memory does
// not grow with the number of elements.
func (e *Endpoint) elements(ctx context.Context, p schema.Path, owner connectors.Key, v View, refs *references) iter.Seq2[*scim.Object, error] {
	relation, _ := e.Mapping.Large(p.Attr.Name)
	return func(yield func(*scim.Object, error) bool) {
		rows := make([]connectors.Row, 0, batch)
		for row, err := range e.Entity.Rows(ctx, relation, []connectors.Key{owner}, "") {
			if err != nil {
				yield(nil, e.failure(err))
				return
			}
			if rows = append(rows, row.Row); len(rows) < batch {
				continue
			}
			if !e.yieldElements(ctx, p, rows, v, refs.fresh(), yield) {
				return
			}
			rows = rows[:0]
		}
		e.yieldElements(ctx, p, rows, v, refs.fresh(), yield)
	}
}

func (e *Endpoint) yieldElements(ctx context.Context, p schema.Path, rows []connectors.Row, v View, refs *references, yield func(*scim.Object, error) bool) bool {
	elements, err := e.elementsOf(ctx, p, rows, v, refs)
	if err != nil {
		yield(nil, e.failure(err))
		return false
	}
	for _, el := range elements {
		if !yield(el, nil) {
			return false
		}
	}
	return true
}

// elementsOf makes elements of rows, with the sub-attributes that the client wants.
func (e *Endpoint) elementsOf(ctx context.Context, p schema.Path, rows []connectors.Row, v View, refs *references) ([]*scim.Object, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	elements, err := e.Mapping.Elements(ctx, p.Attr.Name, rows, refs)
	if err != nil {
		return nil, err
	}
	list := make([]any, len(elements))
	for i, el := range elements {
		list[i] = el
	}
	whole := scim.NewObject(p.Attr.Name, list)
	wanted := v.Returned(e.Mapping.Type(), whole)
	if wanted == whole {
		return elements, nil
	}
	elements = elements[:0]
	for _, el := range wanted.List(p.Attr.Name) {
		elements = append(elements, el.(*scim.Object))
	}
	return elements, nil
}
