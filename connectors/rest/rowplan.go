package rest

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// rowPlan is what becomes of the rows of one relation.
type rowPlan struct {
	part
	rel     *relation
	removed []connectors.Fields
	updated []rowUpdate
	added   []connectors.Fields
	list    []connectors.Fields // all rows afterwards, where they are written as a whole; else nil
	before  []connectors.Fields // all rows as they are, likewise
}

// rowUpdate gives a row, which is as now says, other values.
type rowUpdate struct{ now, set connectors.Fields }

func (p *rowPlan) nothing() bool { return len(p.removed)+len(p.updated)+len(p.added) == 0 }

// planRows plans the rows of every relation that the change names. Rows that are a list in the record become a field of
// it that is set.
func (w *writer) planRows(ctx context.Context, p *plan) error {
	for _, name := range sortedNames(w.change.Rows) {
		rel, ok := w.e.relations[name]
		switch {
		case !ok:
			return connectors.Unsupportedf(w.op, name, "there is no such relation")
		case rel.ReadOnly:
			return connectors.Unsupportedf(w.op, name, "the relation is read only")
		}
		s := &rowPlanner{writer: w, rowPlan: &rowPlan{part: rel.part(w.e), rel: rel}, of: rel.c, new: p.now == nil, owner: overlaid(p.now, p.set)}
		if err := s.plan(ctx, w.change.Rows[name]); err != nil {
			return err
		}
		if rel.c.within != nil {
			if err := s.inside(p); err != nil {
				return err
			}
			continue
		}
		p.rows = append(p.rows, s.rowPlan)
	}
	return nil
}

// rowPlanner plans a change of the rows of one record.
type rowPlanner struct {
	*writer
	*rowPlan
	of      *collection
	new     bool
	owner   connectors.Fields
	change  connectors.RowChange
	adding  []string // identities of rows to add
	going   []string // and of those to remove, which are named so
	named   []connectors.Fields
	present []*presentRow
}

// presentRow is a row that is there. A hidden one cannot be named by a removal or an update.
type presentRow struct {
	fields   connectors.Fields
	set      connectors.Fields // those that get other values
	element  any               // in the list, where the rows are one
	key      connectors.Key
	identity string
	hidden   bool
	outside  bool // Where does not select it: it only counts where rows are written as a whole
}

func (s *rowPlanner) plan(ctx context.Context, c connectors.RowChange) (err error) {
	if s.change, err = s.belonging(c); err != nil {
		return err
	}
	if s.adding, err = s.identities(ctx, c.Add); err != nil {
		return err
	}
	for _, f := range c.Remove {
		if id, err := s.naming(ctx, f); err == nil { // else no row is named
			s.going, s.named = append(s.going, identityOf(id, s.identity)), append(s.named, id)
		}
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	if err := s.removals(ctx); err != nil {
		return err
	}
	if err := s.updates(ctx); err != nil {
		return err
	}
	if err := s.additions(ctx); err != nil {
		return err
	}
	return s.possible()
}
