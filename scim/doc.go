// Package scim holds the words of SCIM 2.0 (RFC 7643, RFC 7644): resources as ordered attribute values, errors as
// values, message URNs, and the tolerances an app may grant. It has no HTTP and no connectors; it and its
// sub-packages can be imported as a library.
//
//	object.go     Object and Resource: attributes in order, canonical JSON
//	json.go       canonical encoding
//	error.go      Error: status, scimType and a detail fit for a client
//	tolerance.go  Tolerance: what is accepted beyond the RFCs, by name
//	edge.go       Edge: what one app accepts of it, and what one request needed
//	urn.go        schema and message URNs
//	message.go    Message: the members of a request message
//	search.go     Search: what a list is asked for, and the SearchRequest message
package scim
