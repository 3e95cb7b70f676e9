package rest

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// loadInside reads the rows that are a list in the record.
func (s *rowPlanner) loadInside(ctx context.Context) {
	for _, element := range (wire.Path{}).Each(s.owner[s.of.within.field]) {
		s.have(s.of.decode(ctx, element, nil, s.unset, s.of.readable()), element)
	}
}

// inside makes the list that the rows are in a field that is set.
func (s *rowPlanner) inside(p *plan) error {
	if s.nothing() {
		return nil
	}
	list := make([]any, 0, len(s.present))
	for _, row := range s.present {
		element, err := s.element(row)
		if err != nil {
			return err
		}
		list = append(list, element)
	}
	p.set[s.of.within.field] = list
	return nil
}

// element is a row as it stands in the list: one that was there has all that the application had there.
func (s *rowPlanner) element(row *presentRow) (wire.Tree, error) {
	unsaid := connectors.Fields{}
	for _, name := range s.of.within.owner {
		unsaid[name] = nil
	}
	if row.element == nil {
		return s.record(s.of, row.fields, unsaid)
	}
	t := wire.Clone(row.element)
	err := s.place(&t, s.of, row.set, unsaid)
	return t, err
}
