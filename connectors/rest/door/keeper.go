package door

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// patience is how long a credential that was refused from the start, and a refusal to give one out, stand before another
// is asked for: an application that refuses everything is not asked for a session with every request, and no account gets
// locked by us trying its wrong password again and again.
const patience = 10 * time.Second

// soon is how long before its end a credential is replaced, unless the block says otherwise.
const soon = 30 * time.Second

// credential proves to the application who we are.
type credential struct {
	put     func(*http.Request)
	expires time.Time // zero: never
	renew   time.Time // when another is fetched while this one still serves; zero: never

	fetched  time.Time
	accepted bool // by an answer that was no refusal
}

// keeper keeps a credential that ends. Another is fetched when it has expired or is refused, once for all who wait; and
// behind them shortly before it expires.
type keeper struct {
	fetch   func(ctx context.Context) (credential, error)
	refusal func(Response) bool
	now     func() time.Time
	life    context.Context
	group   sync.WaitGroup

	mu     sync.Mutex
	closed bool
	held   *credential
	flight *flight
	denied error // why there is none, until then
	until  time.Time
}

// flight is a fetch under way; cred and err are there when done is closed.
type flight struct {
	done chan struct{}
	cred *credential
	err  error
}

func (c *Client) keep(fetch func(ctx context.Context) (credential, error), refusal func(Response) bool) *keeper {
	return &keeper{fetch: fetch, refusal: refusal, now: c.options.Now, life: c.life}
}

func (k *keeper) get(ctx context.Context) (*credential, error) {
	f, c, err := k.look(ctx)
	if f == nil {
		return c, err
	}
	select {
	case <-f.done:
		return f.cred, f.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// look is the credential at hand, or the flight to wait for.
func (k *keeper) look(ctx context.Context) (*flight, *credential, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	held := k.serving(now)
	if held != nil && (held.renew.IsZero() || now.Before(held.renew)) {
		return nil, held, nil
	}
	if now.Before(k.until) {
		if held != nil {
			return nil, held, nil
		}
		return nil, nil, k.denied
	}
	if k.closed {
		return nil, nil, connectors.Errorf(connectors.Unavailable, "", "the client is closed")
	}
	if k.flight == nil {
		f := &flight{done: make(chan struct{})}
		k.flight = f
		k.group.Go(func() { k.fly(context.WithoutCancel(ctx), f) })
	}
	if held != nil {
		return nil, held, nil
	}
	return k.flight, nil, nil
}

// serving is the credential that is held, unless it has expired.
func (k *keeper) serving(now time.Time) *credential {
	if k.held == nil || !k.held.expires.IsZero() && !now.Before(k.held.expires) {
		return nil
	}
	return k.held
}

// fly fetches a credential. It outlives whoever asked first, since others may wait for it.
func (k *keeper) fly(ctx context.Context, f *flight) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(k.life, cancel)()
	cred, err := k.fetch(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flight = nil
	now := k.now()
	switch {
	case err == nil:
		cred.fetched = now
		f.cred, k.held = &cred, &cred
	case k.serving(now) != nil || connectors.KindOf(err) == connectors.Denied:
		k.denied, k.until = err, now.Add(patience)
	}
	f.err = err
	close(f.done)
}

func (k *keeper) refused(c *credential, r Response) bool {
	refused := k.refusal(r)
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case !refused:
		c.accepted = true
		return false
	case k.held != c:
		return true // somebody else found out before
	case !c.accepted && k.now().Before(c.fetched.Add(patience)):
		return false
	}
	k.held = nil
	return true
}

func (k *keeper) close() {
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.group.Wait()
}
