// Package injection sends texts that mean something to a database, a filter, an expression or a template through every
// place where a client's text can come, over HTTP and to real servers. None of them may mean anything: no row comes or
// goes, and what is kept is what was sent, byte for byte.
//
//	testdata/hostile.jsonl  400 such texts, one JSON string a line
//	site_test.go            a gateway in front of a small application in each database
//	corpus_test.go          each text of the corpus, as a filter, an id, a parameter, and as a value
//	random_test.go          random texts as a value and in a filter
package injection
