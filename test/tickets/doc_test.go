// Package tickets serves the tickets example on a database of its own and provisions into it as identity providers do:
// what they send to a group of an application that has no groups must end in one column of the agents, and nowhere else.
//
//	site_test.go    the gateway, its database and requests
//	okta_test.go    a group push as Okta sends it
//	entra_test.go   the same from Microsoft Entra ID
//	groups_test.go  what groups of values can do and cannot
//	moves_test.go   many moves at once
//	teams_test.go   the same database with a table of groups; nested_test.go with groups in groups;
//	                via_test.go with people who are named by something else than their key
package tickets
