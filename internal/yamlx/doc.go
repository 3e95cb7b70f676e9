// Package yamlx is the one door through which YAML enters: strict, bounded, and with positions. Node is the only
// currency; nobody else sees the YAML library.
//
//	parse.go    bytes to a Node: one document, no anchors or merges, size capped, panics of the library contained
//	syntax.go   the library's errors with a place and, for the commonest mistakes, a hint
//	document.go a file's name and lines, for findings
//	node.go     Node: kind, text, children, findings at its position
//	read.go     Reader: the keys of one mapping, each read once, the unknown ones reported
//	overlay.go  one mapping laid over another, key by key
//	conceal.go  quotes source lines in findings, and keeps those that hold a secret out
//	expand.go   ${env:X} and ${file:p} in scalars, resolved after parsing by whoever may read them
package yamlx
