// Package people serves the people example on MariaDB and provisions into it: people who are kept in four tables have to
// be written in all of them or in none, and positions have to end and begin as HR would end and begin them.
//
//	site_test.go     the gateway, its clock and its database; request_test.go what is asked of it
//	people_test.go   people come, change and leave
//	groups_test.go   who may go where
//	shape_test.go    the shape that lies beside the app file
package people
