// Package bulk is the bulk request of RFC 7644 §3.7: a message becomes operations, their references to each other an
// order in which they can be done, and what became of them an answer. It is pure: it does none of them.
//
//	parse.go      Parse: the BulkRequest message
//	operation.go  Operation, and the resource that its path names
//	steps.go      Steps: in which order, and what has to be left for later
//	values.go     References, Resolve and Split: bulkIds inside of data
//	response.go   Result and Response: the BulkResponse message
package bulk
