// Package assemble makes a running whole of a configuration, and nothing else: what each part does is that part's
// affair. It is the only package that knows them all.
//
//	open.go      Open: a Gateway, everything connected and compiled; what outlives a Runtime
//	apps.go      app files: read, overlaid, granted
//	app.go       one app: its connector, its entities, its mappings, its endpoints
//	calls.go     how carefully its application is called
//	holds.go     how much it may lose
//	store.go     the correlation store and its cache
//	registry.go  the kinds of applications that can be connected
//	clients.go   who may call
//	listen.go    TLS and listeners
//	points_on.go points_off.go   where a crash test ends the program, with the tag failpoints and without
//	janitor.go   what looks after interrupted creates, every minute
//	serve.go     Serve: from start to graceful end
//	ledger.go    OpenLedger: the same without serving, for the commands on correlations
//	check.go     Check: every finding that serving would meet
//	logger.go    the log; stdlog.go what libraries say
package assemble
