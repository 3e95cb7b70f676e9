package sql

import (
	"context"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
)

// held is how the rows of a relation are moved that are records of their own.
type held struct {
	field   field // by which they belong to an owner
	empty   connectors.Value
	protect connectors.Predicate
	stamp   map[string]source
	effects []effect // that follow a move
	frame   frame    // the relation's, with what their parameters are joined from
	looks   []field  // what their parameters are
}

func (k *checker) held(r *relation, s *connectors.Held, prefix string) *held {
	if s == nil || len(r.by) == 0 {
		return nil
	}
	if len(r.spec.By) != 1 {
		k.fail("held", r.name, "", "the records of %s belong by one field", r.frame.table.name)
		return nil
	}
	if len(handwrittenOf(r.frame.table).update) > 0 {
		k.fail("held", r.name, "", "records of %s are moved by an UPDATE of the gateway's own, and those of this entity are statements", r.frame.table.name)
		return nil
	}
	h := &held{field: r.frame.own(r.by[0].theirs)}
	var err error
	if h.empty, err = connectors.Convert(s.Empty, h.field.column.typ); err != nil {
		k.fail("bad-value", prefix+h.field.column.name, "", "%v does not fit %s.%s", s.Empty, r.frame.table.name, h.field.column.name)
	}
	h.protect = k.predicate(&r.frame, s.Protect, prefix)
	h.stamp = k.sources(r.frame.table, s.Stamp, prefix)
	if len(s.After) > 0 {
		h.frame = frame{alias: r.frame.alias, table: r.frame.table, joins: k.joins(r.frame.table, s.Joins, "h", prefix)}
		h.effects, h.looks = k.effects(&h.frame, s.After, prefix+"after/")
	}
	return h
}

// move changes which records belong to the owner.
func (rc *rowChange) move(ctx context.Context, ch connectors.RowChange) error {
	if len(ch.Update) > 0 {
		return unsupported(rc.r.name, "records that only belong to it are not updated")
	}
	adds, err := rc.moved(ctx, ch.Add)
	if err != nil {
		return err
	}
	if ch.Replace {
		if err := rc.holdValue(ctx); err != nil {
			return err
		}
	}
	identities, keys, err := rc.removed(ctx, ch, adds)
	if err != nil {
		return err
	}
	if err := rc.release(ctx, rc.r.identity, without(identities, adds)); err != nil {
		return err
	}
	if err := rc.release(ctx, rc.r.key, keys); err != nil {
		return err
	}
	return rc.take(ctx, adds)
}

// holdValue keeps others from replacing all that belongs to the same value at the same time: it has no row to lock.
func (rc *rowChange) holdValue(ctx context.Context) error {
	t := rc.e.root.table
	if t.values == nil {
		return nil
	}
	b := newBuilder(rc.e.d)
	lock := rc.e.d.lock(rc.r.frame.alias, false)
	advisor, ok := rc.e.d.(advisor)
	switch {
	case ok:
		advisor.lockName(b, fmt.Sprint(t.name, " ", t.values.field.column.name, " ", rc.belongs[0]))
	case lock.unpaged:
		one, first := frame{alias: "m", table: rc.r.frame.table}, rc.r.key[0]
		b.write("SELECT 1")
		b.from(&rc.r.frame, nil)
		b.write(" WHERE ", rc.r.frame.own(first).expr(), " = (SELECT min(", one.own(first).expr(), ")")
		b.from(&one, nil)
		b.write(")", lock.clause)
	case lock != (locking{}):
		// Where names cannot be locked, the first of all records stands for every value.
		b.write("SELECT 1")
		b.hint = lock.hint
		b.from(&rc.r.frame, nil)
		b.write(" ORDER BY ")
		list(b, ", ", rc.r.frame.fields(rc.r.key), b.keyOrder)
		b.write(b.d.Page("1", ""), lock.clause)
	default:
		return nil
	}
	return rc.s.query(ctx, b.statement(), func(scan scanner) error { return scan(new(any)) })
}

// moved are the records to be added, each once.
func (rc *rowChange) moved(ctx context.Context, adds []connectors.Fields) ([]newRow, error) {
	var rows []newRow
	seen := map[string]bool{}
	for _, fields := range adds {
		id, ok, err := rc.identityOf(ctx, fields)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, rc.missing()
		}
		if text := id.text(); !seen[text] {
			seen[text] = true
			rows = append(rows, newRow{identity: id})
		}
	}
	return rows, nil
}

// without are the tuples that no row has.
func without(tuples []tuple, rows []newRow) []tuple {
	there := map[string]bool{}
	for _, r := range rows {
		there[r.identity.text()] = true
	}
	var out []tuple
	for _, t := range tuples {
		if !there[t.text()] {
			out = append(out, t)
		}
	}
	return out
}
