// Package bench compares the gateway with what a developer would write by hand for this one database: net/http and pgx,
// a bearer token, the same rows, the same JSON byte for byte. Both run in one process against one PostgreSQL, in turns,
// and what counts is their ratio.
//
//	bench_test.go        the operations, the turns and the medians
//	sides_test.go        the two servers, and the proof that they answer alike
//	handwritten_test.go  the other side: routes and statements
//	resource_test.go     its JSON
//	change_test.go       its PATCH and POST
//	correlation_test.go  the gateway beside itself: what ids cost that are not the keys
//
// In front of a REST application the other side is a plain reverse proxy: proxy_test.go.
package bench
