// Package patch is PATCH of RFC 7644 §3.5.2: a message becomes operations bound to a resource type, operations on
// large attributes are split off, and the rest is applied to a resource. It is pure: Apply never changes its input.
//
//	op.go      Op: one operation
//	parse.go   Parse: the PatchOp message, dialects made canonical
//	split.go   Split: operations on large attributes, as row operations
//	apply.go   Apply: the table of RFC 7644 §3.5.2
package patch
