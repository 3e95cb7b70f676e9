// Package sqldb opens SQL databases safely and speaks their dialects: what connectors/sql and the durable correlation
// store have in common. Whoever adds a database adds one file here.
//
//	dialect.go   Dialect: what differs between databases, and the list of them
//	sqlite.go    SQLite
//	postgres.go  PostgreSQL, by pgx behind database/sql
//	mysql.go     MySQL and MariaDB; mysql_fault.go reads their errors
//	ident.go     which names may become identifiers
//	db.go        DB: statements outside a transaction, their timeout and their observation
//	tx.go        DB.Tx: a transaction that is run again after a deadlock
//	rows.go      Rows: answers, with errors translated
//	named.go     Named: the parameters of a hand-written statement; describe.go asks the database about one
//	stmts.go     prepared statements, where the driver does not keep them itself
//	fault.go     Fault: a database's error in terms the gateway can act on
//
// It builds no predicates and reads no schema: those belong to connectors/sql.
package sqldb
