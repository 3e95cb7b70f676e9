// Package ledger is what operators do with correlations as a whole: the commands of `gateway correlations` and
// `gateway holds`, without a command line. It reads and writes the store that a gateway serves from, while it serves
// or while it does not.
//
//	ledger.go      Ledger: the resource types that a command is about
//	list.go        List and Pending: what the store has; parked.go Parked: references to what is not there yet
//	show.go        Show: one account, in the store and in the application; show_print.go the same for a person
//	export.go      Export: links as CSV
//	import.go      Import: accounts that exist are linked before anybody asks for them; resolve.go which record a line means
//	file.go        the CSV file of an import, read and checked whole; columns.go its first line, row.go one of the others
//	verify.go      Verify: what store and application say of each other; finding.go what it comes upon
//	               verify_records.go all records; duplicates.go what there is twice
//	               verify_links.go all links; verify_intents.go creates under way; irreplaceable.go what only the store knows
//	rebuild.go     Rebuild: ids again from the application's keys
//	backfill.go    Backfill: ids into the records that are to hold them
//	find.go        many accounts by what they are recognised by
//	holds.go       Holds and Approve: writes that take too much away
//	print.go       rows for a person or a program
package ledger
