package gateway

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
)

// taking is what a change takes that others may want at the same time, or that somebody has to know of who goes on with it.
type taking struct {
	match  string         // the new match value; empty: it stays, or somebody holds an intent for it
	anchor connectors.Key // what the id is to hang on; empty: what it did, or the record itself says it
}

// renamed ends an edit that needs an intent first.
type renamed struct {
	taking
	after scim.Resource
}

func (*renamed) Error() string { return "the match value or the key changes" }

// takes is what the change takes.
func (r *revision) takes(cur connectors.Record, before, after scim.Resource, change connectors.Change) (t taking) {
	if !r.matchHeld && r.Mapping.MatchChanged(before, after) {
		_, t.match, _ = r.Mapping.Probe(after)
	}
	if anchor := r.Mapping.AnchorAfter(cur, change); anchor != r.anchor && r.Scope.Identity != correlation.ByField {
		t.anchor = anchor
	}
	return t
}

// rename runs the update under intents for what it takes.
func (r *revision) rename(ctx context.Context, to *renamed) (record connectors.Record, err error) {
	if to.match != "" {
		i, refused := r.reserve(ctx, to)
		if refused != nil {
			return record, refused
		}
		defer func() { err = r.release(ctx, i, err) }()
	}
	if to.anchor != "" {
		i, refused := r.announce(ctx, r.anchor, to.anchor)
		if refused != nil {
			return record, refused
		}
		defer func() { err = r.release(ctx, i, err) }()
	}
	r.held = to.taking
	record, err = r.update(ctx)
	if _, again := errors.AsType[*renamed](err); again {
		err = underWay()
	}
	return record, err
}

// reserve takes the new match value, after asking the application whether another account has it: not every application
// refuses a second one itself.
func (r *revision) reserve(ctx context.Context, to *renamed) (correlation.Intent, error) {
	probe, _, _ := r.Mapping.Probe(to.after)
	others := func(ctx context.Context) error {
		found, err := r.probe(ctx, probe, r.refs)
		if err == nil && slices.ContainsFunc(found, func(o connectors.Record) bool { return o.Key != r.key }) {
			err = taken(matchName(probe))
		}
		return err
	}
	i, _, err := r.begin(ctx, correlation.Intent{Match: to.match}, others)
	if err != nil {
		return i, err
	}
	if err := others(ctx); err != nil {
		return i, r.abandon(ctx, i, err)
	}
	return i, nil
}
