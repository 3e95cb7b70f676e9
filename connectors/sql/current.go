package sql

import (
	"context"
	"maps"

	"github.com/scimgate/scimgate/connectors"
)

// succeed ends, changes or begins what is in force of j for o, whose rows are joined by key.
func (w *write) succeed(ctx context.Context, j *join, o owner, key []connectors.Value, rows []joinedRow, set assignments) error {
	day := j.line.At(w.e.at)
	spans := make([]connectors.Span, len(rows))
	for i, x := range rows {
		spans[i] = connectors.Span{From: x.held(j.day(true)), To: x.held(j.day(false))}
	}
	current := day.Which(spans)
	if w.s.dry() && !o.fresh {
		spans, current = []connectors.Span{day.Begun()}, 0
	}
	on, said := w.parted.whether[j]
	switch {
	case said && !on:
		return w.turn(ctx, j, key, rows, day.End(spans), nil)
	case current >= 0 && !w.differs(rows[current], set):
		return nil
	case current >= 0:
		return w.turn(ctx, j, key, rows, day.Change(spans, current), set)
	case said, o.fresh && j.spec.Missing == connectors.MissingCreate, w.parted.given[j] != "":
		return w.turn(ctx, j, key, rows, day.Begin(spans), set)
	default:
		return nil
	}
}

// day is the column that holds the first day, or the last.
func (j *join) day(first bool) *column {
	if first {
		return j.frame.table.columns[j.spec.Current.From]
	}
	return j.frame.table.columns[j.spec.Current.To]
}

func (w *write) differs(x joinedRow, set assignments) bool {
	for _, a := range set {
		if w.s.dry() || !same(x.held(a.column), a.value) {
			return true
		}
	}
	return false
}

// turn writes a succession.
func (w *write) turn(ctx context.Context, j *join, key []connectors.Value, rows []joinedRow, s connectors.Succession, set assignments) error {
	from, to := j.day(true), j.day(false)
	for _, i := range s.End {
		if err := w.updateJoined(ctx, j, rows[i], assignments{to.name: {column: to, value: s.Last}}); err != nil {
			return err
		}
	}
	if set = maps.Clone(set); s.Goes {
		set[to.name] = assignment{column: to, value: s.To}
	}
	if s.Row >= 0 {
		return w.updateJoined(ctx, j, rows[s.Row], set)
	}
	if !s.New {
		return nil
	}
	set[from.name], set[to.name] = assignment{column: from, value: s.From}, assignment{column: to, value: s.To}
	var like *joinedRow
	if s.Like >= 0 {
		like = &rows[s.Like]
	}
	_, err := w.begin(ctx, j, key, set, like)
	return err
}
