package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// A create that goes on with an interrupted one sends the token of that one: where it arrived, the application answers
// as it did then, and makes nothing. That answer may tell of a record which was deleted since, or is another's now.

// anew creates the record under an intent of its own when the answer to the inherited token tells of one that does not
// match any more.
func (c *creation) anew(ctx context.Context, told connectors.Record) (connectors.Record, error) {
	found, err := c.probe(connectors.Fresh(ctx), c.match, c.refs.fresh())
	if err != nil {
		return told, err // whoever comes again finds it
	}
	if slices.ContainsFunc(found, func(r connectors.Record) bool { return r.Key == told.Key }) {
		return told, nil
	}
	if err := c.renew(ctx); err != nil {
		return told, err
	}
	return c.insert(ctx)
}

// renew ends the intent that was inherited, and takes one of its own.
func (c *creation) renew(ctx context.Context) error {
	if _, err := c.confirmed(); err != nil {
		return err
	}
	if err := c.Links.Abandon(ctx, c.intent); err != nil {
		return err
	}
	waited, err := c.hold(ctx)
	if err == nil && waited { // whatever that one did
		err = c.abandon(ctx, c.intent, underWay())
	}
	return err
}
