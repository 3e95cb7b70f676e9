// Package wire is what passes between the REST connector and an application, as data: bodies as trees, the places in
// them, the texts that URLs and bodies are made from. It sends nothing and knows no entity.
//
//	tree.go       Tree: what a decoded body is; value.go values as trees and back
//	codec.go      Codec: a tree as a body and back
//	json.go       JSON, and number.go its numbers, which lose no digit
//	xml.go        XML: what a tree becomes; xmldecode.go what becomes a tree; xmlname.go what XML can carry
//	form.go       Form: a tree as a submitted form; formdecode.go the way back
//	path.go       Path: a place in a tree; pathparse.go its text, pathset.go writing there
//	template.go   Template: a URL with variables (RFC 6570); templateparse.go its text, templatecheck.go what it may become
//	text.go       Text: a text with {names} in it
//	body.go       Body: a tree with {names} in its texts
//	header.go     what a header may carry
//	link.go       the next page in a Link header (RFC 8288)
//	name.go       the names of variables, and their values
//	read.go       a path, URL or text where the app file has it; syntax.go where one is wrong
//
// Nothing here quotes a value or a piece of a body in an error.
package wire
