package correlation

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Store remembers links and intents. It is safe for concurrent use, by several replicas too. Unknown ids and keys
// are absent from the answers; that is no error. An error means that the store could not be asked, and is an
// *connectors.Error of kind Unavailable with ErrAway behind it, or a context's.
type Store interface {
	Leases
	Holds
	Ledger
	Names
	Parking
	Settling
	Outage
	Scans

	// ByID finds links, buried ones included. It may answer from a cache unless the context is Durable.
	ByID(ctx context.Context, s Scope, ids []string) (map[string]Link, error)
	// ByKey finds the links that hold these keys now.
	ByKey(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error)
	// See returns the link of every key and stores the ones that are new, unclaimed, in one statement: an id
	// is durable before it leaves the gateway. A key whose derived id is buried gets a new generation's id.
	See(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error)
	// Begin stores i unless an intent for the same Scope and Match is pending, in one compare-and-set. The
	// answer is Mine when i was stored or took over one whose lease ran out, else it is the other's.
	Begin(ctx context.Context, i Intent) (Intent, error)
	// Bind claims l and completes i in one transaction, and returns l as stored. The link that holds l.Key is
	// claimed, see Intent.Born; without one, the link that l.ID names, which is revived if it was buried; without
	// either, a new one. An empty ExternalID leaves the stored one. An i of a Scope alone completes nothing. The new
	// link of a new record may be lost with the power where i has a Payload and the ID follows from the key and there is
	// no ExternalID; then i is found Pending.
	Bind(ctx context.Context, i Intent, l Link) (Link, error)
	// Confirm makes an intent durable that was Relaxed.
	Confirm(ctx context.Context, i Intent) error
	// Abandon removes an intent after a definite failure: nothing was created. It leaves one that was taken over.
	Abandon(ctx context.Context, i Intent) error
	// Rekey follows a native key that changed: the id stays. A link that already holds the new key is buried. With ids
	// only the link of one of them follows: whoever repeats what another began may come when the key is somebody else's.
	Rekey(ctx context.Context, s Scope, from, to connectors.Key, ids ...string) error
	// Bury notes that the record is deleted; its id is never given to another.
	Bury(ctx context.Context, s Scope, id string) error
	// Graves finds the buried links that held these keys last, where no other link does now; without keys all there
	// are. Ids that are keys have no graves.
	Graves(ctx context.Context, s Scope, keys ...connectors.Key) (map[connectors.Key]Link, error)
	// Verified offers links that were just found true (with Check) to the cache; without one it does nothing.
	Verified(ctx context.Context, s Scope, links []Link)
	// Ready reports whether the durable store answers, and has room.
	Ready(ctx context.Context) error
	Close() error
}

type durableKey struct{}

// Durable makes every answer within ctx come from the durable store. Writes use it always.
func Durable(ctx context.Context) context.Context { return context.WithValue(ctx, durableKey{}, true) }

// IsDurable reports whether ctx asks for the durable store.
func IsDurable(ctx context.Context) bool { d, _ := ctx.Value(durableKey{}).(bool); return d }
