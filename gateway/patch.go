package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// Patch applies operations to a resource, all of them or none (RFC 7644 §3.5.2). Operations on a large attribute
// become rows to add and to remove; its other elements are not read, and requests at the same time lose nothing.
func (e *Endpoint) Patch(ctx context.Context, id string, ops []patch.Op, v View) (Answer, error) {
	return e.write(ctx, v, func(ctx context.Context, e *Endpoint) (Answer, error) { return e.patch(ctx, id, ops, v) })
}

func (e *Endpoint) patch(ctx context.Context, id string, ops []patch.Op, v View) (Answer, error) {
	key, err := e.resolve(ctx, id)
	if err != nil {
		return Answer{}, err
	}
	if err := e.Limits.patch(ops); err != nil {
		return Answer{}, err
	}
	own, rows, needsAll, err := e.split(ops)
	if err != nil {
		return Answer{}, err
	}
	lot := e.lotOf(id, e.patched(ops))
	if e.withdraws(ops) {
		if err := lot.withdraw(ctx); err != nil {
			return Answer{}, err
		}
	}
	refs := e.references(v.Base)
	refs.note(e.Scope.Type, id, key)
	var record connectors.Record
	missing, err := e.patchReferences(ctx, own, rows, refs)
	switch {
	case err != nil:
	case len(own) == 0:
		record, err = e.patchRows(ctx, key, rows, missing, v, refs)
	default:
		record, missing, err = e.patchOwn(ctx, key, own, rows, needsAll, missing, &v, refs)
	}
	if err := lot.settle(ctx, missing, err); err != nil {
		return Answer{}, err
	}
	if len(own) == 0 && v.NoBody && len(v.IfMatch) == 0 {
		return Answer{Location: refs.address(e.Scope.Type, id)}, nil
	}
	return e.written(ctx, id, record, v, refs)
}

// patchOwn applies operations to the resource, and at the same time rows. It returns the record as it is then and what
// was missing in it, and completes the view.
func (e *Endpoint) patchOwn(
	ctx context.Context, key connectors.Key, own []patch.Op, rows []patch.RowOp, needsAll bool, missing []mappings.Ref, v *View, refs *references,
) (record connectors.Record, passed []mappings.Ref, err error) {
	var large []elementsAt
	if needsAll {
		if large, err = e.allElements(ctx, key, refs); err != nil {
			return record, nil, err
		}
	}
	rev := e.revise(key, *v, refs, func(before scim.Resource) (revised, error) {
		whole := before
		if len(large) > 0 {
			whole = before.Clone()
			for _, l := range large {
				setElements(whole, l.path, l.elements)
			}
		}
		after, touched, err := patch.Apply(e.Mapping.Type(), whole, own)
		if err != nil {
			return revised{}, err
		}
		v.Sent = touched
		changed, err := e.largeChanged(large, after)
		if err != nil {
			return revised{}, err
		}
		after = e.ownPart(after)
		claimOrigins(before, after)
		return revised{after: after, touched: touched, rows: append(changed, rows...)}, nil
	})
	rev.missing = missing
	record, err = rev.run(ctx)
	return record, rev.passed, err
}

// split takes the operations apart that can be done row by row. Where a removal is to have a target, only the elements
// tell whether it has one.
func (e *Endpoint) split(ops []patch.Op) (own []patch.Op, rows []patch.RowOp, needsAll bool, err error) {
	isLarge := func(attr string) bool { _, ok := e.Mapping.Large(attr); return ok }
	if e.Settings.RemoveNeedsTarget {
		ops = slices.Clone(ops)
		for i := range ops {
			ops[i].NeedsTarget = ops[i].Kind == patch.Remove
		}
	}
	return patch.Split(e.Mapping.Type(), ops, isLarge)
}

// patchRows adds and removes rows of large attributes alone.
func (e *Endpoint) patchRows(ctx context.Context, key connectors.Key, rows []patch.RowOp, missing []mappings.Ref, v View, refs *references) (connectors.Record, error) {
	if err := e.passOver(missing, v.Edge); err != nil {
		return connectors.Record{}, err
	}
	if len(missing) > 0 {
		rows = e.rowsWithout(missing, rows)
	}
	return e.writeRows(ctx, key, rows, v, refs)
}

// writeRows is the write of patchRows. The record is read only for what it is needed for.
func (e *Endpoint) writeRows(ctx context.Context, key connectors.Key, rows []patch.RowOp, v View, refs *references) (connectors.Record, error) {
	var need connectors.Need
	switch {
	case !v.NoBody:
		need = e.readNeed(v)
	case len(v.IfMatch) > 0:
		need = e.Mapping.FullNeed()
	}
	ids, at, none := refs.snapshot(), e.now(), scim.NewObject()
	writing, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	spent := e.spending(key, refs)
	if err := spent.pay(writing, lossesOfRows(rows)); err != nil {
		return connectors.Record{}, err
	}
	record, err := e.Entity.Update(writing, key, need, func(cur connectors.Record) (connectors.Change, error) {
		if err := e.precondition(v, cur); err != nil {
			return connectors.Change{}, err
		}
		if err := e.notInItself(ctx, key, none, rows, ids); err != nil {
			return connectors.Change{}, err
		}
		return e.Mapping.Changes(ctx, none, none, schema.Paths{}, rows, ids, at)
	})
	spent.settle(ctx, err)
	return record, err
}

// patchReferences resolves every reference that the operations mention and returns those that are to be stored and
// lead nowhere. What is removed, or only looked for, need not exist.
func (e *Endpoint) patchReferences(ctx context.Context, own []patch.Op, rows []patch.RowOp, refs *references) ([]mappings.Ref, error) {
	if _, err := refs.Resolve(ctx, e.Mapping.PatchReferences(own, rows)); err != nil {
		return nil, err
	}
	var stored []patch.Op
	for _, op := range own {
		if op.Kind != patch.Remove {
			op.Path.Filter = nil
			stored = append(stored, op)
		}
	}
	var storedRows []patch.RowOp
	for _, op := range rows {
		if op.Kind != patch.Remove {
			storedRows = append(storedRows, op)
		}
	}
	return refs.missing(ctx, e.Mapping.PatchReferences(stored, storedRows))
}
