package sql

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// streamChunk is how many rows one statement of a stream reads. They are held while they are handed out, and the
// connection is not: whoever takes them may be slow.
const streamChunk = 5000

// Rows streams a relation of many owners: one statement per chunk, each beginning behind the one before.
func (e *entity) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		e := e.during(ctx)
		if err := e.stream(ctx, relation, of, after, yield); err != nil {
			yield(connectors.OwnedRow{}, e.failure("read rows of", err))
		}
	}
}

func (e *entity) stream(ctx context.Context, name string, of []connectors.Key, after connectors.Key, yield func(connectors.OwnedRow, error) bool) error {
	r, ok := e.relations[name]
	if !ok {
		return unsupported(name, "there is no such relation")
	}
	owners := e.keyRows(of)
	if len(owners) == 0 {
		return nil
	}
	behind, err := e.firstBehind(r, of, after)
	if err != nil {
		return err
	}
	in := newRowSelection(r, e.root.fields(e.key), r.spec.Fields)
	for {
		rows, last, err := e.chunk(ctx, in, owners, behind)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if !yield(row, nil) {
				return nil
			}
		}
		if len(rows) < streamChunk {
			return nil
		}
		if slices.Contains(last, nil) {
			return fmt.Errorf("%s has rows that nothing tells apart", r.frame.table.name)
		}
		behind = e.encoded(append(slices.Clone(e.key), r.key...), last)
	}
}

// firstBehind is where a stream of one owner begins: its own key, then the row's.
func (e *entity) firstBehind(r *relation, of []connectors.Key, after connectors.Key) ([]any, error) {
	if after == "" {
		return nil, nil
	}
	if len(of) != 1 {
		return nil, unsupported(r.name, "a place to begin behind is for one record's rows")
	}
	row, ok := e.keyValues(r.key, after)
	if !ok {
		return nil, connectors.Errorf(connectors.Invalid, "", "%q is not a row to begin behind", after)
	}
	owner, _ := e.keyValues(e.key, of[0])
	return e.encoded(append(slices.Clone(e.key), r.key...), append(owner, row...)), nil
}

// chunk reads the next rows, and the keys of the last of them.
func (e *entity) chunk(ctx context.Context, in rowSelection, owners [][]any, behind []any) (rows []connectors.OwnedRow, last []connectors.Value, err error) {
	st := e.chunkStatement(in, owners, behind)
	err = e.db.Read(ctx, func(q sqldb.Querier) error {
		rows = nil
		read := in.reader(e.d)
		return sender{q: q}.query(ctx, st, func(scan scanner) error {
			values, err := read.read(ctx, scan)
			if err != nil {
				return err
			}
			owner, row, err := in.row(values)
			rows = append(rows, connectors.OwnedRow{Owner: owner, Row: row})
			last = append(valuesAt(values, in.owner), valuesAt(values, in.key)...)
			return err
		})
	})
	return rows, last, err
}

func (e *entity) chunkStatement(in rowSelection, owners [][]any, behind []any) statement {
	r := in.relation
	b := e.builder()
	b.write("SELECT ")
	in.write(b)
	use := maps.Clone(in.use)
	b.from(&r.frame, use)
	b.write(" JOIN ")
	b.table(&e.root)
	b.write(" ON ")
	b.on(&r.frame, &e.root, r.by)
	b.joins(&e.root, e.bounds())
	b.write(" WHERE ").keyAmong(&e.root, e.key, owners)
	b.write(" AND ").visible(e)
	b.rowsOf(r, &r.frame)
	order := r.frame.fields(r.key)
	if len(owners) > 1 {
		order = append(e.root.fields(e.key), order...)
	} else if behind != nil {
		behind = behind[len(e.key):] // the owner is one and the same, so that an index over owner and row can serve
	}
	if behind != nil {
		b.write(" AND ").behind(order, behind)
	}
	b.write(" ORDER BY ")
	list(b, ", ", order, b.keyOrder)
	b.write(b.d.Page(fmt.Sprint(streamChunk), ""))
	return b.statement()
}
