package assemble

import (
	"time"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/gateway/adminapi"
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

// watch is who sees what happens between the gateway and the applications. The zero watch is nobody.
type watch struct {
	log     *zap.Logger
	metrics *adminapi.Metrics
	clock   func() time.Time
}

// of is the part of one app.
func (w watch) of(app string) resilience.Observer {
	if w.metrics == nil {
		return nil
	}
	return watched{w.metrics.Calls(app), w.log.With(zap.String("app", app))}
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
	return resilience.Wrap(c, resilience.Settings{
		Timeout: calls.Timeout,
		Retries: resilience.Retries{Most: calls.Retries, Longest: calls.LongestWait},
		Breaker: resilience.BreakerSettings{Failures: calls.Breaker.Failures, Rest: calls.Breaker.Rest},
		Merge:   calls.MergeReads,
	}, resilience.Options{
		Gate: resilience.NewGate(resilience.Limits{
			Concurrency: calls.Concurrency, Queue: calls.Queue, Rate: resilience.Rate(calls.Rate),
		}, nil, observer),
		Clock: w.clock, Observe: observer,
	})
}
