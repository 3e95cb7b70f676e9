// Package memory is a connector to an application that lives in memory: tables with typed columns, keys and unique
// indexes. It implements the whole contract in the plainest way, so it is the reference that other connectors are
// read against and the oracle that tests compare with. It is not made to be fast.
//
//	schema.go     Schema, Table, Column: what the application holds
//	connector.go  Connector: one application; transactions by copying what is written
//	state.go      state and draft: all tables at one instant, and the next instant under way
//	table.go      table: rows, generated numbers, unique indexes
//	open.go       Open: a Spec checked against the tables; compile.go its joins and relations
//	shape.go      what an entity can answer
//	reader.go     records and rows out of a state: joins, visibility, keys
//	get.go list.go cursor.go rows.go                 the reads
//	create.go update.go delete.go                    the writes
//	columns.go lookup.go source.go rowchange.go      what a write does to columns and rows
//	explain.go    the calls, as text
package memory
