// Package resilience stands between the gateway and a connector: decorators that are connectors and entities
// themselves, so that what is above them and what is below need not know. An application that is slow, down or
// overrun then costs its own requests as little as can be, and those of other applications nothing.
//
//	wrap.go      Wrap: a Connector whose entities have all that its Settings ask for, in the one order that is right
//	settings.go  Settings, Options, Observer
//	merge.go     Merge: reads that ask the same at one time are one; flight.go a read that several wait for, copy.go an answer
//	             for each, pace.go when two instants make two questions
//	retry.go     Retry: what may be tried again is; backoff.go how long it waits before
//	breaker.go   Breaker: an application that does not answer is left alone for a while
//	gate.go      Gate: how many calls at once and how often; bucket.go the rate of one process
//	deadline.go  Deadline: an end to every attempt
//	guard.go     Guarded: what the breaker and the gate have in common, around an entity
//	final.go     errors that are nobody's to repeat, such as an edit's own
//
// Which errors mean what is said by connectors.Kind: nothing was written when it is Unavailable or RateLimited, and
// nobody knows when it is OutcomeUnknown.
package resilience
