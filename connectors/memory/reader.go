package memory

import (
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// reader makes records out of one state as of one instant. It indexes what it needs on the way, so it serves one operation and is
// thrown away when a table has been written.
type reader struct {
	e       *entity
	s       *state
	at      time.Time
	joined  map[*join]map[string][]row             // by the values of On
	owned   map[*relation]map[string][]row         // by the values of By, hidden targets included
	targets map[*connectors.Target]map[string]bool // the values of By that lead to a visible target
	values  *table                                 // the records, where they are values
}

func (e *entity) reader(s *state, at time.Time) *reader {
	return &reader{e: e, s: s, at: at, joined: map[*join]map[string][]row{},
		owned: map[*relation]map[string][]row{}, targets: map[*connectors.Target]map[string]bool{}}
}

// record reads what need asks for.
func (r *reader) record(x row, need connectors.Need) connectors.Record {
	rec := r.view(x, need)
	rec.Key, _ = connectors.EncodeKey(values(x.fields, r.e.spec.Key)...)
	if r.e.spec.Version != "" {
		rec.Version = text(x.fields[r.e.spec.Version])
	}
	return rec
}

// view is record without key and version; need may name any column.
func (r *reader) view(x row, need connectors.Need) connectors.Record {
	rec := connectors.Record{Fields: r.fields(x.fields, r.e.joins, need.Fields)}
	for name, fields := range need.Rows {
		if rec.Rows == nil {
			rec.Rows = map[string][]connectors.Row{}
		}
		rec.Rows[name] = r.rows(r.e.relations[name], x, fields)
	}
	return rec
}

// match evaluates a predicate over any columns, joined fields and relations of a record.
func (r *reader) match(p connectors.Predicate, x row) bool {
	return p == nil || connectors.Match(p, r.view(x, connectors.NeedOf(p)))
}

// visible reports whether the record is in scope and not gone.
func (r *reader) visible(x row) bool { return r.match(r.e.bounds, x) }

// fields reads columns and joined fields of one row.
func (r *reader) fields(x connectors.Fields, js joins, names []string) connectors.Fields {
	out := make(connectors.Fields, len(names))
	for _, n := range names {
		j, field, ok := js.find(n)
		switch {
		case !ok:
			out[n] = clone(x[n])
		case field == "":
			out[n] = r.join(j, x) != nil
		default:
			out[n] = clone(r.join(j, x)[field])
		}
	}
	return out
}

// rows reads the visible rows of a relation in its own order.
func (r *reader) rows(rel *relation, owner row, fields []string) []connectors.Row {
	order := make([]connectors.Order, len(rel.Order))
	for i, f := range rel.Order {
		order[i].Field = f
	}
	shown := r.shown(rel, owner, order)
	out := make([]connectors.Row, len(shown))
	for i, x := range shown {
		out[i] = connectors.Row{Key: r.rowKey(rel, x), Fields: r.fields(x.fields, rel.joins, fields)}
	}
	return out
}

// shown are the visible rows of a relation, sorted.
func (r *reader) shown(rel *relation, owner row, order []connectors.Order) []row {
	names := slices.Concat(rel.Order, rel.key)
	var hits []hit
	for _, x := range r.own(rel, owner) {
		if r.targetVisible(rel, x) {
			hits = append(hits, hit{x, r.fields(x.fields, rel.joins, names)})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return compareRows(a.order, b.order, order, rel.key, rel.fold) })
	out := make([]row, len(hits))
	for i, h := range hits {
		out[i] = h.row
	}
	return out
}

// own are the rows that belong to owner and satisfy Where, those with hidden targets too.
func (r *reader) own(rel *relation, owner row) []row {
	index, ok := r.owned[rel]
	if !ok {
		index = map[string][]row{}
		r.owned[rel] = index
		for _, x := range r.s.tables[rel.def.Name].rows {
			if k, ok := indexKey(x.fields, rel.theirs); ok && connectors.Match(rel.Where, connectors.Record{Fields: x.fields}) {
				index[k] = append(index[k], x)
			}
		}
	}
	k, ok := indexKey(owner.fields, rel.ours)
	if !ok {
		return nil
	}
	return index[k]
}

// rowKey is empty for a row without a primary key one of whose identity fields is empty: no change can name it.
func (r *reader) rowKey(rel *relation, x row) connectors.Key {
	k, _ := connectors.EncodeKey(values(r.fields(x.fields, rel.joins, rel.key), rel.key)...)
	return k
}

// targetVisible reports whether what the row refers to can be seen.
func (r *reader) targetVisible(rel *relation, x row) bool {
	for t := rel.Target; t != nil; t = t.Or {
		_, ours := pairs(t.By)
		k, ok := indexKey(x.fields, ours)
		if ok && connectors.Match(t.When, connectors.Record{Fields: x.fields}) && r.visibleTargets(t)[k] {
			return true
		}
	}
	return rel.Target == nil
}

// visibleTargets are the values that lead to a record that can be seen.
func (r *reader) visibleTargets(t *connectors.Target) map[string]bool {
	index, ok := r.targets[t]
	if ok {
		return index
	}
	index = map[string]bool{}
	r.targets[t] = index
	theirs, _ := pairs(t.By)
	seen := bounds(t.Scope, t.Gone)
	for _, x := range r.s.tables[t.Entity].rows {
		if k, ok := indexKey(x.fields, theirs); ok && connectors.Match(seen, connectors.Record{Fields: x.fields}) {
			index[k] = true
		}
	}
	return index
}

func values(f connectors.Fields, names []string) []connectors.Value {
	out := make([]connectors.Value, len(names))
	for i, n := range names {
		out[i] = f[n]
	}
	return out
}

// text is a scalar as text; an empty value is empty text.
func text(v connectors.Value) string {
	t, _ := connectors.Convert(v, connectors.TypeText)
	s, _ := t.(string)
	return s
}

// identity is a text that two rows share exactly when these fields are equal, empty ones included.
func identity(f connectors.Fields, names []string) string {
	var b strings.Builder
	for _, n := range names {
		writeIdentity(&b, f[n])
	}
	return b.String()
}
