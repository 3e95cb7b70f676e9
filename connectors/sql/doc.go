// Package sql connects to applications by their database. It knows no application: what it reads and writes follows
// from a Spec and from the live schema, which it looks at once, when an entity is opened.
//
// A request walks through it like this:
//
//	open.go        the `connector:` block of an app file, and the pool of connections
//	check.go       Connector.Open: a Spec against the live schema, with a finding for all that does not fit;
//	               check*.go do so for joins, relations, predicates and sources
//	table.go       what the schema says; schema*.go read it
//	entity.go      an entity: Get, by key.go; shape.go says what it can answer, distinct.go what the database refuses
//	frame.go       a table within a statement; join.go what is joined to it, relation.go the rows that belong to it
//	operand.go     a literal as a column can meet it; leaf.go one comparison, predicate.go a condition as SQL
//	plan.go        what one Need reads; selection.go the columns of a statement and how they are decoded
//	rows.go        relations of records that were read; stream.go a large relation, chunk by chunk
//	list.go        pages; order.go and cursor.go their order and where the next one begins
//	write.go       Update: lock.go, edit, apply, update.go; create.go and delete.go;
//	               created.go what is known of a new record
//	assign.go      what a client sets as columns; lookup.go by what a code means, codes.go of many rows at once; sources.go what
//	               nobody set
//	rowchange.go   rows that go, rowremove.go those that are only hidden, rowupdate.go rows that stay, newrow.go and rowinsert.go rows that come
//	values.go      records that are values of a field; held.go rows that are records of their own, heldmove.go how they move,
//	               heldfollow.go what follows
//	joined.go      joined rows that are written with the record, joinedinsert.go the new ones, current.go those in force,
//	               removed.go those that go with it
//	bring.go       rows that come with a record; effect.go statements that follow a change; version.go its version
//	block.go       views and statements of the operator's own, by entity; checkblock.go compares them with the app file,
//	               checkwritten.go with the database; view.go a table behind a view, handwritten.go and handwrittenrows.go
//	               a write by statements, handwrittenlists.go for many rows at once, refusals.go what their errors mean
//	number.go      the next number, which somebody else may take first
//	statement.go   a statement as data; sender.go sends it, or notes it for explain.go
//	failure.go     errors with the field at fault
//
// dialect.go says what differs between databases, dialect_*.go and array_*.go say it for each, dialect_standard.go for
// those that keep to the standard, and json.go is the same for all. Whoever adds one writes a file for it here, one in
// internal/sqldb, and runs the suite.
//
// Whoever adds a statement adds a case to statementCases: `go test -run Statements -update` then writes what every
// dialect makes of it to testdata/statements, without a server.
//
// Every statement is built before it is sent. Its text is made of names from the Spec, checked and quoted, and of
// placeholders; a value is only ever bound, and Native sources are the operator's own.
package sql
