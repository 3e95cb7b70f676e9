package adminapi

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// calls count what stands between the gateway and the applications.
type calls struct {
	retried, waited, refused, merged, turned, shared *prometheus.CounterVec

	answered *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

func newCalls() calls {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, append([]string{"app"}, labels...))
	}
	return calls{
		retried: counter("scimgate_calls_retried_total", "Operations on an application that were tried again, by what went wrong.", "kind"),
		waited: counter("scimgate_calls_waited_seconds_total",
			"Time that operations waited before they were sent: for a retry, for others to end (concurrency), for their turn (rate).", "reason"),
		refused: counter("scimgate_calls_refused_total", "Operations that were not sent: by an open breaker, a full queue, or a rate.", "reason"),
		merged:  counter("scimgate_reads_merged_total", "Reads that were answered by the same read of another request."),
		turned:  counter("scimgate_breaker_changes_total", "How often an application's breaker opened and closed.", "to"),
		answered: counter("scimgate_application_requests_total",
			"HTTP requests to an application, by method and status; none: there was no whole answer.", "method", "code"),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "scimgate_application_request_duration_seconds",
			Help:    "Time until an HTTP request to an application was answered or given up.",
			Buckets: []float64{.0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"app", "method"}),
		shared: counter("scimgate_shared_rate_requests_total", "Questions to Redis about the rate of calls, by result: shared, error, open.", "result"),
	}
}

func (c calls) collectors() []prometheus.Collector {
	return []prometheus.Collector{c.retried, c.waited, c.refused, c.merged, c.turned, c.shared, c.answered, c.duration}
}

// Calls counts what happens between the gateway and one application. It is safe for concurrent use.
type Calls struct {
	calls
	app string
}

// Calls are those of an app, whose name comes from the configuration.
func (m *Metrics) Calls(app string) *Calls { return &Calls{m.calls, app} }

// Retried counts one more attempt after an error of this kind.
func (c *Calls) Retried(kind string) { c.retried.WithLabelValues(c.app, kind).Inc() }

// Waited adds the time that a call waited before it was sent.
func (c *Calls) Waited(reason string, d time.Duration) {
	c.waited.WithLabelValues(c.app, reason).Add(d.Seconds())
}

// Refused counts a call that was not sent.
func (c *Calls) Refused(reason string) { c.refused.WithLabelValues(c.app, reason).Inc() }

// Merged counts a read that was not made.
func (c *Calls) Merged() { c.merged.WithLabelValues(c.app).Inc() }

// Turned counts a change of the breaker.
func (c *Calls) Turned(to string) { c.turned.WithLabelValues(c.app, to).Inc() }

// Answered counts an HTTP request to the application; status is 0 when there was no whole answer. The method comes from the
// app file.
func (c *Calls) Answered(method string, status int, d time.Duration) {
	code := "none"
	if status != 0 {
		code = strconv.Itoa(status)
	}
	c.answered.WithLabelValues(c.app, method, code).Inc()
	c.duration.WithLabelValues(c.app, method).Observe(d.Seconds())
}

// Shared counts a question to what replicas share.
func (c *Calls) Shared(result string) { c.shared.WithLabelValues(c.app, result).Inc() }

// Breaker shows what the breaker of an app does, whenever somebody asks.
func (m *Metrics) Breaker(app string, state func() string) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name:        "scimgate_breaker_state",
		Help:        "What an application's breaker does: 0 closed, 1 half open, 2 open.",
		ConstLabels: prometheus.Labels{"app": app},
	}, func() float64 {
		return map[string]float64{"half open": 1, "open": 2}[state()]
	}))
}
