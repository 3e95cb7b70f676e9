package rest

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// connector is one application behind one door. It is safe for concurrent use.
type connector struct {
	door   *door.Client
	block  *block
	locks  locks
	locker connectors.Locker // nil: there are no other replicas
	now    func() time.Time
}

var _ connectors.Connector = (*connector)(nil)

// Factory opens REST applications whose doors have these options. The locker is nil where no other replica writes.
func Factory(o door.Options, l connectors.Locker) connectors.Factory {
	return func(ctx context.Context, n yamlx.Node) (connectors.Connector, diag.List) {
		d, found := door.Open(ctx, n, o)
		b := readWhole(n, &found)
		if found.HasErrors() {
			if d != nil {
				found.Add(closing(d)...)
			}
			return nil, found
		}
		c := &connector{door: d, block: b, locker: l, now: o.Now}
		if c.now == nil {
			c.now = time.Now
		}
		return c, found
	}
}

func closing(d *door.Client) diag.List {
	if err := d.Close(); err != nil {
		return diag.List{{Severity: diag.Warning, Code: "rest/close", Message: err.Error()}}
	}
	return nil
}

// Close ends the door's connections.
func (c *connector) Close() error { return c.door.Close() }

// Ping makes the call that the block names for it, or asks for one record of the first entity that has a list.
func (c *connector) Ping(ctx context.Context) error {
	if op := c.block.ping; op != nil {
		_, err := c.send(ctx, request{operation: op, of: &collection{}})
		return err
	}
	for _, name := range c.block.order {
		if known := c.block.collections[name]; known.list != nil && len(known.list.names()) == 0 {
			r := &reader{sender: c, c: c, unset: c.block.unset, parallel: parallel}
			_, err := r.page(ctx, &r.legs(flow{c: known, listing: known.list})[0], place{}, 1)
			return err
		}
	}
	return ctx.Err()
}
