// Package resttest serves the tables of connectortest as an application with a REST interface, in one of several styles,
// and writes the connector block that tells the connector about it. It is for tests alone.
//
//	style.go        Style: how an application speaks, and Styles, of which each does something otherwise
//	site.go         Serve: an application that runs until a test ends
//	collections.go  tables as collections
//	values.go       fields as rows, and back
//	block.go        the connector block; entity.go one entity of it
package resttest
