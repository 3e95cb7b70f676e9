package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// removals decides which rows go.
func (s *rowPlanner) removals(ctx context.Context) error {
	going, adding, dropped, updated := setOf(s.going), setOf(s.adding), setOf(s.change.Drop), map[connectors.Key]bool{}
	for _, u := range s.change.Update {
		updated[u.Key] = true
	}
	goes := func(p *presentRow) bool {
		return going[p.identity] || dropped[p.key] || s.change.Replace && !adding[p.identity] && !updated[p.key]
	}
	var touched []*presentRow
	for _, p := range s.present {
		if !p.outside && (goes(p) || updated[p.key]) {
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

func setOf[T comparable](list []T) map[T]bool {
	set := make(map[T]bool, len(list))
	for _, v := range list {
		set[v] = true
	}
	return set
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
	for name, v := range connectors.Equalities(s.rel.Where) {
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
