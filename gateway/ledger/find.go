package ledger

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim/schema"
)

const (
	// asked is how many values the application is asked for in one go, and atOnce in how many goes at one time.
	asked  = 100
	atOnce = 4
)

// with finds the accounts that have one of these values of p, by the value. Where the application cannot be asked, all
// of it is read once.
func with(ctx context.Context, e *gateway.Endpoint, p schema.Path, values []string) (map[string][]gateway.Account, error) {
	can, err := e.Finds(ctx, p)
	if err != nil || !can {
		if err != nil || len(values) == 0 {
			return nil, err
		}
		return e.AccountsWith(ctx, p, values)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	found := make(map[string][]gateway.Account, len(values))
	var mu sync.Mutex
	var all sync.WaitGroup
	turns := make(chan struct{}, atOnce)
	for part := range slices.Chunk(values, asked) {
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			some, err := e.AccountsWith(ctx, p, part)
			if err != nil {
				stop(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(found, some)
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return found, nil
}
