package correlation

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// ErrAway is behind every error that says that the durable store could not be asked, or has no room.
var ErrAway = errors.New("the store of ids is not available")

// Outage is what can be known while the durable store is away or full.
type Outage interface {
	// Vouch finds the links of keys that the cache can vouch for, without asking the durable store: they were stored,
	// and are still true where a key stands for the same record for ever and the record's match values give the Check.
	// It knows derived ids of the first generation alone. Without a cache it knows nothing.
	Vouch(ctx context.Context, s Scope, keys []connectors.Key) map[connectors.Key]Link
	// Room reports whether the store has room for what a write leaves in it. A store that cannot tell beforehand has.
	Room(ctx context.Context) error
}

// Vouch derives the ids that keys had at first, and looks whether the cache has them for these keys.
func (c *cached) Vouch(ctx context.Context, s Scope, keys []connectors.Key) map[connectors.Key]Link {
	if s.Identity != Derived {
		return nil
	}
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = s.Derive(key, 1)
	}
	hits, _ := c.lookUp(ctx, s, ids)
	links := make(map[connectors.Key]Link, len(hits))
	for i, key := range keys {
		if l, ok := hits[ids[i]]; ok && l.Key == key {
			links[key] = l
		}
	}
	return links
}
