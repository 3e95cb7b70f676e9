// Package faults breaks what the gateway depends on while it is asked over HTTP. Whatever happens, the client gets the
// right SCIM error in time, nothing is half written, and when the fault is over the gateway serves again by itself.
//
//	site_test.go      a gateway in front of a small application in each database, and how it is asked
//	cut_test.go       the connection breaks during a statement
//	restart_test.go   the server goes away and comes back
//	crash_test.go     a server process of the test's own is stopped, killed and started again
//	stream_test.go    the connection breaks, or the server dies, amid a group that streams
//	silence_test.go   the server does not answer any more; the pool is exhausted
//	lock_test.go      somebody else holds what a statement needs: it times out, or deadlocks
//	full_test.go      the disk is full
//	breaker_test.go   an application that does not answer is left alone, and others are served
//	leave_test.go     the client does not wait
package faults
