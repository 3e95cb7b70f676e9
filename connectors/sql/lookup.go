package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// point sets the columns by which j is found to those of the one row that holds all of set.
func (w *write) point(ctx context.Context, j *join, set connectors.Fields, out assignments, prefix string) error {
	if len(set) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(set))
	row, err := w.lookUp(ctx, j, names, set)
	for i, p := range j.on {
		var v connectors.Value
		if err == nil && row != nil {
			v = row[i]
		}
		if w.s.dry() && v == nil && !p.ours.nullable {
			v = w.standIn(p.ours)
		}
		if err == nil {
			v, err = w.e.storable(p.ours, v)
		}
		out[p.ours.name] = assignment{column: p.ours, value: v}
	}
	if err != nil {
		return fieldError(err, connectors.Invalid, prefix+names[0])
	}
	return nil
}

// lookUp finds the row of j, exactly or else as its fold compares; nil when every field is set to nothing.
func (w *write) lookUp(ctx context.Context, j *join, names []string, set connectors.Fields) ([]connectors.Value, error) {
	var rows [][]connectors.Value
	var err error
	if row, known := w.codes.of(j, names, set); !known {
		rows, err = w.lookUpBy(ctx, j, names, set, fold.None)
	} else if row != nil {
		rows = append(rows, row)
	}
	if err == nil && len(rows) == 0 && j.spec.Fold == fold.ASCII && !w.s.dry() {
		rows, err = w.lookUpBy(ctx, j, names, set, fold.ASCII)
	}
	switch {
	case err != nil:
		return nil, err
	case w.s.dry() || !slices.ContainsFunc(names, func(name string) bool { return set[name] != nil }):
		return nil, nil
	case len(rows) != 1:
		return nil, &connectors.Error{Kind: connectors.Invalid, Err: fmt.Errorf("%s holds it in %s", j.frame.table.name, noneOrSeveral(len(rows)))}
	}
	return rows[0], nil
}

// standIn stands for what is found when nothing is looked up but the calls are noted: another one each time, so that
// rows can be told apart; nil where a number does not fit.
func (w *write) standIn(c *column) connectors.Value {
	w.standIns++
	v, err := connectors.Convert(w.standIns, c.typ)
	if err != nil {
		return nil
	}
	return v
}

// lookUpBy finds up to two rows of j; none when every field is set to nothing.
func (w *write) lookUpBy(ctx context.Context, j *join, names []string, set connectors.Fields, k fold.Kind) ([][]connectors.Value, error) {
	b := newBuilder(w.e.d)
	sel := newSelection()
	for _, p := range j.on {
		sel.add(j.frame.own(p.theirs))
	}
	b.write("SELECT ")
	sel.write(b)
	b.from(&j.frame, nil)
	b.write(" WHERE ").predicate(&j.frame, j.where, false)
	empty := true
	for _, name := range names {
		c := j.column(name)
		v, err := connectors.Convert(set[name], c.typ)
		if err != nil {
			return nil, fieldError(err, connectors.Invalid, name)
		}
		empty = empty && v == nil
		b.write(" AND ").leaf(j.frame.own(c), connectors.Leaf{Op: connectors.Eq, Value: v, Fold: k}, false)
	}
	if empty {
		return nil, nil
	}
	b.few(2)
	return w.ask(ctx, sel, b.statement())
}
