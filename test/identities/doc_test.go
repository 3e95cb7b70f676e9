// Package identities serves one small application under every identity, by keys of one and of two columns, on SQLite and
// on PostgreSQL: ids lead to records and back, whatever somebody does to the keys in the database itself.
//
//	site_test.go        the application, and a gateway that serves it
//	identities_test.go  what holds of every identity
package identities
