package rest

import (
	"context"
	"sync"
)

// locks lets one write at a time at each name.
type locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	free    chan struct{} // holds one token while nobody writes
	waiting int           // with the holder
	turns   int           // that those who were here one after the other had among all replicas; the holder's to change
}

// hold waits for a name until it is free or ctx ends.
func (l *locks) hold(ctx context.Context, name string) (at *lock, release func(), err error) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[string]*lock{}
	}
	at = l.held[name]
	if at == nil {
		at = &lock{free: make(chan struct{}, 1)}
		at.free <- struct{}{}
		l.held[name] = at
	}
	at.waiting++
	l.mu.Unlock()
	leave := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if at.waiting--; at.waiting == 0 {
			delete(l.held, name)
		}
	}
	select {
	case <-at.free:
		return at, func() { at.free <- struct{}{}; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, nil, ctx.Err()
	}
}
