// Package demo is `gateway demo`: the whole gateway on embedded defaults, in front of an HR database that it makes and a
// help desk that it runs. It also fills PostgreSQL with the same people, for tests and benchmarks.
//
//	demo.go      Run: the order of events
//	folder.go    the files of a demo: database, app file, gateway.yaml
//	banner.go    what it prints, with curl lines that work
//	database.go  the SQLite database
//	desk.go      the help desk
//	postgres.go  the same in PostgreSQL
//	staff.go     believable employees, the same ones every time
//	names.go     what they are made of
package demo
