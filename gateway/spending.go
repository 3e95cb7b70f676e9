package gateway

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// spending counts what one write takes away, before the application is touched, and gives back what it did not take. A
// nil spending is that of an app without limits.
type spending struct {
	*Endpoint
	key  connectors.Key
	refs *references

	due     losses // as the write was last computed
	leaving *int   // how many members a replacement of all removes; nil: not counted yet
	paid    map[correlation.Loss]int
	slips   []slip
}

// slip is a part of what was paid.
type slip struct {
	quota correlation.Quota
	n     int
	spent correlation.Spent
}

// unpaid ends an edit that takes away what is not counted yet.
type unpaid struct{ losses losses }

func (*unpaid) Error() string { return "something is lost that is not counted yet" }

func (e *Endpoint) spending(key connectors.Key, refs *references) *spending {
	if e.Holds == nil {
		return nil
	}
	return &spending{Endpoint: e, key: key, refs: refs, paid: map[correlation.Loss]int{}}
}

// covers is nil when all is counted that a change takes away, and else unpaid. It does no I/O.
func (s *spending) covers(before, after scim.Resource, rows []patch.RowOp) error {
	if s == nil {
		return nil
	}
	l := lossesOf(before, after, rows)
	if l.staying != nil && s.Holds.Limited(correlation.MemberRemovals) {
		if s.leaving == nil {
			return &unpaid{l}
		}
		l.removals = *s.leaving
	}
	s.due = l
	for _, kind := range correlation.Losses() {
		if s.Holds.Limited(kind) && l.of(kind) > s.paid[kind] {
			return &unpaid{l}
		}
	}
	return nil
}

// pay counts what is not counted yet. The error is what the client is told when that is held.
func (s *spending) pay(ctx context.Context, l losses) error {
	if s == nil {
		return nil
	}
	if l.staying != nil && s.leaving == nil && s.Holds.Limited(correlation.MemberRemovals) {
		n, err := s.Endpoint.leaving(ctx, s.key, l.staying, s.refs)
		if err != nil {
			return err
		}
		s.leaving, l.removals = &n, n
	}
	s.due = l
	for _, kind := range correlation.Losses() {
		if n := l.of(kind) - s.paid[kind]; n > 0 {
			if err := s.payFor(ctx, kind, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *spending) payFor(ctx context.Context, kind correlation.Loss, n int) error {
	q, limited, err := s.quota(ctx, kind)
	if err != nil {
		return err
	}
	if limited {
		spent, err := s.Links.Spend(ctx, q, n)
		if err != nil {
			return err
		}
		if spent.Held {
			if s.Holds.Refused != nil {
				s.Holds.Refused(s.Scope, kind, spent.Began)
			}
			return s.held(kind)
		}
		s.slips = append(s.slips, slip{q, n, spent})
	}
	s.paid[kind] += n
	return nil
}

// settle gives back what was counted and not taken away, once the write has ended so. Where nobody knows whether it
// happened, all stays counted; and so does what cannot be given back, until the window is over.
func (s *spending) settle(ctx context.Context, outcome error) {
	if s == nil || len(s.slips) == 0 || undecided(outcome) {
		return
	}
	ctx, done := lasting(ctx)
	defer done()
	for _, slip := range s.slips {
		kind := slip.quota.Kind
		back := slip.n
		if outcome == nil {
			back = min(back, s.paid[kind]-s.due.of(kind))
		}
		if back > 0 && s.Links.Refund(ctx, slip.quota, back, slip.spent) == nil {
			s.paid[kind] -= back
		}
	}
}
