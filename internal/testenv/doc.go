// Package testenv gives tests the real services they need: an empty PostgreSQL or MariaDB database, an empty Redis database.
// A service that is missing fails the test and says how to get it; nothing is ever skipped.
//
//	postgres.go  Postgres: a fresh database on the server that SCIMGATE_TEST_POSTGRES names
//	mariadb.go   MariaDB: a fresh database on the server that SCIMGATE_TEST_MARIADB names
//	given.go     SQLServer and Oracle, on servers that nobody starts: Databases says which there are
//	own.go       Own: a server of the test's own, which it may stop and kill
//	redmine.go   Redmine, which somebody starts who wants to know: no other test needs it
//	redis.go     Redis: a database of its own on the server that SCIMGATE_TEST_REDIS names
//	watched.go   RedisWatched: a Redis and its replica, watched by a Sentinel; cluster.go RedisCluster; await.go
//	proxy.go     Proxy: a network that fails
//	long.go      N: how many rounds a test runs, now and in `make long`
//	server       those servers as processes
//	services     the command that starts the servers around another command; `make test` uses it
package testenv

// The variables through which the services command tells tests where the servers are.
const (
	PostgresVar = "SCIMGATE_TEST_POSTGRES" // a DSN
	// These two are never started, only used where they are given.
	SQLServerVar  = "SCIMGATE_TEST_SQLSERVER" // a sqlserver:// URL
	OracleVar     = "SCIMGATE_TEST_ORACLE"    // an oracle:// URL, of an account that may create users
	RedmineVar    = "REDMINE_URL"             // without a path at its end
	RedmineKeyVar = "REDMINE_API_KEY"         // of an administrator
	MariaDBVar    = "SCIMGATE_TEST_MARIADB"   // a DSN, user:password@tcp(host:3306)/
	RedisVar      = "SCIMGATE_TEST_REDIS"     // a redis:// URL
	LongVar       = "SCIMGATE_LONG"           // anything: run the long form of tests
)
