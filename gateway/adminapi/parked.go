package adminapi

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// parked counts references to what is not there yet.
type parked struct {
	waiting *prometheus.GaugeVec
	events  *prometheus.CounterVec

	mu   sync.Mutex
	last map[[2]string]int // by app and type, when the janitor last looked
}

func newParked() *parked {
	return &parked{
		waiting: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "scimgate_references_parked",
			Help: "References to resources that were not there when the janitor last looked, by the type of the resource that has them.",
		}, []string{"app", "type"}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_references_parked_total",
			Help: "What became of references to resources that are not there: parked, applied, withdrawn, refused, expired.",
		}, []string{"app", "type", "event"}),
		last: map[[2]string]int{},
	}
}

func (p *parked) collectors() []prometheus.Collector {
	return []prometheus.Collector{p.waiting, p.events}
}

// of is how many references of an app were parked when the janitor last looked.
func (p *parked) of(app string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for at, left := range p.last {
		if at[0] == app {
			n += left
		}
	}
	return n
}

// ReferencesParked shows how many references of a resource type are parked. Both names come from the configuration.
func (m *Metrics) ReferencesParked(app, resourceType string, n int) {
	m.parked.waiting.WithLabelValues(app, resourceType).Set(float64(n))
	m.parked.mu.Lock()
	defer m.parked.mu.Unlock()
	m.parked.last[[2]string{app, resourceType}] = n
}

// ReferenceEvents counts what became of references; see gateway.Endpoint.
func (m *Metrics) ReferenceEvents(app, resourceType, event string, n int) {
	m.parked.events.WithLabelValues(app, resourceType, event).Add(float64(n))
}
