// Package legacy runs the gateway, without HTTP, in front of a schema that was made long before anybody thought of
// provisioning: keys of two parts that the application counts itself, text that says yes and no, dates in four notations,
// padded text, rows that are hidden instead of deleted, rows of other tables behind each person, statements that follow
// a change, and people that are none of our business. It does so on every database.
//
//	site_test.go    the gateway in front of a database of its own, and what a client does
//	life_test.go    one person's life, from the first day to the return
//	scope_test.go   what lies outside `where` and inside `protect`
//	types_test.go   values in every notation, as attributes and in filters
package legacy
