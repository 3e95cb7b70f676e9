// Package server knows the servers that tests need: where their programs are, how each is started on a free loopback
// port with its data in a folder, and how to ask whether it serves.
//
//	service.go   Service: a kind of server, and where its programs are
//	postgres.go mariadb.go redis.go   the three there are
//	process.go   Server: one of them, which is started, stopped, killed, and started again on the same port and data
package server
