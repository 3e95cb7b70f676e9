// Package legacy is an application such as companies have had for years: it keeps records in collections and offers them
// over HTTP, in one of the many styles that such applications have. What it keeps and how it speaks are data, so that a
// demonstration can be one application and a test can be twenty.
//
//	collection.go   Collection, Field, Sub, Action: what an application keeps
//	style.go        Style: how it speaks
//	auth.go         Auth: who may speak to it; session.go signs callers in
//	value.go        the types of fields, as values, as texts and on the wire
//	table.go        rows in memory; index.go finds those that belong to a record
//	constraint.go   what may become a row
//	journal.go      takes back what a refused call has done
//	app.go          App: an http.Handler; Rows and Insert, past HTTP
//	respond.go      from a request to the collection, record or rows that it names
//	records.go      list, read, create, change and remove records
//	changes.go      a new or changed record, with the lists in it
//	under.go        rows under a record
//	subrows.go      those that have keys of their own
//	links.go        those that name other records
//	inline.go       lists inside a record
//	filter.go order.go page.go listing.go   what a list shows, in which order, how much of it and how
//	body.go xml.go form.go       bodies, as trees
//	reply.go problem.go etag.go  answers, errors and entity tags
//	replay.go       answers to creates that come twice
//	trouble.go      what can be made to go wrong
//	calls.go        the log of calls
//
// # Paths
//
// A record is at /collection/key, and a key of several parts at /collection/part/part. Rows under a record are at
// /collection/key/name and /collection/key/name/key, and an action is a POST to /collection/key/action. Every segment is
// percent-encoded by itself, so that a key may hold any character.
//
// # Values
//
// Numbers and booleans are JSON's, decimals are numbers with all their digits, days are 2006-01-02 and instants RFC 3339;
// null is no value. What is sent as text is read as the type of its field, as a form must be.
package legacy
