// Package differential compares what SQL answers with what the language means. A database is filled with values that
// applications really have: NULL, the empty text, texts that databases compare in ways of their own. Then random
// filters are asked for through the gateway, sorted and page by page, and answered a second time by evaluating them
// over all resources; and random resources are created, replaced and read back. On SQLite, PostgreSQL and MariaDB,
// with the app file in testdata, which has every form of rule. A run that failed is had again with its -seed.
//
//	site_test.go        the gateway in front of a database
//	people_test.go      what is in the database
//	filter_test.go      random filters
//	population_test.go  everybody there is, as the gateway and as the database show them
//	list_test.go        the same sets, pages and totals
//	smallest_test.go    the smallest filter that shows a difference
//	pushdown_test.go    every form of a rule with every operator
//	order_test.go       the order of a list: the application's own, or that of RFC 7644
//	roundtrip_test.go   what was written is read back
package differential
