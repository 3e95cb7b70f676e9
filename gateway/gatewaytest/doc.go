// Package gatewaytest makes an app to test the service provider with: a small HR application that lives in memory,
// served through an app file and a durable correlation store, with a clock that stands still and a place to make
// things fail.
package gatewaytest
