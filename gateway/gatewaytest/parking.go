package gatewaytest

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

// Park passes on.
func (l *Links) Park(ctx context.Context, s correlation.Scope, refs []correlation.Parked, until time.Time) ([]correlation.Parked, error) {
	if err := l.before("Park"); err != nil {
		return nil, err
	}
	l.one.Lock()
	defer l.one.Unlock()
	kept, err := l.Store.Park(ctx, s, refs, until)
	l.done(err, false)
	return kept, err
}

// Unpark passes on.
func (l *Links) Unpark(ctx context.Context, s correlation.Scope, taken []correlation.Parked) error {
	if len(taken) == 0 {
		return nil
	}
	if err := l.before("Unpark"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Unpark(ctx, s, taken)
	l.done(err, false)
	return err
}

// Take passes on.
func (l *Links) Take(ctx context.Context, s correlation.Scope, refs []correlation.Parked, lease time.Duration) ([]correlation.Parked, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	if err := l.before("Take"); err != nil {
		return nil, err
	}
	l.one.Lock()
	defer l.one.Unlock()
	taken, err := l.Store.Take(ctx, s, refs, lease)
	l.done(err, false)
	return taken, err
}

// Return passes on.
func (l *Links) Return(ctx context.Context, s correlation.Scope, taken []correlation.Parked) error {
	if len(taken) == 0 {
		return nil
	}
	if err := l.before("Return"); err != nil {
		return err
	}
	l.one.Lock()
	defer l.one.Unlock()
	err := l.Store.Return(ctx, s, taken)
	l.done(err, false)
	return err
}

// ParkedAt passes on.
func (l *Links) ParkedAt(ctx context.Context, s correlation.Scope, owner string) ([]correlation.Parked, error) {
	if err := l.before("ParkedAt"); err != nil {
		return nil, err
	}
	return l.Store.ParkedAt(ctx, s, owner)
}

// Awaiting passes on.
func (l *Links) Awaiting(ctx context.Context, s correlation.Scope, id string) ([]correlation.Parked, error) {
	if err := l.before("Awaiting"); err != nil {
		return nil, err
	}
	return l.Store.Awaiting(ctx, s, id)
}
