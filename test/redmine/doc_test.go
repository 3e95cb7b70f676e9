// Package redmine holds what the Redmine example promises against a real Redmine: the ways in which a REST application
// can surprise a gateway, one test each. It is for `make real-redmine`, which sets the build tag; README.md says what
// it takes.
//
//	site_test.go        a gateway in front of the Redmine, and how to look into the Redmine past it
//	people_test.go      accounts: found, created, changed, locked
//	members_test.go     memberships
package redmine
