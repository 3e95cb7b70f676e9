package sql

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// codes are the rows of code tables that were found for many rows at once, each by the one value that names it; nil
// where there is none.
type codes map[code][]connectors.Value

// code is a value of a field of a lookup.
type code struct {
	join  *join
	field string
	value string
}

func (x codes) of(j *join, names []string, set connectors.Fields) (row []connectors.Value, known bool) {
	if len(names) != 1 {
		return nil, false
	}
	c, ok := codeOf(j, names[0], set[names[0]])
	if ok {
		row, known = x[c]
	}
	return row, known
}

// codeOf is what v is called among codes; ok is false for what no row can hold.
func codeOf(j *join, name string, v connectors.Value) (c code, ok bool) {
	column := j.column(name)
	v, err := connectors.Convert(v, column.typ)
	return code{j, name, tuple{v}.text()}, err == nil && v != nil
}

// column is that of a field of j, alias.column.
func (j *join) column(name string) *column {
	_, column, _ := strings.Cut(name, ".")
	return j.frame.table.columns[column]
}

// decipher looks up what the rows of a change name in code tables: where several values are named, in one statement for
// all of them. What it finds twice, or not as it is written where case does not count, is left to be looked up by itself.
func (rc *rowChange) decipher(ctx context.Context, ch connectors.RowChange) error {
	rows := slices.Clone(ch.Add)
	for _, u := range ch.Update {
		rows = append(rows, u.Fields)
	}
	for _, fields := range ch.Remove {
		rows = append(rows, rc.meanings(fields))
	}
	for _, j := range rc.r.frame.joins {
		named := rc.named(j, rows)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			if len(named[name]) < 2 {
				continue
			}
			if err := rc.decipherAll(ctx, j, name, named[name]); err != nil {
				return err
			}
		}
	}
	return nil
}

// named are the values by which rows name a row of the lookup j, each once, where they give one field of j alone.
func (rc *rowChange) named(j *join, rows []connectors.Fields) map[string][]connectors.Value {
	out := map[string][]connectors.Value{}
	seen := map[code]bool{}
	for _, fields := range rows {
		var names []string
		for name := range fields {
			if rc.r.fields[name].join == j {
				names = append(names, name)
			}
		}
		if !j.spec.Lookup || len(names) != 1 {
			continue
		}
		v := fields[names[0]]
		if c, ok := codeOf(j, names[0], v); ok && !seen[c] {
			seen[c] = true
			out[names[0]] = append(out[names[0]], v)
		}
	}
	return out
}

func (rc *rowChange) decipherAll(ctx context.Context, j *join, name string, values []connectors.Value) error {
	sel := newSelection()
	points := sel.addAll(j.frame.fields(theirs(j.on)))
	at := j.frame.own(j.column(name))
	held := sel.add(at)
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(&j.frame, nil)
	b.write(" WHERE ").predicate(&j.frame, j.where, false)
	b.write(" AND ").in(at, values, false)
	rows, err := rc.selectRows(ctx, sel, b.statement())
	if err != nil {
		return err
	}
	found := map[code][][]connectors.Value{}
	for _, row := range rows {
		if c, ok := codeOf(j, name, row[held]); ok {
			found[c] = append(found[c], valuesAt(row, points))
		}
	}
	for _, v := range values {
		c, _ := codeOf(j, name, v)
		switch rows := found[c]; {
		case len(rows) == 1:
			rc.codes[c] = rows[0]
		case len(rows) == 0 && (j.spec.Fold != fold.ASCII || rc.s.dry()):
			rc.codes[c] = nil
		}
	}
	return nil
}
