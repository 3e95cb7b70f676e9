// Package replicas serves one application through several gateways that share a durable store, as behind a load
// balancer, and asks all of them at once.
//
//	site_test.go     the application, the gateways and their store
//	create_test.go   one account, created by many
//
// and through processes of their own, of which one is killed:
//
//	main_test.go process_test.go   the program, its start and its end
//	cluster_test.go                the applications and three processes
//	membership_test.go             one group, changed by many
//	history_test.go                what they were told, and whether anything explains it
package replicas
