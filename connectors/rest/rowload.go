package rest

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// load reads the rows that the change is about: none where nothing has to be known, those that it names where the
// application finds them, or else all.
func (s *rowPlanner) load(ctx context.Context) error {
	s.rewrites()
	switch {
	case s.new:
		return nil
	case s.list != nil:
		if err := s.claim(ctx, s.showsRows); err != nil {
			return err
		}
		return s.loadAll(ctx)
	case s.of.within != nil:
		s.loadInside(ctx)
		return nil
	case s.blind():
		s.presume()
		return nil
	case !s.needsAll():
		if done, err := s.loadNamed(ctx); done || err != nil {
			return err
		}
	}
	return s.loadAll(ctx)
}

// loadAll reads all rows of the owner, those too that Where does not select.
func (s *rowPlanner) loadAll(ctx context.Context) error {
	s.entire = s.list != nil
	rows, err := s.fetchRows(ctx, s.rel, []connectors.Fields{s.owner}, s.known())
	s.entire = false
	if errors.Is(err, connectors.NotFound) {
		err = connectors.Errorf(connectors.Unavailable, s.op, "the record is there, and its rows are not: %v", err)
	}
	if err != nil {
		return err
	}
	for _, f := range rows {
		s.have(f, nil)
	}
	if s.list != nil {
		s.before = rows
	}
	return nil
}

// have adds a row that was read.
func (s *rowPlanner) have(f connectors.Fields, element any) {
	for i, theirs := range s.theirs {
		if f[theirs] == nil || s.explains {
			f[theirs] = s.owner[s.rel.ours[i]]
		}
	}
	t, _ := tupleOf(f, s.rel.key)
	k, _ := connectors.EncodeKey(t...)
	p := &presentRow{fields: f, element: element, key: k, identity: identityOf(f, s.identity), outside: !matches(s.rel.Where, f)}
	if s.explains {
		s.imagine(p)
		return
	}
	s.present = append(s.present, p)
}

// imagine makes rows of one that might be there: those that the change is about.
func (s *rowPlanner) imagine(p *presentRow) {
	p.outside = false
	for i, id := range s.going {
		q := *p
		q.identity, q.fields = id, overlaid(p.fields, s.named[i])
		s.present = append(s.present, &q)
	}
	for _, u := range s.change.Update {
		q := *p
		q.key, q.identity = u.Key, ""
		if at, ok := s.rel.place(u.Key); ok {
			q.fields = overlaid(p.fields, at)
		}
		s.present = append(s.present, &q)
	}
	for _, k := range s.change.Drop {
		q := *p
		q.key, q.identity = k, ""
		s.present = append(s.present, &q)
	}
	if s.change.Replace {
		s.present = append(s.present, p)
	}
}

// known are the fields of a row that planning looks at, and those that writing it or putting it back takes; all of them
// but what lists lack, which nothing but a call needs.
func (s *rowPlanner) known() []string {
	need := union(s.identity, s.rel.key, s.theirs, connectors.NeedOf(s.rel.Where).Fields)
	for t := s.rel.target; t != nil; t = t.or {
		need = union(need, t.ours, connectors.NeedOf(t.When).Fields)
	}
	for _, op := range []*operation{s.of.update, s.of.remove} {
		if op != nil {
			need = union(need, op.url.Names())
		}
	}
	for _, name := range s.of.readable() {
		if !s.of.lacked(name) {
			need = append(need, name)
		}
	}
	return union(slices.DeleteFunc(need, func(name string) bool { return s.of.fields[name] == nil || s.of.fields[name].WriteOnly }))
}

// lacked reports whether lists of c do not show a field.
func (c *collection) lacked(name string) bool {
	return c.list != nil && slices.Contains(c.list.lacks, name) ||
		slices.ContainsFunc(c.finds, func(l *listing) bool { return slices.Contains(l.lacks, name) })
}

// needsAll reports whether the change is about more rows than it names.
func (s *rowPlanner) needsAll() bool {
	c := s.change
	return s.list != nil || c.Replace || len(c.Update) > 0 || len(c.Drop) > 0
}

// loadNamed reads the rows that the change names, where a call finds a row by its owner and identity. A few of them are
// cheaper than all; of a large relation, any number is.
func (s *rowPlanner) loadNamed(ctx context.Context) (done bool, err error) {
	by := union(s.theirs, s.identity)
	count := len(s.change.Add) + len(s.change.Remove)
	way := s.of.way(by, count, s.known())
	if way == nil || !s.rel.Large && count > parallel*way.many {
		return false, nil
	}
	var tuples []tuple
	for _, fields := range slices.Concat(s.change.Add, s.change.Remove) {
		id, err := s.naming(ctx, fields)
		if err != nil {
			continue // of what is removed: no row has such a name
		}
		t, whole := tupleOf(id, by)
		if !whole {
			return false, nil
		}
		tuples = append(tuples, t)
	}
	rows, err := s.fetch(ctx, s.of, by, tuples, s.known())
	for _, f := range rows {
		s.have(f, nil)
	}
	return true, err
}

// blind reports whether the calls can be made without a look: the application itself says what there was to do.
func (s *rowPlanner) blind() bool {
	c := s.change
	switch {
	case s.needsAll(), len(s.e.spec.Stamp.Update) > 0: // which are written if something changes
		return false
	case len(c.Add) > 0 && !s.addable():
		return false
	default:
		return len(c.Remove) == 0 || s.nameable()
	}
}

// addable reports whether rows can be added without a look. A call that adds several does not say which of them were
// there before, and so is never taken back.
func (s *rowPlanner) addable() bool {
	op, n := s.of.create, len(s.change.Add)
	last := op != nil && n <= op.batch && len(s.writer.change.Rows) == 1
	return op != nil && op.tells(s.of) && (op.batch < 2 || n == 1 || last)
}

// nameable reports whether a row can be removed, and put back, by nothing but its owner and identity.
func (s *rowPlanner) nameable() bool {
	named := union(s.theirs, s.identity)
	says := func(names []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(named, name) })
	}
	if s.of.remove == nil || s.rel.Where != nil || !says(s.of.remove.names()) {
		return false
	}
	for t := s.rel.target; t != nil; t = t.or {
		if !says(t.ours) || !says(connectors.NeedOf(t.When).Fields) {
			return false
		}
	}
	last := len(s.change.Remove) == 1 && len(s.change.Add) == 0 && len(s.writer.change.Rows) == 1
	return last || says(slices.DeleteFunc(slices.Clone(s.of.order), func(name string) bool { return !s.of.sent(name) }))
}

// presume takes the rows that are to be removed for present. Removing one that is not is no error.
func (s *rowPlanner) presume() {
	for _, id := range s.named {
		if _, whole := tupleOf(id, s.identity); whole {
			s.present = append(s.present, &presentRow{fields: id, identity: identityOf(id, s.identity)})
		}
	}
}
