package assemble

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/gateway/ledger"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/shapefile"
)

// Ledger is the correlations of a configuration and, where they were asked for, the applications that they lead to.
type Ledger struct {
	ledger.Ledger
	Warnings diag.List

	opened  *Gateway
	domains []string // of the clients
}

// OpenLedger opens the store of cfg and the resource types of one app, of all where app is empty. Unless live is set
// no application is connected. It serves nothing, and takes nothing from a gateway that does. The error is a
// diag.Failure when something is wrong with the configuration. A Ledger is to be closed.
func OpenLedger(ctx context.Context, cfg *config.Config, app string, live bool) (*Ledger, error) {
	apps, found := readApps(cfg.Apps)
	chosen, err := choose(apps, app)
	if err != nil {
		return nil, errors.Join(err, found.Err())
	}
	metrics := adminapi.NewMetrics("", "") // which nobody reads
	g := &Gateway{}
	line, more := openRedis(cfg, time.Now)
	found.Add(more...)
	g.redis = line
	w := watch{log: Options{}.withDefaults().Log, metrics: metrics, clock: time.Now, redis: line}
	for _, a := range chosen {
		l, more := a.offline(), diag.List(nil)
		if live {
			l, more = a.connect(ctx, config.Environment(cfg.Dir), w)
		}
		g.apps = append(g.apps, l)
		found.Add(more...)
	}
	store, more := openStore(ctx, cfg, line, nil, metrics.Cache, points{})
	found.Add(more...)
	g.store = store
	if err := found.Err(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	common := shared{links: store, limits: limits(cfg), clock: time.Now}
	opened := &Ledger{opened: g, Warnings: found}
	for _, c := range cfg.Clients {
		opened.domains = append(opened.domains, c.Domain)
	}
	for _, l := range g.apps {
		endpoints := l.runtime(common).Endpoints
		for _, name := range slices.Sorted(maps.Keys(endpoints)) {
			opened.Types = append(opened.Types, endpoints[name])
		}
	}
	return opened, nil
}

// Close ends every connection. What goes wrong then leaves nothing to do: all that was stored is stored.
func (l *Ledger) Close() { _ = l.opened.Close() }

// For is l with the externalIds of a domain, which is that of a client; empty: the apps' own.
func (l *Ledger) For(domain string) (ledger.Ledger, error) {
	if domain == "" {
		return l.Ledger, nil
	}
	if !slices.Contains(l.domains, domain) {
		return ledger.Ledger{}, meant(fmt.Errorf("no client has the domain %q", domain), domain, l.domains)
	}
	return l.In(domain), nil
}

// choose is the app that is called name, all of them where it is empty.
func choose(apps []*app, name string) ([]*app, error) {
	if name == "" {
		return apps, nil
	}
	var names []string
	for _, a := range apps {
		if a.Name() == name {
			return []*app{a}, nil
		}
		names = append(names, a.Name())
	}
	return nil, meant(fmt.Errorf("no app file has the name %q", name), name, names)
}

// meant is err with the word that was probably meant.
func meant(err error, word string, known []string) error {
	if hint := diag.Suggest(word, known); hint != "" {
		return fmt.Errorf("%w (%s)", err, hint)
	}
	return err
}

// offline is the app as far as it is known without its application.
func (a *app) offline() *live {
	shapes, err := shapefile.Load(shapefile.Path(a.App.File, a.Name()))
	if errors.Is(err, fs.ErrNotExist) {
		shapes = nil
	}
	compiled, _ := a.Compile(shapes)
	return &live{app: a, mappings: compiled, losing: a.watchLosses(watch{})}
}
