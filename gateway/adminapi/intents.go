package adminapi

import "github.com/prometheus/client_golang/prometheus"

// intents count what becomes of creates and renames that nobody goes on with.
type intents struct {
	pending *prometheus.GaugeVec
	settled *prometheus.CounterVec
	runs    *prometheus.CounterVec
}

func newIntents() intents {
	return intents{
		pending: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "scimgate_intents_pending",
			Help: "Creates and renames without an outcome when the janitor last looked, those under way included.",
		}, []string{"app", "type"}),
		settled: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_intents_settled_total",
			Help: "Interrupted creates and renames that the janitor settled: bound to the record that they left behind, or abandoned.",
		}, []string{"app", "type", "outcome"}),
		runs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_janitor_runs_total",
			Help: "Looks after what was interrupted, of each app, by outcome: done, or failed because something could not be asked.",
		}, []string{"app", "outcome"}),
	}
}

func (i intents) collectors() []prometheus.Collector {
	return []prometheus.Collector{i.pending, i.settled, i.runs}
}

// Pending shows how many intents of a resource type have no outcome. Both names come from the configuration.
func (m *Metrics) Pending(app, resourceType string, n int) {
	m.intents.pending.WithLabelValues(app, resourceType).Set(float64(n))
}

// Settled counts intents that the janitor settled; the outcome is bound or abandoned.
func (m *Metrics) Settled(app, resourceType, outcome string, n int) {
	m.intents.settled.WithLabelValues(app, resourceType, outcome).Add(float64(n))
}

// Tidied counts a look after the intents of an app; the outcome is done or failed.
func (m *Metrics) Tidied(app, outcome string) { m.intents.runs.WithLabelValues(app, outcome).Inc() }
