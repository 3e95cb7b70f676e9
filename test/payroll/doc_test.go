// Package payroll serves the payroll example on PostgreSQL, with an account that may read views and call procedures, and
// provisions into it: everything has to go through the procedures, and what they refuse has to reach the client.
//
//	site_test.go     the gateway, its database and requests
//	people_test.go   people are hired, changed and dismissed
//	scope_test.go    who is outside the scope, and who is protected
//	teams_test.go    groups whose keys have two fields
//	check_test.go    what a check says of the app file, with a connection and without
package payroll
