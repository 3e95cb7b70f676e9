package sql

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// tuple is the values of several columns.
type tuple []connectors.Value

// text is equal for equal tuples and for no others.
func (t tuple) text() string {
	var b strings.Builder
	for _, v := range t {
		switch v := v.(type) {
		case connectors.Decimal:
			x, _ := rational(v)
			fmt.Fprintf(&b, "%s|", x)
		default:
			fmt.Fprintf(&b, "%T%q|", v, fmt.Sprint(v))
		}
	}
	return b.String()
}

// splitTuples parts those with an empty value from the others.
func splitTuples(tuples []tuple) (whole, partial []tuple) {
	for _, t := range tuples {
		if slices.Contains(t, nil) {
			partial = append(partial, t)
		} else {
			whole = append(whole, t)
		}
	}
	return whole, partial
}

// newRow is a row to be added.
type newRow struct {
	set      []assignment // by column name
	given    []assignment // of them what a client gave, and what where fills in
	identity tuple
}

// newRows completes the rows to be added: by whom they belong, what the relation's where and inserts fill in. Of rows
// with one identity the first counts.
func (rc *rowChange) newRows(ctx context.Context, adds []connectors.Fields) ([]newRow, error) {
	seen := map[string]bool{}
	var rows []newRow
	fresh := *rc.write
	fresh.fresh = true
	for _, fields := range adds {
		set, err := fresh.assign(ctx, &rc.r.frame, rc.r.fields, fields, rc.r.name+"/")
		if err != nil {
			return nil, err
		}
		row := newRow{identity: rc.identity(set)}
		if seen[row.identity.text()] {
			continue
		}
		seen[row.identity.text()] = true
		for name, a := range rc.r.filled {
			if _, there := set[name]; !there {
				set[name] = a
			}
		}
		if err := rc.belong(set); err != nil {
			return nil, err
		}
		row.given = set.sorted()
		for i, p := range rc.r.by {
			set[p.theirs.name] = assignment{column: p.theirs, value: rc.belongs[i]}
		}
		if err := fresh.supply(ctx, set, rc.r.insert, false, fields); err != nil {
			return nil, err
		}
		row.set = set.sorted()
		rows = append(rows, row)
	}
	return rows, nil
}

// belong makes sure that set gives a row to nobody but its owner.
func (rc *rowChange) belong(set assignments) error {
	for i, p := range rc.r.by {
		a, given := set[p.theirs.name]
		if given && !rc.s.dry() && !same(a.value, rc.belongs[i]) {
			return &connectors.Error{Kind: connectors.Invalid, Field: rc.r.name + "/" + p.theirs.name, Err: errors.New("the row would be another record's")}
		}
	}
	return nil
}

func (rc *rowChange) identity(set assignments) tuple {
	id := make(tuple, len(rc.r.identity))
	for i, c := range rc.r.identity {
		id[i] = set[c.name].value
	}
	return id
}

// identityOf reads an identity from fields that a client names; a column that they do not give may be named by what
// its code means. ok is false when no row can have it.
func (rc *rowChange) identityOf(ctx context.Context, fields connectors.Fields) (id tuple, ok bool, err error) {
	codes, err := rc.assign(ctx, &rc.r.frame, rc.r.fields, rc.meanings(fields), rc.r.name+"/")
	if errors.Is(err, connectors.Invalid) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	id = make(tuple, len(rc.r.identity))
	for i, c := range rc.r.identity {
		v, given := fields[c.name]
		if !given {
			v = codes[c.name].value
		}
		if id[i], err = connectors.Convert(v, c.typ); err != nil {
			return nil, false, fieldError(err, connectors.Invalid, rc.r.name+"/"+c.name)
		}
	}
	return id, true, nil
}

// meanings are the fields of lookups that a column of the identity points at.
func (rc *rowChange) meanings(fields connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range fields {
		j := rc.r.fields[name].join
		if j != nil && j.spec.Lookup && slices.ContainsFunc(j.on, func(p pair) bool { return slices.Contains(rc.r.identity, p.ours) }) {
			out[name] = v
		}
	}
	return out
}
