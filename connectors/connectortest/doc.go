// Package connectortest is the suite that every connector passes. A connector's test says how to make a fresh
// application out of tables and rows, and Run does the rest: it opens the connector on the suite's own HR
// application, uses it as the gateway would, and looks at whole tables behind its back.
//
//	harness.go     Harness and App: what a connector's test supplies; Run
//	table.go       Table and Column: an application as data, from which a harness renders its own
//	fixture.go     Tables: the HR application; rows.go fills it, hostile.go holds texts that break programs
//	fixture_staff.go   StaffTables: one person in several tables, and Accounts, which opens them
//	spec.go        People, Roles, Departments, Memberships: what the suite opens
//	suite_*.go     the tests, one file per method or obligation
//	law_*.go       the laws that hold for random applications: what a condition selects, how records are sorted,
//	               and what a history of writes leaves behind
//	random.go predicates.go history.go   random rows, conditions and writes
//	site.go site_staff.go whole.go portrait.go   an application under test, and how its tables are compared
//	inmemory.go    the oracle: the same application in connectors/memory
//
// A test is skipped only for what the entity's Shape says it cannot do, never for the connector's name.
package connectortest
