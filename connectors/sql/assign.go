package sql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
)

// assignment is what one column gets: a value, or a text of the operator's.
type assignment struct {
	column *column
	value  connectors.Value
	native string
}

// assignments are by column name.
type assignments map[string]assignment

func (a assignments) sorted() []assignment {
	out := make([]assignment, 0, len(a))
	for _, name := range slices.Sorted(maps.Keys(a)) {
		out = append(out, a[name])
	}
	return out
}

// text is equal for those that give columns the same, and for no others.
func (a assignments) text() string {
	var b strings.Builder
	for _, x := range a.sorted() {
		fmt.Fprintf(&b, "%q%s%q", x.column.name, tuple{x.value}.text(), x.native)
	}
	return b.String()
}

// names are the columns that get something.
func (a assignments) names() []string {
	var names []string
	for _, x := range a.sorted() {
		if x.native != "" || x.value != nil {
			names = append(names, x.column.name)
		}
	}
	return names
}

// newValue is what a column gets: an expression, or a placeholder.
func (b *builder) newValue(a assignment) string {
	if a.native != "" {
		return a.native
	}
	return b.d.param(a.column, b.place(b.d.encode(a.column, a.value)))
}

// assigned writes the new value of a column.
func (b *builder) assigned(a assignment) { b.write(b.newValue(a)) }

// update writes an UPDATE of rows of f up to its conditions.
func (b *builder) update(f *frame, set assignments) *builder {
	b.into = f.table.base()
	head, from := b.d.updateOf(f)
	b.write(head)
	list(b, ", ", set.sorted(), func(a assignment) {
		b.write(a.column.quoted, " = ")
		b.assigned(a)
	})
	return b.write(from, " WHERE ")
}

// storable converts v for c and refuses what c would refuse, cut or change.
func (e *entity) storable(c *column, v connectors.Value) (connectors.Value, error) {
	v, err := connectors.Convert(v, c.typ)
	switch {
	case err != nil:
		return nil, err
	case v == nil && !c.nullable:
		return nil, errors.New("it must have a value")
	case v == nil || c.typ == connectors.TypeJSON:
		return v, nil
	}
	step := e.d.step(c)
	switch {
	case v != "" || !step.noEmpty:
	case c.nullable:
		return nil, nil
	default:
		return nil, errors.New("it must have a value")
	}
	o := operandOf(c.typ, step, v)
	switch {
	case o.place == past && step.noNUL && c.typ == connectors.TypeText:
		return nil, errors.New("the database keeps no text with a NUL character")
	case o.place != on && c.typ == connectors.TypeDecimal, o.place == over, o.place == under:
		return nil, errors.New("the column cannot hold the number exactly")
	}
	if text, ok := o.value.(string); ok && c.max > 0 && utf8.RuneCountInString(text) > c.max {
		return nil, fmt.Errorf("it is longer than %d characters", c.max)
	}
	return o.value, nil
}

// assign turns fields that a client sets into columns of f. prefix is the relation they belong to, "phones/".
func (w *write) assign(ctx context.Context, f *frame, fields map[string]field, set connectors.Fields, prefix string) (assignments, error) {
	out := assignments{}
	lookups := map[*join]connectors.Fields{}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		at, ok := fields[name]
		switch {
		case !ok:
			return nil, unsupported(prefix+name, "there is no such field")
		case at.join != nil && at.join.spec.Lookup:
			if lookups[at.join] == nil {
				lookups[at.join] = connectors.Fields{}
			}
			lookups[at.join][name] = set[name]
			continue
		case at.join != nil && !at.join.writes(at.column) || at.column.readOnly():
			return nil, &connectors.Error{Kind: connectors.Invalid, Field: prefix + name, Err: errors.New("it is read only")}
		case at.column.noUpdate && !w.fresh:
			return nil, &connectors.Error{Kind: connectors.Invalid, Field: prefix + name, Err: errors.New("it is given once and not changed")}
		}
		v, err := w.e.storable(at.column, set[name])
		if err != nil {
			return nil, fieldError(err, connectors.Invalid, prefix+name)
		}
		switch {
		case at.isWhether():
			w.parted.whether[at.join] = v.(bool)
		case at.join != nil:
			w.parted.of(at.join)[at.column.name] = assignment{column: at.column, value: v}
			if v != nil {
				w.parted.note(name, at.join)
			}
		default:
			out[name] = assignment{column: at.column, value: v}
		}
	}
	for _, j := range f.joins {
		codes := out
		if j.from != nil {
			codes = w.parted.of(j.from)
		}
		if err := w.point(ctx, j, lookups[j], codes, prefix); err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(lookups[j])) {
			if j.from != nil && lookups[j][name] != nil {
				w.parted.note(name, j)
			}
		}
	}
	return out, nil
}
