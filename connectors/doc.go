// Package connectors is the contract between the gateway and the applications behind it: records with native
// names, native values and native keys, and no SCIM. An integrator who adds a kind of application implements
// Connector and Entity, registers a Factory, and runs connectortest until it passes.
//
//	connector.go   Connector and Entity: what an open connection answers, and the obligations
//	spec.go        Spec: one resource type's view of the application, compiled from the app file
//	current.go     Current: joined rows that are in force for some days; timeline.go what becomes of them
//	record.go      Record, Row, Need: what is read
//	change.go      Change, RowChange, Edit: what is written
//	query.go       Query and Page: how a list is asked for
//	predicate.go   Predicate: conditions as data; match.go is their reference semantics
//	operand.go     the values of a Predicate in the types of the fields they are compared with
//	apart.go      a Predicate without what it says of some fields; looks.go what one looks at, and a Query against a Shape
//	clock.go       Spec.AsOf: the values that a Predicate has at an instant; clocked.go an entity that goes with them
//	value.go       Value: what may cross; compare.go how two of them compare, convert.go how one becomes another
//	unreadable.go  values that nobody can read
//	key.go         Key: the canonical text of a native key
//	instant.go     the instant of a request, from which follows what is in force today
//	fresh.go       reads that a write depends on; locker.go who may write what was read, of several replicas
//	shape.go       Shape: what an entity holds and can answer, as data; push.go judges a whole predicate by it
//	explain.go     Operation and Call: what a connector would do, as data
//	error.go       Error and Kind
//	registry.go    connectors by the name that an app file's `type:` gives them
//
// The package imports no other package of this module but internal ones.
package connectors
