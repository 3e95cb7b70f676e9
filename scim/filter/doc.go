// Package filter is the filter and path language of RFC 7644 §3.4.2.2 and §3.5.2: lexer, parser with limits,
// abstract syntax, printer, binding to a resource type, and the reference evaluation.
//
//	ast.go       Expr and its forms; Name, as clients write attributes; Path
//	lex.go       tokens
//	parse.go     Parse: text to Expr, limits counted while parsing
//	brackets.go  elements: emails[…], and what some clients put behind it
//	name.go      attributes and URNs
//	literal.go   values, as JSON has them and as some clients write them
//	refuse.go    what is wrong, and at which column
//	path.go      ParsePath: the path of a PATCH operation
//	print.go     Print: the canonical text; parse of print is the same tree
//	bind.go      Bind: names become schema paths
//	among.go     BindAmong: the same for a query over several resource types
//	sensitive.go Sensitive: what should not have been sent in an address
//	bindpath.go  BindPath: the same for a path
//	coerce.go    literals become the attribute's type
//	match.go     Match, MatchElement: what a bound filter means
//	compare.go   how two values compare
package filter
