package memory

import (
	"context"
	"fmt"
	"maps"
	"sync/atomic"

	"github.com/scimgate/scimgate/connectors"
)

// Connector is one application. Reads see the state at the instant they begin; writes happen one after the other,
// each on a draft that becomes the state only as a whole.
type Connector struct {
	schema  Schema
	current atomic.Pointer[state]
	writing chan struct{} // holds one token while a write is under way, so that waiting ends with a context
}

var _ connectors.Connector = (*Connector)(nil)

// New makes an application with these tables, all empty.
func New(s Schema) *Connector {
	c := &Connector{schema: s, writing: make(chan struct{}, 1)}
	first := &state{tables: map[string]*table{}}
	for i := range s {
		first.tables[s[i].Name] = newTable(&s[i])
	}
	c.current.Store(first)
	return c
}

// Ping answers as long as ctx lasts.
func (c *Connector) Ping(ctx context.Context) error { return ctx.Err() }

// Close does nothing: the tables live as long as the Connector.
func (c *Connector) Close() error { return nil }

// Insert adds rows to a table, past every Spec: fixtures for tests. Nothing is inserted when one of them is refused.
func (c *Connector) Insert(name string, rows ...connectors.Fields) error {
	op := "insert into " + name
	return c.write(context.Background(), op, func(d *draft) error {
		t, err := d.table(name)
		if err != nil {
			return err
		}
		for i, r := range rows {
			fields := maps.Clone(r)
			t.generate(fields)
			if _, err := t.insert(fields); err != nil {
				return fmt.Errorf("row %d: %w", i, d.failed(err, ""))
			}
		}
		return nil
	})
}

// Rows reads a whole table in the order of its insertion, past every Spec. The rows are the caller's own.
func (c *Connector) Rows(name string) []connectors.Fields {
	t, ok := c.current.Load().tables[name]
	if !ok {
		return nil
	}
	out := make([]connectors.Fields, len(t.rows))
	for i, r := range t.rows {
		out[i] = connectors.Fields{}
		for _, col := range t.def.Columns {
			out[i][col.Name] = clone(r.fields[col.Name])
		}
	}
	return out
}

// write runs change on a draft and makes it the state, unless it fails or ctx ends before.
func (c *Connector) write(ctx context.Context, op string, change func(*draft) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case c.writing <- struct{}{}:
		defer func() { <-c.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	d := c.current.Load().draft(op, connectors.Instant(ctx))
	if err := change(d); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.current.Store(&d.state)
	return nil
}
