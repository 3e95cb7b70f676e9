package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// plan is how records are read for one Need: which columns, and where each value of a Record comes from.
type plan struct {
	sel       *selection
	key       []int
	fields    []named
	version   int // -1: none
	relations []relationPlan
}

type named struct {
	name string
	at   int
}

type relationPlan struct {
	*relation
	fields []string
	by     []int // where the record's values are that its rows belong by
}

// plan checks n against the shape. A field or relation that is not in it is Unsupported.
func (e *entity) plan(n connectors.Need) (*plan, error) {
	p := &plan{sel: newSelection(), version: -1}
	p.key = p.sel.addAll(e.root.fields(e.key))
	for _, name := range n.Fields {
		f, ok := e.fields[name]
		if !ok {
			return nil, unsupported(name, "there is no such field")
		}
		if f.column.noSelect {
			return nil, unsupported(name, "it is only written")
		}
		p.fields = append(p.fields, named{name, p.sel.add(f)})
	}
	if e.version != nil {
		p.version = p.sel.add(e.root.own(e.version))
	}
	for _, name := range slices.Sorted(maps.Keys(n.Rows)) {
		r, ok := e.relations[name]
		switch {
		case !ok:
			return nil, unsupported(name, "there is no such relation")
		case r.spec.Large:
			return nil, unsupported(name, "the relation is large: its rows are streamed")
		}
		for _, f := range n.Rows[name] {
			if _, ok := r.fields[f]; !ok {
				return nil, unsupported(name+"/"+f, "there is no such field")
			}
		}
		p.relations = append(p.relations, relationPlan{r, n.Rows[name], p.sel.addAll(e.root.fields(ours(r.by)))})
	}
	return p, nil
}

func unsupported(name, why string) error {
	return &connectors.Error{Kind: connectors.Unsupported, Field: name, Err: fmt.Errorf("%s", why)}
}

func ours(by []pair) []*column {
	columns := make([]*column, len(by))
	for i, p := range by {
		columns[i] = p.ours
	}
	return columns
}

func theirs(by []pair) []*column {
	columns := make([]*column, len(by))
	for i, p := range by {
		columns[i] = p.theirs
	}
	return columns
}

// selectFrom writes the statement up to its conditions, which need the joins in use.
func (p *plan) selectFrom(b *builder, e *entity, use joined) {
	maps.Copy(use, p.sel.use)
	b.write("SELECT ")
	p.sel.write(b)
	b.from(&e.root, use)
}

// stored is a record with all that was read of it, at the plan's places.
type stored struct {
	connectors.Record
	values []connectors.Value
	odd    []int // of values: not of their columns' types
}

// read sends a statement of p and then one for each of its relations.
func (e *entity) read(ctx context.Context, s sender, p *plan, st statement) ([]*stored, error) {
	var records []*stored
	in := p.sel.reader(e.d)
	err := s.query(ctx, st, func(scan scanner) error {
		values, err := in.read(ctx, scan)
		if err != nil {
			return err
		}
		r, err := p.record(values)
		if err != nil {
			return err
		}
		r.odd = in.odd
		records = append(records, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return records, e.readRelations(ctx, s, p.relations, records)
}

func (p *plan) record(values []connectors.Value) (*stored, error) {
	key, err := keyOf(values, p.key)
	if err != nil {
		return nil, err
	}
	r := &stored{Record: connectors.Record{Key: key, Fields: make(connectors.Fields, len(p.fields))}, values: values}
	for _, f := range p.fields {
		r.Fields[f.name] = values[f.at]
	}
	if p.version >= 0 && values[p.version] != nil {
		text, err := connectors.Convert(values[p.version], connectors.TypeText)
		if err != nil {
			return nil, err
		}
		r.Version = text.(string)
	}
	if len(p.relations) > 0 {
		r.Rows = make(map[string][]connectors.Row, len(p.relations))
	}
	return r, nil
}

// stub is a record of which only the key is known, for explaining.
func (p *plan) stub(columns []*column, key []connectors.Value) (*stored, error) {
	values := make([]connectors.Value, len(p.sel.fields))
	for i, f := range p.sel.fields {
		if at := slices.Index(columns, f.column); at >= 0 && f.join == nil {
			values[i] = key[at]
		}
	}
	return p.record(values)
}
