// Package differential compares what SQL answers with what the language means. A database is filled with values that
// applications really have: NULL, the empty text, texts that databases compare in ways of their own. Then random
// filters are asked for through the gateway, sorted and page by page, and answered a second time by evaluating them
// over all resources; and random resources are created, replaced and read back. Both on SQLite and on PostgreSQL,
// with the app file in testdata, which has every form of rule.
//
//	site_test.go       the gateway in front of a database
//	people_test.go     what is in the database
//	filter_test.go     random filters
//	list_test.go       the same sets, pages and totals; the smallest filter that shows a difference
//	order_test.go      the order that RFC 7644 asks for
//	roundtrip_test.go  what was written is read back
package differential
