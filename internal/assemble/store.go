package assemble

import (
	"context"
	"net/http"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// openStore opens the durable store and, where there is one, the cache in front of it. The store is nil when the
// list has errors.
func openStore(ctx context.Context, cfg *config.Config, line *redisdb.Line, clock func() time.Time, cache func(result string), p points) (correlation.Store, diag.List) {
	dsn := cfg.Store.DSN.Reveal()
	if cfg.Store.Type == "sqlite" {
		dsn = cfg.Store.Path
	}
	store, err := correlation.OpenSQL(ctx, cfg.Store.Type, dsn, correlation.Options{Clock: clock, Observe: p.statements("store")})
	if err != nil {
		found := diag.List{cfg.Store.At.Finding("config/store", "", "the store cannot be opened: %v", err)}
		return nil, yamlx.Conceal(cfg.Store.At, found)
	}
	if line == nil {
		return p.store(store), nil
	}
	return p.store(correlation.Cached(store, correlation.CacheOptions{Line: line, TTL: cfg.Redis.TTL, Observe: cache})), nil
}

// openRedis prepares the line to Redis; nil where there is none.
func openRedis(cfg *config.Config, clock func() time.Time) (*redisdb.Line, diag.List) {
	if cfg.Redis == nil {
		return nil, nil
	}
	r := cfg.Redis
	client, err := redisdb.Dial(redisdb.Place{
		URL: r.URL.Reveal(), Addresses: r.Addresses, Master: r.Master, Database: r.Database, TLS: r.TLS, Timeout: r.Timeout,
		Account:  redisdb.Account{Username: r.Account.Username, Password: r.Account.Password.Reveal()},
		Sentinel: redisdb.Account{Username: r.Sentinel.Username, Password: r.Sentinel.Password.Reveal()},
	})
	if err != nil {
		return nil, diag.List{r.At.Finding("config/redis", "", "%v", err)}
	}
	return redisdb.NewLine(client, redisdb.LineOptions{Clock: clock}), nil
}

// askOnce lets each request wait for Redis in vain once at most.
func askOnce(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(redisdb.Once(r.Context())))
	})
}
