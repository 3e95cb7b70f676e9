// Package switchboard is the telephone system of a call centre, with an interface that nobody would build today: XML,
// errors that look like successes, sessions that end, whole lists where one entry would do, and no way to look anybody
// up. Its collections are data like those of the help desk. API.md is what its vendor tells integrators.
//
//	switchboard.go   New: the application; how it speaks
//	operators.go     what it knows about operators
//	groups.go        what it knows about hunt groups
package switchboard
