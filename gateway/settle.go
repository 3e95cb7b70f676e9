package gateway

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim/filter"
)

// The link of a new record is told before the disk has it. The intent is on the disk, and says how the application is
// asked for the record; from its key follows the same id again. So what the store does not know is nobody's only when
// no pending intent left it behind.

// mostIntents is how many pending intents a request looks at: more are for the janitor.
const mostIntents = 256

// byID finds links by id, those included that the store has lost, with the power or altogether.
func (e *Endpoint) byID(ctx context.Context, ids []string) (map[string]correlation.Link, error) {
	links, err := e.Links.ByID(ctx, e.Scope, ids)
	for _, find := range []func(context.Context) (bool, error){e.settle, e.rebuilt} {
		if err != nil || !lost(ids, links) {
			return links, err
		}
		found, err := find(ctx)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		if links, err = e.Links.ByID(ctx, e.Scope, ids); err != nil {
			return nil, err
		}
	}
	return links, err
}

// settle gives links to the records that pending intents may have left behind, and reports whether there are any. The
// intents stay pending, so that whoever repeats one of the creates gets the record.
func (e *Endpoint) settle(ctx context.Context) (found bool, err error) {
	pending, err := e.Links.Pending(ctx, e.Scope)
	if len(pending) == 0 || err != nil {
		return false, err
	}
	if len(pending) > mostIntents {
		return false, unavailable("what many interrupted requests left behind is being looked for; try again later", defaultRetryAfter)
	}
	ctx = connectors.Fresh(ctx)
	var keys []connectors.Key
	for _, i := range pending {
		left, err := e.leftBehind(ctx, i)
		if err != nil {
			return false, err
		}
		if len(left) > 0 {
			found = true
		}
		if len(left) != 1 || i.Lease > 0 {
			keys = append(keys, left...)
		} else if _, err := e.claim(ctx, i, left[0]); err != nil {
			return false, err
		}
	}
	_, err = e.Links.See(ctx, e.Scope, keys)
	return found, err
}

// claim settles an intent by the record that it left behind: that is ours. Where it is claimed already somebody was
// told of it.
func (e *Endpoint) claim(ctx context.Context, i correlation.Intent, key connectors.Key) (claimed bool, err error) {
	links, err := e.Links.ByKey(ctx, e.Scope, []connectors.Key{key})
	if err != nil || links[key].Claimed {
		return false, err
	}
	id, err := e.revived(ctx, links[key], key)
	if err != nil {
		return false, err
	}
	return e.Links.Settle(ctx, i, correlation.Link{ID: id, Key: key})
}

// revived is the id that a record had before it was deleted, where it lives again and has no other yet.
func (e *Endpoint) revived(ctx context.Context, link correlation.Link, key connectors.Key) (id string, err error) {
	if link.ID != "" || e.Mapping.Again() != "revive" {
		return "", nil
	}
	graves, err := e.Links.Graves(ctx, e.Scope, key)
	return graves[key].ID, err
}

// leftBehind are the keys of the records that an intent is about. An intent to rename is about none, and so is one of an
// app file that was another one then.
func (e *Endpoint) leftBehind(ctx context.Context, i correlation.Intent) ([]connectors.Key, error) {
	if i.Payload == "" {
		return nil, nil
	}
	match, err := filter.Parse(i.Payload, nil)
	if err != nil {
		return nil, nil //nolint:nilerr // see above
	}
	if match, err = filter.Bind(e.Mapping.Type(), match, nil); err != nil {
		return nil, nil //nolint:nilerr // see above
	}
	records, err := e.probe(ctx, match, e.references(""))
	keys := make([]connectors.Key, len(records))
	for n, r := range records {
		keys[n] = r.Key
	}
	return keys, err
}

// unsettled is how long it still takes until nothing more turns up of what an intent began that was not answered, as the
// app file says; 0: nothing more does, or nobody knows.
func (e *Endpoint) unsettled(i correlation.Intent) time.Duration {
	if !i.Resumed || i.Left != "" {
		return 0
	}
	return max(0, i.Lapsed.Add(e.Mapping.Settle()).Sub(e.now()))
}
