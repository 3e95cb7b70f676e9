// Package replicas serves one application through several gateways that share a durable store, as behind a load
// balancer, and asks all of them at once.
//
//	site_test.go     the application, the gateways and their store
//	create_test.go   one account, created by many
package replicas
