// Package connectortest is the suite that every connector passes. A connector's test says how to make a fresh
// application out of tables and rows, and Run does the rest: it opens the connector on the suite's own HR
// application, uses it as the gateway would, and looks at whole tables behind its back.
//
//	harness.go     Harness and App: what a connector's test supplies; Run
//	table.go       Table and Column: an application as data, from which a harness renders its own
//	fixture.go     Tables: the HR application; rows.go fills it
//	spec.go        People, Roles, Departments: what the suite opens
//	random*.go     random records and predicates
//	law_*.go       the laws that hold for all of them: the differential law and the sort law
//	suite_*.go     the other tests, one file per method or obligation
//
// A test is skipped only for what the entity's Shape says it cannot do, never for the connector's name.
package connectortest
