// Package served serves an app file over HTTP, and speaks to it as an identity provider does. The tests of the examples
// share it; what only one of them needs stays with that one.
//
//	site.go       a gateway that serves one app
//	request.go    requests and what their answers must be
//	found.go      resources by a filter
//	database.go   a database made by the scripts of an example
package served
