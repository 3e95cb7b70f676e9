// Package correlation remembers which SCIM id stands for which native key, for ever, and which creates are under
// way. The durable store is SQL; a cache in front of it may be cold, slow, wrong or gone, and only latency changes.
//
//	link.go       Scope, Link, Intent
//	store.go      Store: the contract, and its obligations
//	identity.go   how an id follows from a key: derived or the key itself
//	sqlstore*.go  the durable store
//	cache*.go     the Redis cache in front of it
package correlation
