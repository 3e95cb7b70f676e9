// Package chaos kills the real gateway, built with the tag failpoints, before or after a call of its store or of an
// application, starts it again and repeats the request as identity providers do. However often that happens, there is one
// record for each person, every id that was ever told leads to the same person, and groups have the members they should.
//
//	cycle_test.go     the test: an operation, a kill, a start, and the operation until it is done
//	target_test.go    where the next kill is; points_test.go all places there are, and those that are out of reach
//	process_test.go   a gateway process with its failpoints
//	site_test.go      the gateway's configuration
//	apps_test.go      its applications, and what is in them; desk_test.go the one that speaks HTTP
//	model_test.go     what the identity provider believes
//	plan_test.go      operations, drawn by chance
//	idp_test.go       how Entra, Okta and plainer clients do them; request_test.go what they send
//	check_test.go     the applications against the model
//
// `make chaos` is the long run, which ends when the gateway was killed at every place that there is. A seed that it prints
// makes the same plan again: `make chaos SEED=n`.
package chaos
