package gateway

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
)

// reviveOrInsert creates the record, unless a deleted one has the match value: that is the same person, who comes back
// under the same id, or a conflict, as the app file says.
func (c *creation) reviveOrInsert(ctx context.Context) (connectors.Record, error) {
	if c.Graves == nil {
		return c.insert(ctx)
	}
	yard := *c.Endpoint
	yard.Entity = c.Graves
	dead, err := yard.probe(ctx, c.match, c.refs.ofDead(c.Scope.Type))
	switch {
	case err != nil:
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	case len(dead) == 0:
		return c.insert(ctx)
	case c.Mapping.Again() == "conflict":
		return connectors.Record{}, c.abandon(ctx, c.intent, taken(matchName(c.match)))
	case len(dead) > 1:
		err := scim.Errorf(http.StatusConflict, scim.Uniqueness, "more than one deleted account matches; which one is meant has to be settled in the application")
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	return c.revive(ctx, &yard, dead[0])
}

// revive makes the deleted record what the request says, as a PUT does. After a Conflict the intent is still held.
func (c *creation) revive(ctx context.Context, yard *Endpoint, dead connectors.Record) (connectors.Record, error) {
	anchor := c.Mapping.AnchorOf(dead)
	graves, err := c.Links.Graves(ctx, c.Scope, anchor)
	if err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	id := cmp.Or(c.Mapping.HeldID(dead), graves[anchor].ID)
	rows, own := c.largeReplaced(c.resource), c.ownPart(c.resource)
	rev := yard.revise(dead.Key, c.view, c.refs, func(before scim.Resource) (revised, error) {
		after := yard.replacement(before, own, c.view.Edge)
		for p := range c.Mapping.Type().Attributes() {
			if isForCreation(p) {
				setAt(after, p, nil) // it has had its own since it was created
			}
		}
		claimOrigins(before, after, samePosition)
		return revised{after: after, touched: c.view.Sent, rows: rows}, nil
	})
	rev.matchHeld = true
	rev.spent = nil // whoever was dead loses nothing
	rev.lift = func(change *connectors.Change) error { return c.Mapping.Revive(ctx, change, own, rev.ids) }
	c.lot = c.lotOf(id, c.replaced(c.asked))
	if err := c.lot.withdraw(ctx); err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	record, err := rev.run(ctx)
	if err != nil {
		err = c.lot.settle(ctx, nil, err)
	}
	switch {
	case errors.Is(err, connectors.Conflict):
		return record, err
	case err != nil:
		return connectors.Record{}, c.release(ctx, c.intent, err)
	}
	c.id = id
	return record, nil
}
