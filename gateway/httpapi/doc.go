// Package httpapi is the gateway on HTTP: handlers that parse, call a verb and render its answer. Every body is
// application/scim+json, those of errors and panics too. What is no request yet, as its head is too large or malformed, is
// answered by net/http itself, in plain text.
//
//	server.go     New and Options; a request from its first byte to its log line
//	exchange.go   one request and its answer under way
//	routes.go     which path and method leads to which handler
//	place.go      one of these paths, and who may come there
//	rates.go      how often a client may
//	path.go       tolerated spellings of paths
//	resources.go  the verbs on one resource
//	list.go       lists of one type and of all, by GET and by POST
//	bulk.go       many operations in one request
//	me.go         the user that the client stands for
//	discovery.go  what an app says about itself, and what it does not offer
//	query.go      query parameters
//	body.go       request bodies
//	dropped.go    names of attributes that were passed over
//	unreadable.go values of the application that count as empty
//	etag.go       If-Match and If-None-Match
//	respond.go    answers, whole or streamed
//	refusals.go   the errors that HTTP itself gives rise to
//
// It is the only package that knows the router.
package httpapi
