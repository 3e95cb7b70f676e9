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
			keys = append(keys, e.unheld(left)...)
		} else if _, err := e.claim(ctx, i, left[0]); err != nil {
			return false, err
		}
	}
	_, err = e.Links.See(ctx, e.Scope, keys)
	return found, err
}

// claim settles an intent by the record that it left behind: that is ours. Where it is claimed already somebody was
// told of it.
func (e *Endpoint) claim(ctx context.Context, i correlation.Intent, left connectors.Record) (claimed bool, err error) {
	link, err := e.linkOf(ctx, left)
	if err != nil || link.Claimed {
		return false, err
	}
	id, err := e.revived(ctx, link, left)
	if err != nil {
		return false, err
	}
	return e.Links.Settle(ctx, i, correlation.Link{ID: id, Key: e.Mapping.AnchorOf(left)})
}

// revived is the id that a record holds, or had before it was deleted, where it lives again and has no other yet.
func (e *Endpoint) revived(ctx context.Context, link correlation.Link, r connectors.Record) (id string, err error) {
	if held := e.Mapping.HeldID(r); held != "" || link.ID != "" || e.Mapping.Again() != "revive" {
		return held, nil
	}
	anchor := e.Mapping.AnchorOf(r)
	graves, err := e.Links.Graves(ctx, e.Scope, anchor)
	return graves[anchor].ID, err
}

// unheld are the anchors of the records whose ids the store has to know.
func (e *Endpoint) unheld(records []connectors.Record) []connectors.Key {
	var anchors []connectors.Key
	for _, r := range records {
		if anchor := e.Mapping.AnchorOf(r); anchor != "" && e.Mapping.HeldID(r) == "" {
			anchors = append(anchors, anchor)
		}
	}
	return anchors
}

// leftBehind are the records that an intent is about. An intent to rename is about none, and so is one of an
// app file that was another one then.
func (e *Endpoint) leftBehind(ctx context.Context, i correlation.Intent) ([]connectors.Record, error) {
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
	return e.probe(ctx, match, e.references(""))
}

// unsettled is how long it still takes until nothing more turns up of what an intent began that was not answered, as the
// app file says; 0: nothing more does, or nobody knows.
func (e *Endpoint) unsettled(i correlation.Intent) time.Duration {
	if !i.Resumed || i.Left != "" {
		return 0
	}
	return max(0, i.Lapsed.Add(e.Mapping.Settle()).Sub(e.now()))
}
