// Package memory is a connector to an application that lives in memory: tables with typed columns, keys and unique
// indexes. It implements the whole contract in the plainest way, so it is the reference that other connectors are
// read against and the oracle that tests compare with. It is not made to be fast.
//
//	schema.go     Schema, Table, Column: what the application holds
//	connector.go  Connector: one application; transactions by copying what is written
//	state.go      state and draft: all tables at one instant, and the next instant under way
//	table.go      table: rows and generated numbers; index.go its unique indexes
//	open.go       Open: a Spec against the tables, openjoin.go its joins, check.go its names and values; compile.go what
//	              comes of it
//	shape.go      what an entity can answer
//	reader.go     records and rows out of a state: visibility, keys; join.go what is joined to them; order.go how they
//	              are sorted
//	get.go list.go cursor.go rows.go             the reads
//	create.go update.go delete.go                the writes
//	columns.go source.go rowchange.go            what a write does to columns and rows; removed.go to rows that are
//	                                             only hidden
//	bring.go version.go                          rows that come with a record, and its version
//	joined.go current.go                         what it does to joined rows, those that are in force for some days among
//	                                             them
//	values.go     records that are values of a field; held.go rows that are records of their own
//	explain.go    the calls, as text; describe.go a predicate in it
package memory
