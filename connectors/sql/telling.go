package sql

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// told is what an INSERT tells of the columns that the database made.
type told map[*column]connectors.Value

// insertTelling sends an INSERT to a database that does not answer what it wrote, and answers the fields that the
// database makes. What the next statement can tell is left to it.
func (w *write) insertTelling(ctx context.Context, insert func(b *builder), made []field) (told, error) {
	tell := w.e.d.telling(made)
	b := w.e.builder()
	if len(made) == 0 || tell.last != "" {
		insert(b)
		if _, err := w.s.exec(ctx, b.statement()); err != nil {
			return nil, err
		}
		for _, f := range made {
			if !f.column.numbered {
				return nil, &connectors.Error{Kind: connectors.Internal, Field: f.column.name, Err: errors.New("the database does not tell a key that it makes: give it under insert")}
			}
		}
		return nil, nil
	}
	b.output = tell.output
	b.write(tell.before)
	insert(b)
	b.write(tell.after)
	if tell.out {
		return w.insertOut(ctx, b, made)
	}
	sel := newSelection()
	sel.addAll(made)
	rows, err := w.selectRows(ctx, sel, b.statement())
	out := told{}
	if len(rows) == 1 {
		for i, f := range made {
			out[f.column] = rows[0][i]
		}
	}
	return out, err
}

// insertOut binds a place for each field behind the statement's other values.
func (w *write) insertOut(ctx context.Context, b *builder, made []field) (told, error) {
	dest := make([]string, len(made))
	for i := range made {
		if i > 0 {
			b.write(", ")
		}
		b.bind(sqldb.Out{Dest: &dest[i], Size: 4000})
	}
	if _, err := w.s.exec(ctx, b.statement()); err != nil || w.s.dry() {
		return nil, err
	}
	out := told{}
	for i, f := range made {
		v, err := b.d.decode(f.column, dest[i])
		if err != nil {
			return nil, fieldError(err, connectors.Internal, f.column.name)
		}
		out[f.column] = v
	}
	return out, nil
}

// lastNumber asks for the number that the database gave to the row which was just inserted.
func (w *write) lastNumber(ctx context.Context, f field, last string) (connectors.Value, error) {
	sel := newSelection()
	sel.add(f)
	rows, err := w.selectRows(ctx, sel, statement{text: "SELECT " + last})
	if err != nil || len(rows) != 1 {
		return nil, err
	}
	return rows[0][0], nil
}
