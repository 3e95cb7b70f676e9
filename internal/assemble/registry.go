package assemble

import (
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/connectors/sql"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// kind is a sort of applications that can be connected.
type kind struct {
	open     func(around) connectors.Factory
	check    checker      // nil: its block does not depend on the rest of the app file
	describe describer    // nil: only the application itself tells what its entities hold
	usual    config.Calls // how its applications are called unless the configuration says otherwise
	gated    bool         // its connector takes each of its calls through the gate; else an operation counts as one
}

// around is what a connector may use of what stands around it.
type around struct {
	gate       door.Gate
	clock      func() time.Time
	requests   func(door.Call)
	statements func(text string) // nil: nobody
	locker     connectors.Locker // nil: there are no other replicas
}

// describer says what entities hold as far as their connector block alone tells it.
type describer func(block yamlx.Node, specs map[string]connectors.Spec) (map[string]connectors.Shape, diag.List)

// checker compares a connector block with what the app file reads and writes. It connects to nothing and needs no
// secret.
type checker func(block yamlx.Node, specs map[string]connectors.Spec) diag.List

// kinds is what the gateway can talk to, by the `type:` of a connector block.
func kinds() map[string]kind {
	bounds := config.Calls{LongestWait: 10 * time.Second, Breaker: config.Breaker{Rest: 10 * time.Second}, Queue: 100}
	careful := bounds
	careful.Retries, careful.Breaker.Failures, careful.Concurrency, careful.MergeReads = 2, 5, 16, true
	return map[string]kind{
		// A database is called as often as its pool allows. Its connector runs transactions again, and finds it as soon as
		// it is back.
		"sql": {open: func(a around) connectors.Factory { return sql.Observed(a.statements) }, check: sql.Check, usual: bounds},
		"rest": {open: func(a around) connectors.Factory {
			return rest.Factory(door.Options{Gate: a.gate, Now: a.clock, Observe: a.requests}, a.locker)
		}, describe: rest.Describe, usual: careful, gated: true},
	}
}

// registry opens connectors within what stands around them.
func registry(a around) connectors.Registry {
	r := connectors.Registry{}
	for name, k := range kinds() {
		r[name] = k.open(a)
	}
	return r
}
