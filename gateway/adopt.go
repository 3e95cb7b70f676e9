package gateway

import (
	"context"
	"net/http"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// take adopts the one account that exists.
func (c *creation) take(ctx context.Context, existing []connectors.Record) (connectors.Record, error) {
	if len(existing) > 1 {
		err := scim.Errorf(http.StatusConflict, scim.Uniqueness, "more than one account matches; which one is meant has to be settled in the application")
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	return c.adopt(ctx, existing[0])
}

// adopt takes over an account that exists: what an interrupted attempt of ours left behind always, another one as
// the app file says. It gets what the request has; what the request does not mention stays.
func (c *creation) adopt(ctx context.Context, existing connectors.Record) (connectors.Record, error) {
	link, err := c.linkOf(ctx, existing)
	c.id = ""
	if err == nil && c.intent.Resumed {
		c.id, err = c.revived(ctx, link, existing)
	}
	if err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	if !c.mayAdopt(link) {
		return connectors.Record{}, c.abandon(ctx, c.intent, taken(matchName(c.match)))
	}
	if err := c.giveID(ctx, existing); err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	rows := c.largeReplaced(c.resource)
	rev := c.revise(existing.Key, c.view, c.refs, func(before scim.Resource) (revised, error) {
		after := before.Clone()
		given := c.ownPart(c.resource)
		for _, p := range pathsOf(c.Mapping.Type(), given) {
			if p.Attr != schema.Schemas && !p.Fixed() && !isForCreation(p) && !isThere(p, before, given) {
				setAt(after, p, scim.CloneValue(valueAt(given, p)))
			}
		}
		claimOrigins(before, after, samePosition)
		return revised{after: after, touched: c.view.Sent, rows: rows}, nil
	})
	rev.matchHeld = true
	c.lot = c.lotOf(link.ID, c.overlaid(c.asked))
	if err := c.lot.withdraw(ctx); err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	record, err := rev.run(ctx)
	if err != nil {
		return connectors.Record{}, c.release(ctx, c.intent, c.lot.settle(ctx, nil, err))
	}
	c.adopted = true
	return record, nil
}

// giveID looks up the id that a record is to hold from its next write on.
func (c *creation) giveID(ctx context.Context, r connectors.Record) error {
	if c.Scope.Identity != correlation.ByField || c.Mapping.HeldID(r) != "" {
		return nil
	}
	c.refs.read(c.Scope.Type, r)
	return c.refs.learnKeys(ctx, c.Endpoint, []connectors.Key{r.Key})
}

// isForCreation tells a secret that can be given on creation only: an account that is there has its own.
func isForCreation(p schema.Path) bool {
	return p.Attr.Mutability == schema.Immutable && p.Attr.Returned == schema.ReturnedNever
}

// isThere tells what can be given once and was, whatever its letter case: an account is recognised without it.
func isThere(p schema.Path, before, given scim.Resource) bool {
	had, _ := valueAt(before, p).(string)
	v, _ := valueAt(given, p).(string)
	return p.Attr.Mutability == schema.Immutable && had != "" && p.Attr.Comparison().Equal(had, v)
}

// taken reports, before the intent is ours, that there is an account which is not to be adopted.
func (c *creation) taken(ctx context.Context) error {
	existing, err := c.probe(ctx, c.match, c.refs)
	if err != nil || len(existing) != 1 {
		return err
	}
	link, err := c.linkOf(ctx, existing[0])
	if err == nil && !c.mayAdopt(link) {
		err = taken(matchName(c.match))
	}
	return err
}

func (c *creation) mayAdopt(link correlation.Link) bool {
	switch {
	case c.Mapping.Adopt() == "always", c.intent.Left != "" && c.intent.Left == link.ID:
		return true
	case link.Claimed:
		return false
	default:
		return c.intent.Resumed || c.Mapping.Adopt() == "if_unclaimed"
	}
}
