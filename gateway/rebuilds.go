package gateway

import (
	"context"
	"slices"
	"sync"

	"github.com/scimgate/scimgate/correlation"
)

// Rebuilds are the scans that requests have started in this process: each begins when an id is asked for that may be
// somebody's, and goes on when the request has been answered. It is safe for concurrent use; nil: what the store does not
// know is nobody's.
type Rebuilds struct {
	ctx context.Context
	end context.CancelFunc
	all sync.WaitGroup

	mu    sync.Mutex
	under map[identity]*rebuild // by app and type
}

// rebuild is a scan under way.
type rebuild struct {
	large chan struct{} // closed when it will take longer than a request waits
	over  chan struct{} // closed at its end
	err   error         // of it
}

// NewRebuilds makes a place for them, which is to be closed.
func NewRebuilds() *Rebuilds {
	ctx, end := context.WithCancel(context.Background())
	return &Rebuilds{ctx: ctx, end: end, under: map[identity]*rebuild{}}
}

// Close ends the scans under way and waits for them. They are gone on with where they were.
func (b *Rebuilds) Close() {
	if b != nil {
		b.end()
		b.all.Wait()
	}
}

// of is the scan of e that is under way, or a new one.
func (b *Rebuilds) of(e *Endpoint) *rebuild {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := identity{e.Scope.App, e.Scope.Type}
	if r, ok := b.under[name]; ok {
		return r
	}
	r := &rebuild{large: make(chan struct{}), over: make(chan struct{})}
	b.under[name] = r
	b.all.Go(func() {
		large := sync.OnceFunc(func() { close(r.large) })
		_, r.err = e.Rebuild(b.ctx, false, func(how correlation.Scan) {
			if how.Records >= e.Limits.ScanRows {
				large()
			}
		})
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.under, name)
		close(r.over)
	})
	return r
}

// rebuilt reports whether ids that are not known may be known now, because all records were scanned meanwhile: that of an
// application with few records is waited for. Before a larger one was scanned nobody can say whose an id is: 503.
func (e *Endpoint) rebuilt(ctx context.Context) (bool, error) {
	if e.Rebuilds == nil || !e.CanRebuild() {
		return false, nil
	}
	how, err := e.Links.Scanned(ctx, e.Scope)
	if err != nil || !how.Completed.IsZero() {
		return false, err
	}
	r := e.Rebuilds.of(e)
	select {
	case <-r.over:
		return r.err == nil, r.err
	case <-r.large:
		return false, rebuilding()
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
}

// lost reports whether one of ids is unknown and may be a record's all the same.
func lost(ids []string, links map[string]correlation.Link) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return links[id].ID == "" && correlation.LooksDerived(id) })
}
