package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// rowOperations turns operations on large attributes into row changes, without reading a row: what a later operation
// says of a member replaces what an earlier one said.
func (m *Mapping) rowOperations(c *connectors.Change, ops []patch.RowOp, known links) error {
	pending := map[string]*memberSet{}
	for _, op := range ops {
		a := m.byName(op.Attr)
		if a == nil || !a.isLarge() {
			return scim.BadRequest(scim.InvalidPath, "there is no attribute %s", op.Attr)
		}
		set := pending[a.rows.relation]
		if set == nil {
			set = &memberSet{}
			pending[a.rows.relation] = set
		}
		if op.Kind == patch.Replace {
			*set = memberSet{replace: true}
		}
		for _, v := range op.Values {
			p := projector{m: m, r: scim.NewObject(), links: known}
			fields, err := m.member(&p, a, v, op.Kind)
			if err != nil {
				return err
			}
			if fields != nil {
				set.put(a.rows.memberKey(fields), fields, op.Kind != patch.Remove)
			}
		}
	}
	for relation, set := range pending {
		if rc := set.change(); !rc.IsZero() {
			setRows(c, relation, rc)
		}
	}
	return nil
}

// member projects one element. To remove somebody who does not exist is no error and nothing to do.
func (m *Mapping) member(p *projector, a *attribute, v *scim.Object, kind patch.Kind) (connectors.Fields, error) {
	if kind != patch.Remove {
		return p.row(a.rows, v)
	}
	c, k, ok := p.choose(a.rows.references(), v)
	if !ok {
		return nil, nil
	}
	fields := connectors.Fields{}
	if err := c.storeIn(fields, k); err != nil {
		return nil, nil
	}
	return fields, nil
}

// memberKey is a text that the fields of one member share, whatever else is said of it.
func (r *rows) memberKey(f connectors.Fields) string {
	for _, c := range r.references() {
		if k := c.key(f); k != "" {
			return c.ref + " " + string(k)
		}
	}
	return ""
}

func (m *Mapping) byName(attr string) *attribute {
	i := slices.IndexFunc(m.attributes, func(a *attribute) bool { return a.at.String() == attr })
	if i < 0 {
		return nil
	}
	return m.attributes[i]
}

// memberSet is what a sequence of operations asks for, by member.
type memberSet struct {
	replace bool
	order   []string
	members map[string]member
}

type member struct {
	fields connectors.Fields
	in     bool
}

func (s *memberSet) put(k string, f connectors.Fields, in bool) {
	if s.members == nil {
		s.members = map[string]member{}
	}
	if _, ok := s.members[k]; !ok {
		s.order = append(s.order, k)
	}
	s.members[k] = member{f, in}
}

func (s *memberSet) change() connectors.RowChange {
	rc := connectors.RowChange{Replace: s.replace}
	for _, k := range s.order {
		switch x := s.members[k]; {
		case x.in:
			rc.Add = append(rc.Add, withoutNil(x.fields))
		case !s.replace:
			rc.Remove = append(rc.Remove, x.fields)
		}
	}
	return rc
}
