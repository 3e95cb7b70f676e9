package assemble

import (
	"context"
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
	client, err := redisdb.Dial(cfg.Redis.URL.Reveal())
	if err != nil {
		return nil, diag.List{cfg.Redis.At.Finding("config/redis", "", "%v", err)}
	}
	return redisdb.NewLine(client, redisdb.LineOptions{Clock: clock}), nil
}
