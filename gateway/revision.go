package gateway

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// revision is a change of one record: what PUT, PATCH and the adoption of an account have in common. The record is
// read, compared, changed and checked inside one Entity.Update.
type revision struct {
	*Endpoint
	key  connectors.Key
	view View
	refs *references
	ids  snapshot
	at   time.Time
	// missing are the references of the request that lead nowhere. One that the resource has already may stay; passed
	// are the others, once the edit has run.
	missing, passed []mappings.Ref
	// compute makes the new state from the present one. It is pure and may run again.
	compute func(before scim.Resource) (revised, error)
	// matchHeld says that the caller holds the intent for the match value that the record is to have.
	matchHeld bool
	// held is what we hold an intent for ourselves.
	held taking
	// dropped are places that keep their value, because no code table has the new one.
	dropped []schema.Path
	// lift completes the change of a record that lives again; nil: it has never died.
	lift func(c *connectors.Change) error
	// anchor is what the id hung on when the record was read.
	anchor connectors.Key
	spent  *spending
}

// revised is the new state of a resource.
type revised struct {
	after   scim.Resource
	touched schema.Paths
	rows    []patch.RowOp
}

func (e *Endpoint) revise(key connectors.Key, v View, refs *references, compute func(scim.Resource) (revised, error)) *revision {
	return &revision{
		Endpoint: e, key: key, view: v, refs: refs, ids: refs.snapshot(), at: e.now(), compute: compute, spent: e.spending(key, refs),
	}
}

// run returns the record as it is afterwards, read with all that the answer needs.
func (r *revision) run(ctx context.Context) (connectors.Record, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	record, err := r.update(ctx)
	if rename, ok := errors.AsType[*renamed](err); ok {
		record, err = r.rename(ctx, rename)
	}
	r.spent.settle(ctx, err)
	if err != nil {
		return record, err
	}
	r.Walks.wrote(r.Scope, false)
	return record, nil
}

func (r *revision) update(ctx context.Context) (connectors.Record, error) {
	need := r.Mapping.FullNeed()
	if !r.view.NoBody {
		need = r.readNeed(r.view)
	}
	for {
		record, err := r.Entity.Update(ctx, r.key, need, func(cur connectors.Record) (connectors.Change, error) {
			return r.edit(ctx, cur)
		})
		if due, ok := errors.AsType[*unpaid](err); ok {
			if err := r.spent.pay(ctx, due.losses); err != nil {
				return record, err
			}
			continue
		}
		p, ok := r.unlisted(err, r.view.Edge)
		if !ok || slices.Contains(r.dropped, p) {
			return r.rekeyed(ctx, record, err)
		}
		r.dropped = append(r.dropped, p)
	}
}

// rekeyed lets the link follow a record that was written and whose id hangs on something else now.
func (r *revision) rekeyed(ctx context.Context, record connectors.Record, err error) (connectors.Record, error) {
	anchor := r.Mapping.AnchorOf(record)
	if err != nil || anchor == r.anchor {
		return record, err
	}
	ctx, done := lasting(ctx)
	defer done()
	return record, r.Links.Rekey(ctx, r.Scope, r.anchor, anchor)
}

func (r *revision) edit(ctx context.Context, cur connectors.Record) (connectors.Change, error) {
	r.anchor = r.Mapping.AnchorOf(cur)
	if err := r.precondition(r.view, cur); err != nil {
		return connectors.Change{}, err
	}
	resources, err := r.Mapping.Resources(ctx, []connectors.Record{cur}, r.everything(), r.ids)
	if err != nil {
		return connectors.Change{}, err
	}
	before := resources[0]
	r.passed = r.notHad(before)
	if err := r.passOver(r.passed, r.view.Edge); err != nil {
		return connectors.Change{}, err
	}
	next, err := r.compute(before)
	if err != nil {
		return connectors.Change{}, err
	}
	if len(r.passed) > 0 {
		next.after, next.rows = r.without(r.passed, next.after), r.rowsWithout(r.passed, next.rows)
	}
	for _, p := range r.dropped {
		keepAt(r.Mapping.Type(), next.after, before, p)
	}
	if err := r.valid(before, next.after); err != nil {
		return connectors.Change{}, err
	}
	if err := r.notInItself(ctx, r.key, next.after, next.rows, r.ids); err != nil {
		return connectors.Change{}, err
	}
	change, err := r.Mapping.Changes(ctx, before, next.after, next.touched, next.rows, r.ids, r.at)
	if err == nil && r.lift != nil {
		err = r.lift(&change)
	}
	if id := r.refs.ids[native{r.Scope.Type, r.key}]; r.Scope.Identity == correlation.ByField && r.Mapping.HeldID(cur) == "" && !change.IsZero() {
		r.Mapping.GiveID(&change, id)
	}
	if err != nil {
		return change, err
	}
	if t := r.takes(cur, before, next.after, change); t != (taking{}) && t != r.held {
		return connectors.Change{}, &renamed{t, next.after}
	}
	return change, r.spent.covers(before, next.after, next.rows)
}

// notHad are the references that lead nowhere and that the resource does not have already.
func (r *revision) notHad(before scim.Resource) []mappings.Ref {
	if len(r.missing) == 0 {
		return nil
	}
	had := map[identity]bool{}
	for _, ref := range r.Mapping.References(before) {
		had[identity{ref.Type, ref.ID}] = true
	}
	return slices.DeleteFunc(slices.Clone(r.missing), func(ref mappings.Ref) bool { return had[identity{ref.Type, ref.ID}] })
}

func (r *revision) valid(before, after scim.Resource) error {
	rt := r.Mapping.Type()
	if err := schema.ValidateChange(rt, before, after); err != nil {
		return err
	}
	if err := schema.CheckMutability(rt, before, after); err != nil {
		return err
	}
	return r.Mapping.Fits(after, r.view.Edge)
}
