// Package mappings is the app file: YAML rules and expressions, compiled into a Mapping that turns records into
// resources, resources into changes, and filters into plans. It is the only package that knows both languages.
//
// Reading, without a connection:
//
//	file.go         File and Read: the app file's own keys
//	settings.go     its `scim:` section: tolerances and switches
//	custom_*.go     its `schemas:` section: schemas, and their attributes
//	resource_type.go extension.go   which schemas a resource type has
//	resource.go     one entry of `resources:`; lifecycle.go its fields and stamp sections,
//	                removal.go what a DELETE does,
//	                follow.go what a change brings with it, row_version.go the field that holds a version
//	identity.go     where ids come from
//	path.go         which SCIM attribute a rule's key names
//	rule*.go        one form of rule per file: cell (a field), lookup, slots, list, rows; row_*.go what rows alone have
//	join.go         entities that hold a part of each record
//	predicate.go    where, protect, gone: conditions as data
//	source.go       insert, stamp, set: values that no client gives
//	rule_values.go  records that are the values of a field; rule_kinds.go references to one of several types;
//	                rule_via.go references by something else than the key; rule_one.go a value in a row of another
//	                table; rule_whole.go a complex attribute as one
//	link.go         references and inverses: what ties the resource types together; held.go rows that are
//	                the records they refer to
//	spec.go         Specs: what the connector is asked to open
//	read.go         what is read in several places
//
// Compiling, with the shapes of the application:
//
//	compile*.go     Compile: rules against fields, expressions against types
//	effective.go    the effective resource type: what is not mapped is not there; settle.go its characteristics, unique.go one of them
//	constrain.go    what the application insists on
//	program.go      expressions: compiled once; bounds.go in steps and text, environment.go their types and values,
//	                mentions.go what they read
//	table.go        value tables
//	attribute.go    what fills an attribute; prepare.go what every request needs to know of it
//
// Using:
//
//	mapping.go      Mapping: what the gateway asks of it
//	need.go         what to read
//	resources.go    records to resources, for a page; builder.go for one
//	cell.go         one value, both ways; one.go in a row of another table; whole.go a complex one; convert.go between types,
//	                date_format.go dates in other clothes, empty.go where there is none
//	project*.go     a resource to native fields and rows; slots.go which element goes where, lists.go all of them
//	                in one field, fits.go what has no room
//	inforce.go      what is not stored while no row is in force
//	changes.go      their difference; storable.go what cannot be stored, rowops.go members without reading them
//	plan*.go        filters to predicates: expressions, attributes, places, cells, values; pushed.go their algebra
//	order.go        sorting by the application
//	names.go        externalIds that the application has no room for
//	anchor.go       what an id hangs on
//	references.go   SCIM ids and native keys; ids.go who knows them; kinds.go of several types
//	revival.go      deleted records, and those that live again
//	recognise.go    how an account is recognised
//	version.go      entity tags and digests of records; digest.go
package mappings
