// Package config is gateway.yaml: its shape, its defaults, its references and what may not be in it. It has no
// behaviour: nothing is opened, and nothing is served. It is the only package that reads the environment.
//
//	config.go    Config and its parts
//	defaults.go  what holds when the file is silent
//	load.go      Load and Read: a file to a Config and every finding
//	listen.go    addresses, TLS, the admin listener, the rule about plain HTTP
//	store.go     the correlation store
//	redis.go     the cache in front of it
//	clients.go   who may call, and for which apps
//	apps.go      the app files, and what overlays their connector blocks
//	calls.go     how carefully each of them is called
//	holds.go     how much each of them may lose
//	bounds.go    timeouts, limits, sizes, log
//	resolver.go  ${env:X} and ${file:p}
//	secret.go    a text that does not print
//
// gateway.example.yaml beside this file shows every key.
package config
