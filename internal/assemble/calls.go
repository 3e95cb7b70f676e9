package assemble

import (
	"time"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/internal/redisdb"
)

// watch is what the apps have in common in what happens between the gateway and the applications. The zero watch sees
// nothing.
type watch struct {
	log     *zap.Logger
	metrics *adminapi.Metrics
	clock   func() time.Time
	redis   *redisdb.Line      // nil: none
	leases  correlation.Leases // nil: nobody else writes
	points  points
}

// of is who sees what happens to one app.
func (w watch) of(app string) resilience.Observer {
	if w.metrics == nil {
		return nil
	}
	return watched{w.metrics.Calls(app), w.log.With(zap.String("app", app))}
}

// bucket holds the tokens of an app's rate for all replicas where there is Redis; nil: each for itself.
func (w watch) bucket(app string, r resilience.Rate) resilience.Bucket {
	if w.redis == nil || r.PerSecond == 0 {
		return nil
	}
	return redisdb.NewBucket(w.redis, redisdb.BucketOptions{
		Name: app, PerSecond: r.PerSecond, Burst: r.Burst, Alone: resilience.NewBucket(r), Observe: w.metrics.Calls(app).Shared,
	})
}

// turns lets the replicas write what can only be written as a whole one after the other; nil: nobody else writes.
func (w watch) turns(a *app) connectors.Locker {
	if w.leases == nil {
		return nil
	}
	return correlation.Turns(w.leases, correlation.Scope{App: a.Name(), Namespace: a.Namespace}, correlation.TurnOptions{Clock: w.clock, Patience: patience})
}

// requests is who sees the HTTP requests to one app; nil: nobody.
func (w watch) requests(app string) func(door.Call) {
	if w.metrics == nil {
		return nil
	}
	calls := w.metrics.Calls(app)
	return func(c door.Call) { calls.Answered(c.Method, c.Status, c.Duration) }
}

// watched counts and, where an operator wants to know at once, logs.
type watched struct {
	*adminapi.Calls
	log *zap.Logger
}

func (w watched) Turned(to string) {
	w.Calls.Turned(to)
	if to == string(resilience.Closed) {
		w.log.Info("the application answers again")
		return
	}
	w.log.Warn("the application does not answer and is left alone for a while")
}

// care is how the application of one app is called.
type care struct {
	settings resilience.Settings
	options  resilience.Options // without the gate when the connector has it
	around   around
}

// care is what the configuration says, over what is usual for the kind.
func (a *app) care(w watch) care {
	k := kinds()[a.block.Get("type").Text()]
	calls, observer := a.Calls(k.usual), w.of(a.Name())
	limits := resilience.Limits{Concurrency: calls.Concurrency, Queue: calls.Queue, Rate: resilience.Rate(calls.Rate)}
	gate := resilience.NewGate(limits, w.bucket(a.Name(), limits.Rate), observer)
	c := care{
		settings: resilience.Settings{
			Timeout: calls.Timeout,
			Retries: resilience.Retries{Most: calls.Retries, Longest: calls.LongestWait},
			Breaker: resilience.BreakerSettings{Failures: calls.Breaker.Failures, Rest: calls.Breaker.Rest},
			Merge:   calls.MergeReads,
		},
		options: resilience.Options{Clock: w.clock, Observe: observer},
		around:  around{w.points.gate(a.Name(), gate), w.clock, w.requests(a.Name()), w.points.statements(a.Name()), w.turns(a)},
	}
	if !k.gated {
		c.options.Gate = gate
	}
	return c
}
