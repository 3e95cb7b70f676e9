package patch

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

// Kind is what an operation does.
type Kind string

const (
	Add     Kind = "add"
	Replace Kind = "replace"
	Remove  Kind = "remove"
)

// Op is one operation on one attribute, bound to a resource type: Parse has taken path-less operations apart.
// Value is canonical for the place that Path names; HasValue tells null from absent.
//
// With a filter or a single-valued place, Value is a single value; without a filter, that of a multi-valued attribute
// is a list. A Remove has a value only when it lists the elements to remove. An add or replace of null has become a
// Remove.
type Op struct {
	Kind     Kind
	Path     filter.Path
	Value    any
	HasValue bool
	// Create lets a replace make the element that its filter asks for when there is none (CreateOnReplace).
	Create bool
	// NeedsTarget makes a remove whose filter selects nothing a 400 noTarget (RFC 7644 §3.12) instead of nothing to do
	// (§3.5.2.2).
	NeedsTarget bool
	edge        *scim.Edge // is told when Create was needed
}

// RowOp is an operation on the elements of a large attribute: Kind add, remove, or replace (of all elements; remove
// all is a replace with none). Values are the elements, as canonical complex values.
type RowOp struct {
	Attr   string
	Kind   Kind
	Values []*scim.Object
}
