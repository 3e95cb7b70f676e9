// Package mappings is the app file: YAML rules and expressions, compiled into a Mapping that turns records into
// resources, resources into changes, and filters into plans. It is the only package that knows both languages.
//
// Reading, without a connection:
//
//	file.go         File and Read: the app file's own keys
//	resource.go     one entry of `resources:`, its rules and its delete, insert and stamp sections
//	attribute.go    which SCIM attribute a rule's key names
//	rule*.go        one form of rule per file: cell (a field), slots, rows, inverse
//	predicate.go    where, protect, gone: conditions as data
//	source.go       insert, stamp: values that no client gives
//	spec.go         Specs: what the connector is asked to open
//
// Compiling, with the shapes of the application:
//
//	compile.go      Compile: rules against fields, expressions against types
//	effective.go    the effective resource type: what is not mapped is not there
//	program.go      expressions: compiled once, bounded in size, steps and memory; environment.go their types
//
// Using:
//
//	mapping.go      Mapping: what the gateway asks of it
//	resources.go    records to resources
//	project.go      a resource to native fields and rows; changes.go their difference
//	plan*.go        filters to predicates
//	references.go   SCIM ids and native keys
//	version.go      entity tags and digests of records
package mappings
