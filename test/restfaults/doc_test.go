// Package restfaults breaks a help desk, and the network before it, while it is provisioned through the gateway by a
// client that comes again as often as it is told to. Whatever happens, the client gets the right SCIM error in time, and in the end
// the help desk holds what was asked for, once.
//
//	site_test.go      a gateway in front of a help desk, and how it is asked
//	story_test.go     what the client wants done, under every kind of trouble
//	network_test.go   a network that is silent, answers that are lost
//	hostile_test.go   texts that would like to be calls of their own
package restfaults
