package assemble

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"go.uber.org/zap"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/gateway/httpapi"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/redisdb"
)

// patience is how long a write waits for another of the same account: longer than that takes when all is well, and short
// enough to be answered within the time that clients give a request.
const patience = 10 * time.Second

// Options are what the process knows and the configuration does not. The zero Options are sensible.
type Options struct {
	Log               *zap.Logger      // nil: nothing is logged
	Clock             func() time.Time // nil: time.Now
	Version, Revision string           // of this program, for /metrics

	// Listening is told the address of the public listener as soon as requests are answered.
	Listening func(address string)

	// Ticks is what periodic work runs by; nil: time.Tick.
	Ticks func(every time.Duration) <-chan time.Time
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Listening == nil {
		o.Listening = func(string) {}
	}
	if o.Ticks == nil {
		o.Ticks = time.Tick
	}
	o.Version = cmp.Or(o.Version, "unknown")
	return o
}

// Gateway is a configuration that serves. The store and the connectors outlive any one Runtime in Current.
type Gateway struct {
	Current *gateway.Current
	Handler http.Handler // what identity providers see
	Admin   http.Handler // what operators see

	ready    *adminapi.Readiness
	janitor  *janitor
	rebuilds *gateway.Rebuilds
	store    correlation.Store
	redis    *redisdb.Line // nil: none
	apps     []*live
}

// Open connects and compiles everything cfg names. The Gateway is nil when the list has errors; else it is to be
// closed.
func Open(ctx context.Context, cfg *config.Config, o Options) (*Gateway, diag.List) {
	points, err := openPoints()
	if err != nil {
		return nil, diag.List{{Severity: diag.Error, Code: "failpoints", Message: err.Error()}}
	}
	given := points.clock(o.Clock) // without one the store goes by its database's
	o.Clock = given
	o = o.withDefaults()
	metrics := adminapi.NewMetrics(o.Version, o.Revision)
	g := &Gateway{rebuilds: gateway.NewRebuilds()}
	line, found := openRedis(cfg, o.Clock)
	g.redis = line
	store, more := openStore(ctx, cfg, line, given, metrics.Cache, points)
	found.Add(more...)
	g.store = store
	found.Add(g.connect(ctx, cfg, watch{log: o.Log, metrics: metrics, clock: o.Clock, redis: line, leases: store, points: points})...)
	if found.HasErrors() {
		_ = g.Close()
		return nil, found
	}
	common := shared{
		links: store, limits: limits(cfg), walks: gateway.NewWalks(o.Clock), rebuilds: g.rebuilds, clock: o.Clock,
		parked: parked(metrics, o.Log),
	}
	runtime := &gateway.Runtime{Apps: map[string]*gateway.App{}}
	for _, l := range g.apps {
		runtime.Apps[l.Name()] = l.runtime(common)
	}
	g.Current = gateway.NewCurrent(runtime)
	g.Handler = httpapi.New(g.Current, httpapi.Options{
		Auth: authenticator(cfg.Clients, o.Clock), Anonymous: anonymous(cfg, runtime.Apps), PublicURL: cfg.PublicURL,
		MaxBody: int64(cfg.Limits.Body), Timeout: cfg.Timeouts.Request,
		Log: o.Log, Observer: metrics, Clock: o.Clock,
	})
	if line != nil {
		g.Handler = askOnce(g.Handler)
	}
	g.ready = adminapi.NewReadiness(adminapi.Check{Name: "store", Run: store.Ready})
	g.janitor = &janitor{current: g.Current, store: store, metrics: metrics, log: o.Log}
	g.Admin = adminapi.New(g.ready, metrics, g.shown(metrics)...)
	return g, found
}

// limits bound what a request may cost.
func limits(cfg *config.Config) gateway.Limits {
	return gateway.Limits{
		DefaultCount: cfg.Limits.DefaultCount, MaxCount: cfg.Limits.MaxCount,
		ScanRows: cfg.Limits.ScanRows, Operations: cfg.Limits.Operations, Elements: cfg.Limits.Elements,
		Patience: patience, CursorTimeout: cfg.Limits.CursorTimeout, BulkOperations: cfg.Limits.BulkOperations, BulkPayload: cfg.Limits.BulkBody,
	}
}

// connect reads and connects the apps.
func (g *Gateway) connect(ctx context.Context, cfg *config.Config, w watch) diag.List {
	apps, found := readApps(cfg.Apps)
	found.Add(grants(cfg.Clients, apps)...)
	for _, a := range apps {
		l, more := a.connect(ctx, config.Environment(cfg.Dir), w)
		g.apps = append(g.apps, l)
		found.Add(more...)
	}
	return found
}

// shown is what operators see of the apps; metrics show it too.
func (g *Gateway) shown(metrics *adminapi.Metrics) []adminapi.App {
	apps := make([]adminapi.App, len(g.apps))
	for i, l := range g.apps {
		apps[i] = l.shown(g.store)
		metrics.Breaker(apps[i].Name, apps[i].Breaker)
	}
	return apps
}

// Close ends every connection. No request may be under way.
func (g *Gateway) Close() error {
	g.rebuilds.Close()
	var errs []error
	for _, l := range g.apps {
		errs = append(errs, l.close())
	}
	if g.store != nil {
		errs = append(errs, g.store.Close())
	}
	if g.redis != nil {
		errs = append(errs, g.redis.Close())
	}
	return errors.Join(errs...)
}
