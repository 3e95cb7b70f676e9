// Package gateway is the service provider, without HTTP: the verbs of RFC 7644 on the resource types of the apps.
//
//	runtime.go    Runtime and App: compiled from one configuration, immutable
//	current.go    Current: which Runtime serves new requests
//	endpoint.go   Endpoint: one resource type at one app, and the steps every verb shares
//	view.go       View, Answer, Query, List: what a request wants and gets
//	get.go list.go create.go replace.go patch.go delete.go discovery.go   one verb per file
//	search.go root.go   lists as clients ask for them: of one type, of all types
//	paged.go cursor.go  pages by cursor
//	write.go bulk.go    writes as clients send them: one, or many
//	scan.go sort.go walks.go    lists that the application cannot answer alone, or not again and again
//	revision.go   a change of one record: what replace, patch and the adoption of an account share
//	intents.go    how a create or a rename happens once
//	settle.go     what a create left behind whose link was lost
//	janitor.go    Tidy: the same for what nobody comes back to
//	renew.go      a create that goes on with an interrupted one
//	rename.go     a change of a match value, or of what an id hangs on
//	moves.go      one of those that was interrupted
//	rebuild.go    Rebuild: the ids of all records, from their keys; rebuilds.go when that happens by itself
//	adopt.go revive.go   a create that finds an account, alive or deleted
//	accounts.go   records as they are recognised: all of them, by key, by match value
//	holds.go      how much may be taken away within a window; losses.go what a write takes away, spending.go counts it
//	outage.go     what goes on while the store of ids is away
//	identity.go anchored.go   what ids hang on, where that is not the key
//	backfill.go   ids into the records that are to hold them
//	names.go      externalIds, where the application has no room for them
//	origins.go    which native row an element of a replacement stands for
//	large*.go     attributes that are streamed and changed row by row
//	references.go mappings.IDs over correlation; snapshot.go the one that an edit uses
//	unlisted.go   values that no code table has
//	dangling.go   references that lead nowhere; parking.go those that are kept until what they refer to is there,
//	arrival.go    and then stored; parts.go how they are kept
//	need.go       what to read; values.go attributes of a resource by path
//	limits.go     how much one request may bring
//	etag.go       entity tags and conditions
//	plan.go       any verb, with its calls explained instead of sent
//	notice.go     values of the application that cannot be read
//	errors.go     the one crossing from native errors to SCIM errors
package gateway
