// Package failpoint ends a process with SIGKILL at a place that a test chooses, and tells the test of every place that is
// come by. The places are before and after each call of the store and of the entities, before each SQL statement and
// around each HTTP request to an application. Only a program built with the tag failpoints has them, see
// internal/assemble.
//
//	points.go      Points: the places of one process, and the socket by which it is told and tells
//	store.go       Store: generated from correlation.Store
//	entity.go      Entity: generated from connectors.Entity; connector.go the connector that opens such entities
//	gate.go        Gate: requests
//	generate       the generator: run `go generate ./internal/failpoint` when one of the interfaces has changed
package failpoint

//go:generate go run ./generate
