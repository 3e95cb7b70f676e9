// Package helpdesk serves the examples of applications over HTTP, and looks at the calls that are made to them.
// testdata/helpdesk.txtar and switchboard.txtar list them: for each request of a client, the calls that it costs.
//
//	calls_test.go    the lists, rewritten by -update
//	parallel_test.go writes that come at once
//	trouble_test.go  writes of which a call meets trouble
//	site_test.go     the help desk and the switchboard, each behind a gateway of its own
package helpdesk
