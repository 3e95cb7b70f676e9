package assemble

import (
	"time"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/internal/redisdb"
)

// usual is how applications of a kind are called unless the configuration says otherwise. A database is called as it
// was: its connector bounds statements and connections, runs transactions again, and finds it as soon as it is back.
func usual(kind string) config.Calls {
	c := config.Calls{LongestWait: 10 * time.Second, Breaker: config.Breaker{Rest: 10 * time.Second}, Queue: 100}
	if kind != "sql" {
		c.Retries, c.Breaker.Failures, c.Concurrency, c.MergeReads = 2, 5, 16, true
	}
	return c
}

// watch is what the apps have in common in what happens between the gateway and the applications. The zero watch sees
// nothing.
type watch struct {
	log     *zap.Logger
	metrics *adminapi.Metrics
	clock   func() time.Time
	redis   *redisdb.Line // nil: none
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

// careful puts around a connector what the configuration says of calls to its application.
func (a *app) careful(c connectors.Connector, w watch) *resilience.Connector {
	calls, observer := a.Calls(usual(a.block.Get("type").Text())), w.of(a.Name())
	limits := resilience.Limits{Concurrency: calls.Concurrency, Queue: calls.Queue, Rate: resilience.Rate(calls.Rate)}
	return resilience.Wrap(c, resilience.Settings{
		Timeout: calls.Timeout,
		Retries: resilience.Retries{Most: calls.Retries, Longest: calls.LongestWait},
		Breaker: resilience.BreakerSettings{Failures: calls.Breaker.Failures, Rest: calls.Breaker.Rest},
		Merge:   calls.MergeReads,
	}, resilience.Options{
		Gate:  resilience.NewGate(limits, w.bucket(a.Name(), limits.Rate), observer),
		Clock: w.clock, Observe: observer,
	})
}
