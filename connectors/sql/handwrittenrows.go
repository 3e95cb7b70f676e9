package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// insertBy adds rows by the operator's statement, but for those that are there.
func (rc *rowChange) insertBy(ctx context.Context, h *handwritten, rows []newRow) error {
	there, err := rc.there(ctx, rows)
	if err != nil {
		return err
	}
	var all []parameters
	for _, row := range rows {
		if there[row.identity.text()] {
			continue
		}
		set := assignments{}
		for _, a := range row.set {
			set[a.column.name] = a
		}
		for i, p := range rc.r.by {
			set[p.theirs.name] = assignment{column: p.theirs, value: rc.belongs[i]}
		}
		all = append(all, parameters{table: rc.r.frame.table, set: set})
	}
	return rc.send(ctx, h, all)
}

// there are the identities of the record's rows, hidden ones too, among those of rows.
func (rc *rowChange) there(ctx context.Context, rows []newRow) (map[string]bool, error) {
	found := map[string]bool{}
	ask := func(which func(b *builder)) error {
		sel := newSelection()
		at := sel.addAll(rc.r.frame.fields(rc.r.identity))
		b := newBuilder(rc.e.d)
		b.write("SELECT ")
		sel.write(b)
		b.from(&rc.r.frame, nil)
		b.write(" WHERE ").keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner)
		b.and(&rc.r.frame, rc.r.where)
		b.write(" AND ")
		which(b)
		rows, err := rc.selectRows(ctx, sel, b.statement())
		for _, values := range rows {
			found[tuple(valuesAt(values, at)).text()] = true
		}
		return err
	}
	return found, rc.eachTuple(rc.r.identity, identitiesOf(rows), ask)
}

// removeBy removes rows, those that which selects, by the operator's statement.
func (rc *rowChange) removeBy(ctx context.Context, h *handwritten, which func(b *builder)) error {
	rows, err := rc.holdings(ctx, which)
	if rc.s.dry() {
		rows = []map[string]connectors.Value{{}}
	}
	if err != nil {
		return err
	}
	all := make([]parameters, len(rows))
	for i, holds := range rows {
		all[i] = parameters{table: rc.r.frame.table, holds: holds}
	}
	return rc.send(ctx, h, all)
}

// updateBy writes a row by those of the operator's statements that set something of what changes.
func (rc *rowChange) updateBy(ctx context.Context, key tuple, set assignments) error {
	rows, err := rc.holdings(ctx, func(b *builder) {
		b.write(" AND ").keyIs(&rc.r.frame, rc.r.key, rc.e.encoded(rc.r.key, key))
	})
	if rc.s.dry() {
		rows = []map[string]connectors.Value{{}}
	}
	for _, holds := range rows {
		for _, h := range rc.r.frame.table.by.update {
			if !(sources{}).changes(set, h.setsOf(columnNames(rc.r.key))) {
				continue
			}
			if err := rc.run(ctx, h, parameters{table: rc.r.frame.table, set: set, holds: holds}); err != nil {
				return err
			}
			rc.changed++
		}
	}
	return err
}

// holdings are what those of the record's rows hold that which selects, as far as a statement takes it.
func (rc *rowChange) holdings(ctx context.Context, which func(b *builder)) ([]map[string]connectors.Value, error) {
	sel := newSelection()
	sel.addAll(rc.r.frame.fields(rc.r.key))
	sel.addAll(rc.r.frame.fields(rc.r.frame.table.taken()))
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(&rc.r.frame, nil)
	b.write(" WHERE ").keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner)
	b.and(&rc.r.frame, rc.r.where)
	which(b)
	rows, err := rc.selectRows(ctx, sel, b.statement())
	var out []map[string]connectors.Value
	for _, values := range rows {
		out = append(out, holding(&rc.r.frame, sel, values))
	}
	return out, err
}
