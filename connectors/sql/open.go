package sql

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Open is the factory for `type: sql`:
//
//	type: sql
//	dialect: postgres            # or sqlite
//	dsn: ${env:HR_DSN}           # as the driver takes it; SQLite: the file, which is switched to WAL unless
//	                             # ?_journal_mode= says otherwise
//	timeout: 10s                 # of one statement
//	pool: {max_open: 8, max_idle: 8, lifetime: 30m, connect: 5s}
//
// It does not connect: a database that is down is found by Ping or Connector.Open.
func Open(ctx context.Context, block yamlx.Node) (connectors.Connector, diag.List) {
	return Observed(nil)(ctx, block)
}

// Observed is Open with the text of every statement shown to observe before it is sent, from several goroutines.
func Observed(observe func(text string)) connectors.Factory {
	return func(_ context.Context, block yamlx.Node) (connectors.Connector, diag.List) {
		return open(block, observe)
	}
}

func open(block yamlx.Node, observe func(text string)) (connectors.Connector, diag.List) {
	var found diag.List
	r := yamlx.Read(block, "sql", &found)
	r.Get("type")
	dialect := r.Need("dialect")
	if dialect.Text() != "" {
		r.OneOf("dialect", sqldb.Names()...)
	}
	dsn := r.Need("dsn")
	o := sqldb.Options{Timeout: r.Duration("timeout", 10*time.Second), Existing: true, Observe: observe}
	pool := yamlx.Read(r.Get("pool"), "sql", &found)
	o.MaxOpen = pool.Int("max_open", 1, 8)
	o.MaxIdle = pool.Int("max_idle", 0, o.MaxOpen)
	o.Lifetime = pool.Duration("lifetime", 30*time.Minute)
	o.Connect = pool.Duration("connect", 5*time.Second)
	pool.Close()
	entities := readEntities(r.Get("entities"), &found)
	refusals := readRefusals(r.Get("errors"), &found)
	r.Close()
	if found.HasErrors() {
		return nil, found
	}
	db, err := sqldb.Open(dialect.Text(), dsn.Text(), o)
	if err != nil {
		found.Add(dsn.Finding("sql/dsn", "", "%v", err))
		return nil, found
	}
	return &connector{db: db, d: dialectOf(dialect.Text()), dsn: dsn, entities: entities, refusals: refusals, describe: db.Describe}, found
}

// connector is an open pool of connections to one database.
type connector struct {
	db  *sqldb.DB
	d   dialect
	dsn yamlx.Node

	entities map[string]*entityBlock
	refusals refusals
	describe func(ctx context.Context, text string, args int) (columns []string, err error)
}

var (
	_ connectors.Factory   = Open
	_ connectors.Connector = (*connector)(nil)
)

// Ping reports whether the database answers.
func (c *connector) Ping(ctx context.Context) error {
	return failed("reach the database", c.db.Ping(ctx), nil)
}

// Close ends all connections.
func (c *connector) Close() error { return c.db.Close() }
