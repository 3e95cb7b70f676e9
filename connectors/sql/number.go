package sql

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// maxNumbering bounds how often a write takes the next number because another one was quicker. Each time somebody else
// has succeeded, so that it says how many may write at once.
const maxNumbering = 100

// numbering is what the Nexts of one transaction have given.
type numbering struct {
	last  map[string]int64 // by what was asked
	given []source
}

// overtaken says that somebody else took the number that a Next gave.
type overtaken struct{ error }

func (o overtaken) Unwrap() error { return o.error }

// transact runs f in a transaction, and again for as long as a number is taken that f had found free.
func (e *entity) transact(ctx context.Context, f func(ctx context.Context, tx *sqldb.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := e.db.Tx(ctx, f)
		if _, again := errors.AsType[overtaken](err); !again || attempt == maxNumbering {
			return err
		}
	}
}

// numbered is one more than the greatest number so far. Several new rows of one write count on from there.
func (w *write) numbered(ctx context.Context, s source, set assignments) (assignment, error) {
	t := frame{alias: "n", table: s.table}
	sel := newSelection()
	sel.add(t.own(s.column))
	b := newBuilder(w.e.d)
	b.write("SELECT max(")
	sel.write(b)
	b.write(")")
	b.from(&t, nil)
	b.write(" WHERE ").truth(true)
	for _, c := range s.within {
		v := set[c.name].value
		if a := set[c.name]; a.native != "" {
			known, err := w.evaluate(ctx, a)
			if err != nil {
				return assignment{}, err
			}
			v, set[c.name] = known, assignment{column: c, value: known}
		}
		b.write(" AND ").leaf(t.own(c), connectors.Leaf{Field: c.name, Op: connectors.Eq, Value: v}, false)
	}
	st := b.statement()
	rows, err := w.ask(ctx, sel, st)
	if err != nil {
		return assignment{}, err
	}
	number := s.spec.(connectors.Next).Start
	if len(rows) == 1 && rows[0][0] != nil {
		number = max(number, rows[0][0].(int64)+1)
	}
	number = w.count(s, question(st), number)
	v, err := w.e.storable(s.column, number)
	return assignment{column: s.column, value: v}, err
}

// count notes the number that s gives, or the one behind the last that was given for the same question.
func (n *numbering) count(s source, question string, number int64) int64 {
	if last, given := n.last[question]; given {
		number = max(number, last+1)
	}
	if n.last == nil {
		n.last = map[string]int64{}
	}
	n.last[question] = number
	n.given = append(n.given, s)
	return number
}

// settle tells a number that was taken meanwhile from all other conflicts.
func (w *write) settle(err error) error {
	fault, ok := errors.AsType[*sqldb.Fault](err)
	if !ok || !errors.Is(err, connectors.Conflict) {
		return err
	}
	for _, s := range w.given {
		if slices.Contains(s.table.violated(fault), s.column.name) {
			return overtaken{err}
		}
	}
	return err
}
