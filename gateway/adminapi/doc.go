// Package adminapi is what operators and their machines ask the process: is it alive, is it ready, what has it done.
// It has no authentication; its listener belongs on an address that only they reach.
//
//	handler.go   the routes
//	ready.go     /readyz: the checks behind it
//	metrics.go   /metrics: what is counted, by which names; calls.go what is counted of calls to the applications,
//	             intents.go of interrupted creates, parked.go of references to what is not there
//	apps.go      /apps: the apps, whether their applications are left alone at the moment, what they
//	             wait for, and which of their writes are held
//
// Readiness is about this process and its durable store, never about the applications behind it: with an application
// down, an identity provider must get 503 and Retry-After from a gateway, not a refused connection from none.
package adminapi
