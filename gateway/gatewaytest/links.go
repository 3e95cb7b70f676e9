package gatewaytest

import (
	"context"
	"sync"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// Links is a correlation store that a test can take away, call by call.
type Links struct {
	correlation.Store
	// Fail is asked before each call with its name; an error is the call's answer.
	Fail func(call string) error
	// Stale answers ByID as an outdated cache would, unless the durable store is asked for.
	Stale map[string]correlation.Link
	// Seen counts the calls of Verified, and Cache holds what it was told, for Vouch.
	Seen  int
	Cache map[connectors.Key]correlation.Link

	committed func(relaxed bool) // called after a commit
	disk      disk
	one       sync.Mutex // writes happen one after the other
}

// Down is what a store says that cannot be reached.
var Down = &connectors.Error{Kind: connectors.Unavailable, Op: "correlation", Err: correlation.ErrAway}

func (l *Links) before(call string) error {
	if l.Fail == nil {
		return nil
	}
	return l.Fail(call)
}

// ByID answers from Stale first.
func (l *Links) ByID(ctx context.Context, s correlation.Scope, ids []string) (map[string]correlation.Link, error) {
	if err := l.before("ByID"); err != nil {
		return nil, err
	}
	if len(ids) == 1 && !correlation.IsDurable(ctx) {
		if link, ok := l.Stale[ids[0]]; ok {
			link.ID, link.Cached = ids[0], true
			return map[string]correlation.Link{ids[0]: link}, nil
		}
	}
	return l.Store.ByID(ctx, s, ids)
}

// Begin passes on.
func (l *Links) Begin(ctx context.Context, i correlation.Intent) (correlation.Intent, error) {
	if err := l.before("Begin"); err != nil {
		return i, err
	}
	l.one.Lock()
	defer l.one.Unlock()
	i, err := l.Store.Begin(ctx, i)
	l.done(err, i.Relaxed)
	return i, err
}

// Confirm passes on.
func (l *Links) Confirm(ctx context.Context, i correlation.Intent) error {
	if err := l.before("Confirm"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Confirm(ctx, i)
	l.done(err, !i.Relaxed) // which it was already then, so that nothing happens
	return err
}

// Spend passes on.
func (l *Links) Spend(ctx context.Context, q correlation.Quota, n int) (correlation.Spent, error) {
	if err := l.before("Spend"); err != nil {
		return correlation.Spent{}, err
	}
	return l.Store.Spend(ctx, q, n)
}

// Settle passes on.
func (l *Links) Settle(ctx context.Context, i correlation.Intent, link correlation.Link) (bool, error) {
	if err := l.before("Settle"); err != nil {
		return false, err
	}
	l.one.Lock()
	defer l.one.Unlock()
	settled, err := l.Store.Settle(ctx, i, link)
	l.done(err, false)
	return settled, err
}

// GiveBack passes on.
func (l *Links) GiveBack(ctx context.Context, i correlation.Intent) error {
	if err := l.before("GiveBack"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.GiveBack(ctx, i)
	l.done(err, false)
	return err
}

// Sweep passes on.
func (l *Links) Sweep(ctx context.Context) error {
	if err := l.before("Sweep"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Sweep(ctx)
	l.done(err, true)
	return err
}

// done notes a commit.
func (l *Links) done(err error, relaxed bool) {
	if err == nil && l.committed != nil {
		l.committed(relaxed)
	}
}

// Abandon passes on.
func (l *Links) Abandon(ctx context.Context, i correlation.Intent) error {
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Abandon(ctx, i)
	l.done(err, false)
	return err
}

// ByKey passes on.
func (l *Links) ByKey(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if err := l.before("ByKey"); err != nil {
		return nil, err
	}
	return l.Store.ByKey(ctx, s, keys)
}

// See passes on.
func (l *Links) See(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if s.Identity != correlation.ByKey { // which asks nobody
		if err := l.before("See"); err != nil {
			return nil, err
		}
	}
	l.one.Lock()
	defer l.one.Unlock()
	links, err := l.Store.See(ctx, s, keys)
	l.done(err, false)
	return links, err
}

// Bind passes on.
func (l *Links) Bind(ctx context.Context, i correlation.Intent, link correlation.Link) (correlation.Link, error) {
	if err := l.before("Bind"); err != nil {
		return link, err
	}
	l.one.Lock()
	defer l.one.Unlock()
	relaxed := i.Payload != "" && !i.Born.IsZero() && link.ID == "" && link.ExternalID == "" && i.Scope.Identity != correlation.Stored
	link, err := l.Store.Bind(ctx, i, link)
	l.done(err, relaxed)
	return link, err
}

// Bury passes on.
func (l *Links) Bury(ctx context.Context, s correlation.Scope, id string) error {
	if err := l.before("Bury"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Bury(ctx, s, id)
	l.done(err, false)
	return err
}

// Room passes on.
func (l *Links) Room(ctx context.Context) error {
	if err := l.before("Room"); err != nil {
		return err
	}
	return l.Store.Room(ctx)
}

// Verified counts, remembers and passes on.
func (l *Links) Verified(ctx context.Context, s correlation.Scope, links []correlation.Link) {
	l.Seen++
	if l.Cache == nil {
		l.Cache = map[connectors.Key]correlation.Link{}
	}
	for _, link := range links {
		l.Cache[link.Key+connectors.Key(s.Type)] = link
	}
	l.Store.Verified(ctx, s, links)
}

// Vouch answers with what Verified was told.
func (l *Links) Vouch(_ context.Context, s correlation.Scope, keys []connectors.Key) map[connectors.Key]correlation.Link {
	links := map[connectors.Key]correlation.Link{}
	for _, key := range keys {
		if link, ok := l.Cache[key+connectors.Key(s.Type)]; ok {
			links[key] = link
		}
	}
	return links
}
