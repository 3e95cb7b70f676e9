package gateway

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// Two disks have to hold a new record before its id is told: the application's the record, ours the link. Where the
// connector knows the key before it commits, both are written at once.

// announcement is the link of a record that is about to be there.
type announcement struct {
	key  connectors.Key
	link func() (correlation.Link, error) // waits until it is stored
}

// announce stores links while the application commits, one after the other.
func (c *creation) announce(ctx context.Context) func(connectors.Key) {
	c.announced = nil
	return func(key connectors.Key) {
		intent, before := c.intent, c.announced
		c.announced = append(c.announced, announcement{key, meanwhile(func() (correlation.Link, error) {
			if n := len(before); n > 0 {
				_, _ = before[n-1].link()
			}
			return c.link(ctx, intent, key, c.Links.Announce)
		})})
	}
}

// keepAnnounced keeps of what was announced the record that is there now, and buries what never came to be. Where
// nobody can say that, the intent remembers the link.
func (c *creation) keepAnnounced(ctx context.Context, made connectors.Key, err error) {
	var kept []announcement
	for _, a := range c.announced {
		if err == nil && a.key == made {
			kept = []announcement{a}
			continue
		}
		link, unbound := a.link()
		if unbound != nil || undecided(err) {
			continue
		}
		bounded, cancel := lasting(ctx)
		_ = c.Links.Bury(bounded, c.Scope, link.ID) // else an id that was never told leads nowhere
		cancel()
	}
	c.announced = kept
}

// settle links the record to its id, for good, and meanwhile reads what is not known of it yet. completed waits for
// what the answer need not wait for.
func (c *creation) settle(ctx context.Context, record connectors.Record) (_ connectors.Record, completed func(), err error) {
	intent, key := c.intent, record.Key
	var linked func() (correlation.Link, error)
	if len(c.announced) > 0 {
		linked = c.announced[0].link
	} else {
		linked = meanwhile(func() (correlation.Link, error) { return c.link(ctx, intent, key, c.Links.Bind) })
	}
	if need := c.readNeed(c.view); !covers(record, need) {
		record, err = c.reread(ctx, key, need)
	}
	link, unbound := linked()
	if err := errors.Join(unbound, err); err != nil {
		return record, nil, err
	}
	c.refs.note(c.Scope.Type, link.ID, key)
	return record, c.complete(ctx, link), nil
}

// link claims the record for its id, by Bind or by Announce. Whether the client still waits does not matter.
func (c *creation) link(
	ctx context.Context, i correlation.Intent, key connectors.Key,
	claim func(context.Context, correlation.Intent, correlation.Link) (correlation.Link, error),
) (correlation.Link, error) {
	ctx, cancel := lasting(ctx)
	defer cancel()
	return claim(ctx, i, correlation.Link{ID: c.id, Key: key, Claimed: true})
}

// complete ends the intent of a record whose link was announced. An intent that cannot be ended runs out by itself,
// and whoever takes it over finds the record.
func (c *creation) complete(ctx context.Context, link correlation.Link) (wait func()) {
	if len(c.announced) == 0 || c.intent.ID == "" {
		return func() {}
	}
	intent := c.intent
	intent.Link = link.ID
	ended := meanwhile(func() (struct{}, error) {
		ctx, cancel := lasting(ctx)
		defer cancel()
		return struct{}{}, c.Links.Complete(ctx, intent)
	})
	return func() { _, _ = ended() }
}
