package sql

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// kept is how rows of a relation are removed that stay in their table: by values that hide them.
type kept struct {
	set   map[string]source
	where connectors.Predicate // of the relation, as far as removed rows satisfy it too
}

func (k *checker) kept(r *relation, prefix string) *kept {
	if len(r.spec.Remove) == 0 {
		return nil
	}
	if len(handwrittenOf(r.frame.table).statements()) > 0 {
		k.fail("remove", prefix, "", "the rows of %s are written by statements of their own, so they cannot only be hidden", r.frame.table.name)
	}
	out := &kept{set: k.sources(r.frame.table, r.spec.Remove, prefix), where: connectors.Apart(r.where, r.spec.Remove)}
	for _, c := range slices.Concat(r.key, r.identity, theirs(r.by)) {
		if _, hides := r.spec.Remove[c.name]; hides {
			k.fail("remove", prefix+c.name, "", "a row that is removed would be another one: %s.%s tells it from others", r.frame.table.name, c.name)
		}
	}
	return out
}

// once is what every row of r satisfies, whether or not it was removed.
func (r *relation) once() connectors.Predicate {
	if r.kept != nil {
		return r.kept.where
	}
	return r.where
}

// takeOut writes the removal of visible rows, up to what says which.
func (rc *rowChange) takeOut(ctx context.Context, b *builder) error {
	r := rc.r
	if r.kept == nil {
		b.deleteRows(r, rc.owner)
		b.visibleTarget(r, &r.frame)
		return nil
	}
	set := assignments{}
	if err := rc.supply(ctx, set, r.kept.set, true, nil); err != nil {
		return err
	}
	b.update(&r.frame, set).keyIs(&r.frame, theirs(r.by), rc.owner)
	b.rowsOf(r, &r.frame)
	return nil
}

// putBack gives removed rows what is added under their identity, and answers the rows that are left to insert.
func (rc *rowChange) putBack(ctx context.Context, rows []newRow) (left []newRow, err error) {
	whole, _ := splitTuples(identitiesOf(rows))
	if rc.r.kept == nil || len(whole) == 0 {
		return rows, nil
	}
	removed, err := rc.removedRows(ctx, whole)
	if err != nil {
		return nil, err
	}
	var order []string
	alike := map[string][]tuple{} // keys of rows that get the same
	sets := map[string]assignments{}
	for _, row := range rows {
		key, ok := removed[row.identity.text()]
		if !ok {
			left = append(left, row)
			continue
		}
		set := assignments{}
		for _, a := range row.given {
			if !slices.Contains(rc.r.identity, a.column) {
				set[a.column.name] = a
			}
		}
		text := set.text()
		if _, known := sets[text]; !known {
			order = append(order, text)
		}
		sets[text], alike[text] = set, append(alike[text], key)
	}
	for _, text := range order {
		b := newBuilder(rc.e.d)
		b.update(&rc.r.frame, sets[text]).keyAmong(&rc.r.frame, rc.r.key, rc.rows(rc.r.key, alike[text]))
		n, err := rc.s.exec(ctx, b.statement())
		if err != nil {
			return nil, err
		}
		rc.changed += n
	}
	return left, nil
}

// removedRows are the keys of removed rows by their identity, of those identities that no visible row has.
func (rc *rowChange) removedRows(ctx context.Context, identities []tuple) (map[string]tuple, error) {
	f := &rc.r.frame
	sel := newSelection()
	identity := sel.addAll(f.fields(rc.r.identity))
	key := sel.addAll(f.fields(rc.r.key))
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.write(", ")
	b.holds(f, rc.r.where)
	b.from(f, sel.use)
	b.write(" WHERE ").keyIs(f, theirs(rc.r.by), rc.owner)
	b.and(f, rc.r.kept.where)
	b.write(" AND ").keyAmong(f, rc.r.identity, rc.rows(rc.r.identity, identities))
	b.write(" ORDER BY ")
	list(b, ", ", f.fields(rc.r.key), b.keyOrder)
	there := false
	visible, removed := map[string]bool{}, map[string]tuple{}
	in := sel.reader(rc.e.d, &there)
	err := rc.s.query(ctx, b.statement(), func(scan scanner) error {
		values, err := in.read(ctx, scan)
		if err != nil {
			return err
		}
		text := tuple(valuesAt(values, identity)).text()
		if there {
			visible[text] = true
		} else {
			removed[text] = valuesAt(values, key)
		}
		return nil
	})
	for text := range visible {
		delete(removed, text)
	}
	return removed, err
}
