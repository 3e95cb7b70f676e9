package resilience

import (
	"context"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/scimgate/scimgate/connectors"
)

// Merge is e with reads that ask the same at one time made once: a Get of the same keys, a List of the same Query. Each
// caller has an answer of its own. A read is never joined that began before a write ended that writes knows of, one
// whose instant could give another answer, or by a read that has to be connectors.Fresh.
//
// What another process writes meanwhile may be missing from the answer of a read that was joined, although that read
// began after the write had ended.
//
// spec is what e was opened with; writes counts those to the whole application, and is shared by its entities.
func Merge(e connectors.Entity, spec connectors.Spec, writes *atomic.Uint64, o Options) connectors.Entity {
	return &merged{
		Entity: e, pace: paceOf(spec), writes: writes, observe: o.withDefaults().Observe,
		gets: flights[map[connectors.Key]connectors.Record]{copy: copyRecords}, lists: flights[connectors.Page]{copy: copyPage},
	}
}

type merged struct {
	connectors.Entity
	pace    pace
	writes  *atomic.Uint64
	observe Observer
	gets    flights[map[connectors.Key]connectors.Record]
	lists   flights[connectors.Page]
}

// Unwrap makes connectors.As work.
func (m *merged) Unwrap() connectors.Entity { return m.Entity }

// question is all that an answer depends on.
type question struct {
	writes  uint64 // that had ended
	instant int64
	keys    []connectors.Key
	need    connectors.Need
	query   connectors.Query
}

func (m *merged) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if connectors.IsFresh(ctx) || ctx.Err() != nil {
		return m.Entity.Get(ctx, keys, n)
	}
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = string(k)
	}
	q := question{writes: m.writes.Load(), instant: m.pace.of(ctx), keys: keys, need: n}
	return m.gets.join(ctx, strings.Join(names, "\n"), q, m.observe.Merged, func(ctx context.Context) (map[connectors.Key]connectors.Record, error) {
		return m.Entity.Get(ctx, keys, n)
	})
}

func (m *merged) List(ctx context.Context, query connectors.Query) (connectors.Page, error) {
	if connectors.IsFresh(ctx) || ctx.Err() != nil {
		return m.Entity.List(ctx, query)
	}
	q := question{writes: m.writes.Load(), instant: m.pace.of(ctx), query: query}
	return m.lists.join(ctx, strconv.Itoa(query.Offset)+" "+query.After, q, m.observe.Merged, func(ctx context.Context) (connectors.Page, error) {
		return m.Entity.List(ctx, query)
	})
}

// Whatever became of a write, what was read before it ended is no longer good enough.

func (m *merged) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	defer m.writes.Add(1)
	return m.Entity.Create(ctx, c)
}

func (m *merged) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	defer m.writes.Add(1)
	return m.Entity.Update(ctx, k, n, edit)
}

func (m *merged) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	defer m.writes.Add(1)
	return m.Entity.Delete(ctx, k, n, edit)
}
