// Package outage takes away what the gateway remembers ids with, while clients go on asking: Redis, which may change
// nothing but latency, and the durable store, without which nothing is written and as much is read as can be.
//
//	site_test.go     several gateways on one store and one Redis, and how they are asked
//	desk_test.go     a help desk behind them, which counts its calls; people_test.go a table whose keys come again
//	redis_test.go    Redis fails at random under load, and holds what is not true any more
//	client_test.go   a client of that load, which knows what it must be told
//	stopped_test.go  the store is stopped, and started again
//	full_test.go     the store has no room, and some again
package outage
