// Package helpdesk is a help desk as many a company has had one for years: agents who answer tickets and the teams they
// work in, over a REST interface of its own. The demo runs it, and API.md is what its vendor tells integrators.
//
//	helpdesk.go   New: the application; how it speaks
//	agents.go     what it knows about agents
//	teams.go      what it knows about teams
//	seed.go       people who have never lived, the same ones every time
//	names.go      what they are made of
package helpdesk
