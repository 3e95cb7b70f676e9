package rest_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/connectors/rest/resttest"
	"github.com/scimgate/scimgate/internal/testenv"
)

// Whatever stands around it, the connector is the same. Each decorator by itself takes its turn in the long run.
func TestConformanceBehindDecorators(t *testing.T) {
	retries := resilience.Retries{Most: 2}
	breaker := resilience.BreakerSettings{Failures: 5, Rest: time.Minute}
	limits := resilience.Limits{Concurrency: 8, Queue: 100, Rate: resilience.Rate{PerSecond: 1e6, Burst: 1e6}}
	for name, settings := range map[string]resilience.Settings{
		"deadline": {Timeout: time.Minute},
		"retry":    {Retries: retries},
		"breaker":  {Breaker: breaker},
		"gate":     {},
		"merge":    {Merge: true},
		"all":      {Timeout: time.Minute, Retries: retries, Breaker: breaker, Merge: true},
	} {
		if name != "all" && testenv.N(0, 1) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var options resilience.Options
			if name == "gate" || name == "all" {
				options.Gate = resilience.NewGate(limits, nil, nil)
			}
			connectortest.Run(t, connectortest.Harness{Refuses: refused(), New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
				site := resttest.Serve(t, tables, resttest.Styles()[0])
				return site.Harness(resilience.Wrap(dial(t, site.Block), settings, options))
			}})
		})
	}
}
