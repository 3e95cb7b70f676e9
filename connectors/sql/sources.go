package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// sources are where the columns get values that no client gave.
type sources struct{ insert, stampInsert, stampUpdate map[string]source }

// source is one of them, checked against the schema.
type source struct {
	table  *table
	column *column
	spec   connectors.Source
	from   *frame               // of a From
	where  connectors.Predicate // of a From, converted
	field  *column              // of a From
	of     *column              // of a Copy
	within []*column            // of a Next
}

// supply adds to set what src gives. A column that is set already keeps its value, unless src wins. A Next sees what
// all others have given but copies, and a Copy sees all; of a column that nobody sets it is empty in a new row and the
// old value in an old one.
func (w *write) supply(ctx context.Context, set assignments, src map[string]source, wins bool, given connectors.Fields) error {
	var numbers, copies []string
	for _, name := range slices.Sorted(maps.Keys(src)) {
		if _, there := set[name]; there && !wins {
			continue
		}
		switch src[name].spec.(type) {
		case connectors.Copy:
			copies = append(copies, name)
			continue
		case connectors.Next:
			numbers = append(numbers, name)
			continue
		}
		a, err := w.sourced(ctx, src[name], given)
		if err != nil {
			return fieldError(err, connectors.Internal, name)
		}
		set[name] = a
	}
	for _, name := range numbers {
		a, err := w.numbered(ctx, src[name], set)
		if err != nil {
			return fieldError(err, connectors.Internal, name)
		}
		set[name] = a
	}
	for _, name := range copies {
		a, err := w.copied(ctx, src[name], set)
		if err != nil {
			return fieldError(err, connectors.Internal, name)
		}
		set[name] = a
	}
	return nil
}

func (w *write) sourced(ctx context.Context, s source, given connectors.Fields) (assignment, error) {
	var v connectors.Value
	var err error
	switch spec := s.spec.(type) {
	case connectors.Native:
		return assignment{column: s.column, native: string(spec)}, nil
	case connectors.Const:
		v = spec.Value
	case connectors.Expr:
		v, err = spec(connectors.Env{Time: w.at, Set: maps.Clone(given)})
	case connectors.From:
		v, err = w.selectOne(ctx, s)
	default:
		panic("sql: unknown source") // the interface is sealed
	}
	if err != nil {
		return assignment{}, err
	}
	v, err = w.e.storable(s.column, v)
	return assignment{column: s.column, value: v}, err
}

func (w *write) copied(ctx context.Context, s source, set assignments) (assignment, error) {
	of := s.spec.(connectors.Copy).Field
	a, given := set[of]
	switch {
	case !given && w.fresh:
		return assignment{column: s.column}, nil
	case !given:
		return assignment{column: s.column, native: s.of.quoted}, nil
	case a.native == "":
		v, err := w.e.storable(s.column, a.value)
		return assignment{column: s.column, value: v}, err
	}
	// An expression of the operator's may give another value each time, as nextval does.
	v, err := w.evaluate(ctx, a)
	if err != nil {
		return assignment{}, err
	}
	set[of] = assignment{column: a.column, value: v}
	return w.copied(ctx, s, set)
}

// evaluate asks the database what an expression gives.
func (w *write) evaluate(ctx context.Context, a assignment) (connectors.Value, error) {
	sel := newSelection()
	sel.add(w.e.root.own(a.column))
	rows, err := w.selectRows(ctx, sel, statement{text: "SELECT " + a.native + w.e.d.grammar().nowhere})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0][0], nil
}

// selectOne reads the field of the one row that a From selects.
func (w *write) selectOne(ctx context.Context, s source) (connectors.Value, error) {
	sel := newSelection()
	sel.add(s.from.own(s.field))
	b := newBuilder(w.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(s.from, nil)
	b.write(" WHERE ").predicate(s.from, s.where, false)
	b.few(2)
	rows, err := w.ask(ctx, sel, b.statement())
	switch {
	case err != nil:
		return nil, err
	case w.s.dry():
		return nil, nil
	case len(rows) != 1:
		return nil, connectors.Errorf(connectors.Internal, "", "%s has %s for it", s.from.table.name, noneOrSeveral(len(rows)))
	}
	return rows[0][0], nil
}

func noneOrSeveral(n int) string {
	if n == 0 {
		return "no row"
	}
	return "several rows"
}

// selectRows reads few rows of a selection.
func (w *write) selectRows(ctx context.Context, sel *selection, st statement) (rows [][]connectors.Value, err error) {
	read := sel.reader(w.e.d)
	err = w.s.query(ctx, st, func(scan scanner) error {
		values, err := read.read(ctx, scan)
		rows = append(rows, values)
		return err
	})
	return rows, err
}

// fieldError makes err an Error that names a field; kind is for one that has none yet.
func fieldError(err error, kind connectors.Kind, name string) error {
	known, ok := err.(*connectors.Error)
	if !ok {
		return &connectors.Error{Kind: kind, Field: name, Err: err}
	}
	named := *known
	if named.Field == "" {
		named.Field = name
	}
	return &named
}
