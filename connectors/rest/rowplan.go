package rest

import (
	"context"
	"slices"

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
			return unsupported(w.op, name, "there is no such relation")
		case rel.ReadOnly:
			return unsupported(w.op, name, "the relation is read only")
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
	going   []string // and of those to remove
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
		if id, err := s.identities(ctx, []connectors.Fields{f}); err == nil { // else no row is named
			s.going = append(s.going, id...)
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

// belonging makes sure that a change gives rows to nobody but their owner, and leaves out what it says of him.
func (s *rowPlanner) belonging(c connectors.RowChange) (connectors.RowChange, error) {
	strip := func(fields connectors.Fields) (connectors.Fields, error) {
		out := overlaid(fields, nil)
		for i, theirs := range s.theirs {
			v, given := fields[theirs]
			if !given {
				continue
			}
			v, err := connectors.Convert(v, s.of.fields[theirs].Type)
			if err != nil || !same(v, s.owner[s.rel.ours[i]]) {
				return nil, s.invalid(qualified(s.relation, theirs), "the row would be another record's")
			}
			delete(out, theirs)
		}
		return out, nil
	}
	c.Add, c.Update = slices.Clone(c.Add), slices.Clone(c.Update)
	var err error
	for i := range c.Add {
		if c.Add[i], err = strip(c.Add[i]); err != nil {
			return c, err
		}
	}
	for i := range c.Update {
		if c.Update[i].Fields, err = strip(c.Update[i].Fields); err != nil {
			return c, err
		}
	}
	return c, nil
}

// identities are those of rows that a change names. A lookup may say what a field of the identity is.
func (s *rowPlanner) identities(ctx context.Context, list []connectors.Fields) ([]string, error) {
	out := make([]string, len(list))
	for i, fields := range list {
		id, err := s.naming(ctx, fields)
		if err != nil {
			return nil, err
		}
		out[i] = identityOf(id, s.identity)
	}
	return out, nil
}

// naming are the fields of the identity that a change means.
func (s *rowPlanner) naming(ctx context.Context, fields connectors.Fields) (connectors.Fields, error) {
	id := connectors.Fields{}
	telling := slices.DeleteFunc(slices.Clone(s.joins), func(j *join) bool {
		return !slices.ContainsFunc(j.ours, func(name string) bool { return slices.Contains(s.identity, name) })
	})
	if err := s.point(ctx, s.part, telling, fields, id); err != nil {
		return nil, err
	}
	for _, name := range s.identity {
		v, given := fields[name]
		if !given {
			v = id[name]
		}
		v, err := connectors.Convert(v, s.rel.typeOf(name))
		if err != nil && !s.explains {
			return nil, s.invalid(qualified(s.relation, name), "%w", err)
		}
		if v == "" && s.unset == unsetEmpty {
			v = nil
		}
		id[name] = v
	}
	for i, name := range s.theirs {
		id[name] = s.owner[s.rel.ours[i]]
	}
	return id, nil
}

// removals decides which rows go.
func (s *rowPlanner) removals(ctx context.Context) error {
	stays := func(k connectors.Key) bool {
		return slices.ContainsFunc(s.change.Update, func(u connectors.Row) bool { return u.Key == k })
	}
	goes := func(p *presentRow) bool {
		return slices.Contains(s.going, p.identity) || slices.Contains(s.change.Drop, p.key) ||
			s.change.Replace && !slices.Contains(s.adding, p.identity) && !stays(p.key)
	}
	var touched []*presentRow
	for _, p := range s.present {
		if !p.outside && (goes(p) || stays(p.key)) {
			touched = append(touched, p)
		}
	}
	if err := s.hide(ctx, touched); err != nil {
		return err
	}
	s.present = slices.DeleteFunc(s.present, func(p *presentRow) bool {
		if p.outside || p.hidden || !goes(p) {
			return false
		}
		s.removed = append(s.removed, p.fields)
		return true
	})
	return nil
}

// hide finds out which of these rows refer to nothing that can be seen.
func (s *rowPlanner) hide(ctx context.Context, rows []*presentRow) error {
	if s.rel.target == nil || len(rows) == 0 {
		return nil
	}
	fields := make([]connectors.Fields, len(rows))
	for i, p := range rows {
		fields[i] = p.fields
	}
	seen, err := s.visible(ctx, s.rel.target, fields)
	if err != nil {
		return err
	}
	for i, p := range rows {
		p.hidden = !seen[i] && !s.explains
	}
	return nil
}

// updates decides which rows get other values.
func (s *rowPlanner) updates(ctx context.Context) error {
	for _, u := range s.change.Update {
		i := slices.IndexFunc(s.present, func(p *presentRow) bool { return p.key == u.Key && !p.hidden && !p.outside })
		if i < 0 && s.explains {
			continue // of a new record, which has none
		}
		if i < 0 || u.Key == "" {
			return s.vanished(s.part)
		}
		at := s.present[i]
		set, err := s.stored(ctx, s.part, u.Fields)
		if err != nil {
			return err
		}
		if set, err = s.differing(s.part, at.fields, set); err != nil {
			return err
		}
		if len(set) == 0 {
			continue
		}
		s.updated = append(s.updated, rowUpdate{at.fields, set})
		at.fields, at.set = overlaid(at.fields, set), set
		at.identity = identityOf(at.fields, s.identity)
	}
	return nil
}

// additions decides which rows come.
func (s *rowPlanner) additions(ctx context.Context) error {
	there := make(map[string]bool, len(s.present))
	for _, p := range s.present {
		if !p.outside {
			there[p.identity] = true
		}
	}
	for i, given := range s.change.Add {
		if there[s.adding[i]] {
			continue
		}
		there[s.adding[i]] = true
		row, err := s.newRow(ctx, given)
		if err != nil {
			return err
		}
		s.added = append(s.added, row)
		s.present = append(s.present, &presentRow{fields: row, identity: s.adding[i]})
	}
	return nil
}

// newRow is a row with everything that it gets.
func (s *rowPlanner) newRow(ctx context.Context, given connectors.Fields) (connectors.Fields, error) {
	row, err := s.stored(ctx, s.part, given)
	if err != nil {
		return nil, err
	}
	for i, theirs := range s.theirs {
		if v := s.owner[s.rel.ours[i]]; v != nil {
			row[theirs] = v
		}
	}
	for name, v := range equalities(s.rel.Where) {
		if _, said := row[name]; !said {
			row[name] = v
		}
	}
	if err := s.fill(ctx, s.part, row, s.rel.Insert, given, unlessSet); err != nil {
		return nil, err
	}
	needed := row
	if s.new { // the key of whoever they belong to is not known yet
		needed = overlaid(row, nil)
		for _, theirs := range s.theirs {
			needed[theirs] = theirs
		}
	}
	return row, s.complete(s.part, needed)
}
