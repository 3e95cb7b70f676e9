package mappings

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// links are references that were asked for, with their answers.
type links struct {
	asked, answers []Ref
	at             map[Ref]int // of asked; nil for a few, which are searched
}

// few is up to how many references are searched faster than found by a map.
const few = 8

// resolve asks ids for refs, each once, in one batch.
func resolve(ctx context.Context, ids IDs, refs []Ref) (links, error) {
	var l links
	if len(refs) > few {
		l.at = make(map[Ref]int, len(refs))
	}
	l.asked = make([]Ref, 0, len(refs))
	for _, r := range refs {
		if l.index(r) < 0 {
			if l.at != nil {
				l.at[r] = len(l.asked)
			}
			l.asked = append(l.asked, r)
		}
	}
	if len(l.asked) == 0 {
		return l, nil
	}
	var err error
	l.answers, err = ids.Resolve(ctx, l.asked)
	return l, err
}

func (l links) index(r Ref) int {
	if l.at == nil {
		return slices.Index(l.asked, r)
	}
	if i, ok := l.at[r]; ok {
		return i
	}
	return -1
}

func (l links) id(resourceType string, k connectors.Key) (string, bool) {
	i := l.index(Ref{Type: resourceType, Key: k})
	if i < 0 {
		return "", false
	}
	return l.answers[i].ID, l.answers[i].ID != ""
}

func (l links) key(resourceType, id string) (connectors.Key, bool) {
	i := l.index(Ref{Type: resourceType, ID: id})
	if i < 0 {
		return "", false
	}
	return l.answers[i].Key, l.answers[i].Key != ""
}

// References are the references that a resource mentions, ids known. Read-only ones are left out: nothing is
// written from them.
func (m *Mapping) References(r scim.Resource) []Ref { return references(nil, m.attributes, r) }

// Refers reports whether anything is written from references.
func (m *Mapping) Refers() bool {
	return slices.ContainsFunc(m.attributes, func(a *attribute) bool { return slices.ContainsFunc(a.refs, (*cell).writable) })
}

// RefersAt reports whether that is so of the attribute at p, or of the one that p is a part of.
func (m *Mapping) RefersAt(p schema.Path) bool {
	a := m.find(p)
	return a != nil && slices.ContainsFunc(a.refs, (*cell).writable)
}

// references appends what some attributes of a resource refer to.
func references(refs []Ref, list []*attribute, r scim.Resource) []Ref {
	for _, a := range list {
		if len(a.refs) == 0 {
			continue
		}
		v := a.value(r)
		for _, c := range a.refs {
			if c.writable() {
				refs = appendReferences(refs, c, v)
			}
		}
	}
	return refs
}

// appendReferences finds the ids that an attribute's value has where the cell c stands.
func appendReferences(refs []Ref, c *cell, v any) []Ref {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			refs = appendReferences(refs, c, e)
		}
	case *scim.Object:
		if c.at.Sub != nil {
			sub, _ := v.Get(c.at.Sub.Name)
			refs = appendReferences(refs, c, sub)
		}
	case string:
		refs = append(refs, Ref{Type: c.ref, ID: v})
	}
	return refs
}

// PatchReferences are the references that operations mention, in values and in path filters.
func (m *Mapping) PatchReferences(own []patch.Op, rows []patch.RowOp) []Ref {
	var refs []Ref
	for _, op := range own {
		if a := m.find(op.Path.At); a != nil {
			for _, c := range a.refs {
				if op.Path.At.Contains(c.at) {
					refs = appendReferences(refs, c, op.Value)
				}
				refs = append(refs, filterReferences(c, op.Path.Filter)...)
			}
		}
	}
	for _, op := range rows {
		if a := m.byName(op.Attr); a != nil {
			for _, c := range a.refs {
				for _, v := range op.Values {
					refs = appendReferences(refs, c, v)
				}
			}
		}
	}
	return refs
}

// filterReferences are the ids that a filter compares the cell's attribute with.
func filterReferences(c *cell, f filter.Expr) []Ref {
	var refs []Ref
	if f == nil {
		return nil
	}
	filter.Walk(f, func(x filter.Expr) {
		if cmp, ok := x.(filter.Compare); ok && cmp.At == c.at {
			if id, ok := cmp.Value.(string); ok {
				refs = append(refs, Ref{Type: c.ref, ID: id})
			}
		}
	})
	return refs
}

// value is the attribute's value in a resource, nil when absent.
func (a *attribute) value(r scim.Resource) any {
	o := r
	if a.at.Extension != nil {
		o = r.Object(a.at.Extension.ID)
	}
	v, _ := o.Get(a.at.Attr.Name)
	return v
}

// valueAt is the value of one simple place in a resource, nil when absent.
func valueAt(r scim.Resource, p schema.Path) any {
	o := r
	if p.Extension != nil {
		o = r.Object(p.Extension.ID)
	}
	v, _ := o.Get(p.Attr.Name)
	if p.Sub == nil {
		return v
	}
	parent, _ := v.(*scim.Object)
	sub, _ := parent.Get(p.Sub.Name)
	return sub
}
