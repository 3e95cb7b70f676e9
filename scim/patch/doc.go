// Package patch is PATCH of RFC 7644 §3.5.2: a message becomes operations bound to a resource type, operations on
// large attributes are split off, and the rest is applied to a resource. It is pure: Apply never changes its input.
//
//	op.go        Op and RowOp: one operation
//	parse.go     Parse: the PatchOp message
//	pathless.go  operations without a path, taken apart
//	target.go    from the text of a path to a place in the resource type
//	assign.go    from a place and a value to operations, dialects made canonical
//	split.go     Split: operations on large attributes, as row operations
//	apply.go     Apply: the table of RFC 7644 §3.5.2, extensions and schemas
//	single.go    single-valued attributes
//	elements.go  multi-valued attributes: replace, remove, selected elements
//	add.go       multi-valued attributes: add, and the one primary element
//	create.go    the element that a filter describes
//	part.go      a complex value: one element, or a single-valued attribute's
//	index.go     elements found by what they are
package patch
