package resilience_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/resilience"
)

// suite runs the suite of connectors on an application in memory that wrap decorates.
func suite(t *testing.T, wrap func(connectors.Connector) connectors.Connector) {
	t.Helper()
	connectortest.Run(t, connectortest.Harness{New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		app := connectortest.InMemory(t, tables)
		app.Connector = wrap(app.Connector)
		return app
	}})
}

func gate() *resilience.Gate {
	return resilience.NewGate(resilience.Limits{
		Concurrency: 8, Queue: 100, Rate: resilience.Rate{PerSecond: 1e6, Burst: 1e6},
	}, nil, nil)
}

func TestEveryDecoratorIsAConnector(t *testing.T) {
	for name, one := range map[string]struct {
		settings resilience.Settings
		options  resilience.Options
	}{
		"deadline": {settings: resilience.Settings{Timeout: time.Minute}},
		"retry":    {settings: resilience.Settings{Retries: resilience.Retries{Most: 2}}},
		"breaker":  {settings: resilience.Settings{Breaker: resilience.BreakerSettings{Failures: 5, Rest: time.Minute}}},
		"gate":     {options: resilience.Options{Gate: gate()}},
		"merge":    {settings: resilience.Settings{Merge: true}},
		"all": {settings: resilience.Settings{
			Timeout: time.Minute, Retries: resilience.Retries{Most: 2},
			Breaker: resilience.BreakerSettings{Failures: 5, Rest: time.Minute}, Merge: true,
		}, options: resilience.Options{Gate: gate()}},
	} {
		t.Run(name, func(t *testing.T) {
			suite(t, func(c connectors.Connector) connectors.Connector {
				return resilience.Wrap(c, one.settings, one.options)
			})
		})
	}
}
