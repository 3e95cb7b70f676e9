// Package gateway is the service provider, without HTTP: the verbs of RFC 7644 on the resource types of the apps.
//
//	runtime.go    Runtime and App: compiled from one configuration, immutable
//	endpoint.go   Endpoint: one resource type at one app, and the steps every verb shares
//	view.go       View, Answer, Query, List: what a request wants and gets
//	get.go list.go create.go replace.go patch.go delete.go discovery.go   one verb per file
//	references.go mappings.IDs over correlation; the snapshot that an edit uses
//	errors.go     the one crossing from a connector's errors to SCIM errors
package gateway
