package adminapi

import (
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the process does, in a registry of its own. No label holds anything that names a person, and
// none can take values that a client chooses. It is safe for concurrent use.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	durations  *prometheus.HistogramVec
	tolerances *prometheus.CounterVec
	limited    *prometheus.CounterVec
	unreadable *prometheus.CounterVec
	cache      *prometheus.CounterVec
	held       *prometheus.CounterVec
	calls
	intents
	parked *parked
}

// NewMetrics makes the metrics of a process that was built as version from revision.
func NewMetrics(version, revision string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_http_requests_total",
			Help: "Requests answered, by app, route template, method and status.",
		}, []string{"app", "route", "method", "code"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "scimgate_http_request_duration_seconds",
			Help:    "Time until a request was answered.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},

			NativeHistogramBucketFactor:     1.1,
			NativeHistogramMaxBucketNumber:  100,
			NativeHistogramMinResetDuration: time.Hour,
		}, []string{"app", "route", "method"}),
		tolerances: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_tolerances_total",
			Help: "Requests that departed from the RFC in a way that was accepted, by the rule that accepted it.",
		}, []string{"app", "rule"}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_rate_limited_total",
			Help: "Requests refused because the client asks the app more often than it may.",
		}, []string{"app", "client"}),
		unreadable: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_unreadable_values_total",
			Help: "Values read that are not of their field's type or in no table of values, and count as empty.",
		}, []string{"app", "field"}),
		cache: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_cache_requests_total",
			Help: "Questions to the correlation cache, by result: hit, miss, error, open.",
		}, []string{"result"}),
		held: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scimgate_writes_held_total",
			Help: "Writes refused because too many of their kind took something away, until an operator approves them.",
		}, []string{"app", "kind"}),
		calls:   newCalls(),
		intents: newIntents(),
		parked:  newParked(),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "scimgate_build_info",
		Help:        "Always 1; the labels say what is running.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision, "goversion": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.durations, m.tolerances, m.limited, m.unreadable, m.cache, m.held, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(m.calls.collectors()...)
	m.registry.MustRegister(m.intents.collectors()...)
	m.registry.MustRegister(m.parked.collectors()...)
	return m
}

// Request counts one answered request. app and route come from the configuration, and are empty for a request that
// led to neither.
func (m *Metrics) Request(app, route, method string, status int, d time.Duration) {
	method = known(method)
	m.requests.WithLabelValues(app, route, method, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(app, route, method).Observe(d.Seconds())
}

// Tolerance counts n uses of a rule that accepts what the RFC does not.
func (m *Metrics) Tolerance(app, rule string, n int) {
	m.tolerances.WithLabelValues(app, rule).Add(float64(n))
}

// Limited counts one request that was refused because its client asks too often. Both names come from the
// configuration; the client is empty for the anonymous.
func (m *Metrics) Limited(app, client string) { m.limited.WithLabelValues(app, client).Inc() }

// Unreadable counts one value that means nothing. Both names come from the configuration.
func (m *Metrics) Unreadable(app, field string) { m.unreadable.WithLabelValues(app, field).Inc() }

// Cache counts one question to the cache.
func (m *Metrics) Cache(result string) { m.cache.WithLabelValues(result).Inc() }

// Held counts one write that was refused. The app's name comes from the configuration, and there are few kinds.
func (m *Metrics) Held(app, kind string) { m.held.WithLabelValues(app, kind).Inc() }

// known is a method, or "other" for words that a client made up.
func known(method string) string {
	methods := []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
	}
	if slices.Contains(methods, method) {
		return method
	}
	return "other"
}

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
