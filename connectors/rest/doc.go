// Package rest connects to applications by their HTTP APIs. It knows no application: what it calls follows from a Spec
// and from the `connector:` block of the app file, which describes the calls once, entity by entity.
//
// Everything is an entity of the block: the records of a type, the code tables that lookups read, the rows that belong to a
// record. A row is found by the field that refers to its record, as a member of a team by `team_id`; its calls may have
// that field in their URLs.
//
//	block.go       the keys of a block, collection.go an entity, field.go its fields, operation.go a call, errorrule.go what
//	               an answer means, listing.go a call for many records, and finds, paging.go how it is cut into pages
//	check.go       what can be read of an entity and does not fit together; checklist.go its lists and finds,
//	               checkwrite.go what writes, checkerrors.go rules about answers
//	connector.go   a connector: the door, and what is said through it
//	open.go        a Spec against the block, with a finding for all that does not fit: openrows.go what is joined to records and
//	               belongs to them, openname.go names and values, openway.go what no call leads to; shape.go what it can answer, describe.go without any application
//	request.go     one call as data; send.go sends it and judges the answer; explain.go only notes it
//	value.go       values on the wire
//	entity.go      Get and Rows; need.go what two needs ask for; reader.go one operation's reads: records out of
//	               answers; join.go what is joined to them, relation.go their rows, within.go rows that are lists in
//	               their records
//	fetch.go       records by the values of some fields, way.go the cheapest call for it
//	list.go        pages of records: select.go which calls, rowsof.go records by their rows, flow.go the records of a call,
//	               stretch.go page by page, leg.go lists that come in parts, cursor.go where the next page begins
//	create.go update.go delete.go   what is written: look.go what is read before and after; locks.go one write of a record
//	               at a time, claim.go over all replicas where it writes back what was read
//	plan.go        what a change comes to: part.go and code.go the values of the record and its rows, source.go those that
//	               nobody gave, move.go fields that calls of their own set
//	rowplan.go     what becomes of rows: rowname.go which are named, rowload.go which are there, rowfate.go which come, change
//	               and go, rowwrite.go by their calls, rowinside.go in a list of the record
//	steps.go       one record made or removed, alter.go changed; body.go what is sent, told.go what the answer says, verify.go what a
//	               read shows
//	saga.go        what was done, and how it is taken back; recall.go what was read before
//
// The application answers for nothing: what a find selects is compared once more unless the block calls it exact, and a
// relation that could not be read whole is an error.
package rest
