// Package dialogues holds conversations between identity providers and the gateway. Each file in testdata is one: the
// requests a provider is known to send, in its own dialect, the answer to each, what each changed in the application's
// database, and which tolerances the whole needed. Every file is held on SQLite and on PostgreSQL, and once more with
// every request sent twice, as a client does that lost the answer.
//
//	dialogue_test.go   a file: its steps, read and written
//	converse_test.go   the tests; -update rewrites answers, rows and tolerances
//	site_test.go       a gateway in front of an application
//	hr_test.go         a small HR database; helpdesk_test.go and switchboard_test.go the same people elsewhere, legacy_test.go
//	                   how those are looked into, apart_test.go what changes there; redmine_test.go, for make
//	                   real-redmine alone, at a Redmine that runs
//	request_test.go    a request as it is written in a file
//	answer_test.go     an answer as it is written in a file
//	names_test.go      ids and entity tags, by name
//	layout_test.go     JSON for readers
//	database_test.go   what an application holds, and what changed in it
//	coverage_test.go   testdata/rows.txt: the requests that are known, and which of them no step sends
//
// A file has a comment, headers that all its requests share, and steps:
//
//	-- headers --
//	User-Agent: Some Client
//
//	-- disable a user [some.disable] --
//	PATCH /Users/{{ana}}
//
//	{"Operations": [{"op": "replace", "value": {"active": "False"}}]}
//	-- answer --
//	200 OK
//	ETag: W/"{{ana.v2}}"
//
//	{"schemas": ["…User"], "id": "{{ana}}", "userName": "ana@corp.example", …}
//	-- rows --
//	~ employees 4
//	    status: A → T
//
// The title names the rows of rows.txt that the step shows, in brackets. An id is named when it is first seen: after the
// userName up to its @, or after the displayName. So are the entity tags of a resource, v1, v2. Every step takes place
// one minute after the one before, {{now}}. In an answer "...": "..." stands for any other members of an object, and
// "..." for any other elements of a list.
package dialogues
