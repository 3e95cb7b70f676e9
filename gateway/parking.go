package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// takenFor is how long a parked reference is kept from others by whoever stores or withdraws it: no write lasts longer.
const takenFor = intentLease

// parks reports whether references of resources of this type that lead nowhere are kept until what they refer to is
// there.
func (e *Endpoint) parks() bool { return e.Settings.Park > 0 && e.Mapping.Refers() }

// passOver refuses references that lead nowhere, unless the rest of the request is to be stored without them.
func (e *Endpoint) passOver(missing []mappings.Ref, edge *scim.Edge) error {
	if len(missing) == 0 || e.parks() || edge.Allows(scim.MissingDropped) {
		return nil
	}
	return dangling(missing)
}

// lot is what is parked for the attributes of one resource, while that is written.
type lot struct {
	*Endpoint
	owner   string                                   // its id
	becomes func(wished scim.Resource) scim.Resource // what the write makes of what is parked; pure
	held    []correlation.Parked
	taken   []correlation.Parked // is withdrawn by the write
}

func (e *Endpoint) lotOf(owner string, becomes func(wished scim.Resource) scim.Resource) *lot {
	return &lot{Endpoint: e, owner: owner, becomes: becomes}
}

// withdraw takes what the resource is not to get any more, before it is written and before the references of the write are
// looked up: from then on nobody stores it. What is being stored at the moment is waited for, because the write has to
// come behind it. After an error the lot is settled.
func (l *lot) withdraw(ctx context.Context) error {
	if !l.parks() || l.owner == "" {
		return nil
	}
	patience, cancel := context.WithTimeout(ctx, l.Limits.Patience)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		var err error
		if l.held, err = l.Links.ParkedAt(ctx, l.Scope, l.owner); err != nil {
			return l.settle(ctx, nil, err)
		}
		unwanted := l.unwanted()
		taken, err := l.Links.Take(ctx, l.Scope, unwanted, takenFor)
		l.taken = append(l.taken, taken...)
		if err != nil {
			return l.settle(ctx, nil, err)
		}
		if len(taken) == len(unwanted) {
			return nil
		}
		if !rest(patience, pause) {
			return l.settle(ctx, nil, underWay())
		}
	}
}

// unwanted is what the write withdraws and has not taken yet.
func (l *lot) unwanted() []correlation.Parked {
	if len(l.held) == 0 {
		return nil
	}
	wanted := l.partsOf(l.becomes(l.wished()))
	return slices.DeleteFunc(slices.Clone(l.held), func(p correlation.Parked) bool {
		return wanted[p.Part] || slices.ContainsFunc(l.taken, func(t correlation.Parked) bool { return t.Ref == p.Ref })
	})
}

// wished is what is parked, as a resource.
func (l *lot) wished() scim.Resource {
	parts := make([]scim.Resource, len(l.held))
	for i, p := range l.held {
		parts[i] = l.part(p.Part)
	}
	return l.together(parts)
}

// settle ends the lot with what became of the write: only when it has happened is what it withdrew forgotten, and what
// is missing parked. Whoever came in the meantime did not see that somebody waits, so that is looked at once more.
func (l *lot) settle(ctx context.Context, missing []mappings.Ref, outcome error) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	if outcome != nil {
		_ = l.Links.Return(ctx, l.Scope, l.taken) // or it comes back by itself, after a while
		return outcome
	}
	if err := l.Links.Unpark(ctx, l.Scope, l.taken); err != nil {
		return err
	}
	l.tell("withdrawn", len(l.taken))
	if !l.parks() || len(missing) == 0 {
		return nil
	}
	parts := l.lacking(l.becomes(l.wished()), missing)
	for i := range parts {
		parts[i].Owner = l.owner
	}
	parked, err := l.Links.Park(ctx, l.Scope, parts, l.now().Add(l.Settings.Park))
	if err != nil {
		return err
	}
	l.tell("parked", len(parked))
	_, _ = l.deliver(ctx, parked) // SweepParked tries again
	return nil
}

func (e *Endpoint) tell(event string, n int) {
	if e.Parked != nil && n > 0 {
		e.Parked(event, n)
	}
}

// patched is what operations make of what is parked.
func (e *Endpoint) patched(ops []patch.Op) func(scim.Resource) scim.Resource {
	var about []patch.Op // which are about references
	for _, op := range ops {
		if at := op.Path.At; at.Attr == nil || e.Mapping.RefersAt(at) {
			about = append(about, op)
		}
	}
	return func(wished scim.Resource) scim.Resource {
		if after, _, err := patch.Apply(e.Mapping.Type(), wished, about); err == nil {
			return after
		}
		for _, op := range about { // one that finds no target among what is parked is about something else
			if after, _, err := patch.Apply(e.Mapping.Type(), wished, []patch.Op{op}); err == nil {
				wished = after
			}
		}
		return wished
	}
}

// withdraws reports whether operations may take away anything that is parked.
func (e *Endpoint) withdraws(ops []patch.Op) bool {
	return slices.ContainsFunc(ops, func(op patch.Op) bool {
		at := op.Path.At
		return at.Attr == nil || e.Mapping.RefersAt(at) && (op.Kind != patch.Add || !at.Attr.MultiValued || at.Sub != nil || op.Path.Filter != nil)
	})
}

// replaced is what a PUT of r makes of what is parked.
func (e *Endpoint) replaced(r scim.Resource) func(scim.Resource) scim.Resource {
	return func(wished scim.Resource) scim.Resource {
		after := e.replacement(e.ownPart(wished), e.ownPart(r), nil)
		for _, p := range e.largePaths() {
			v := valueAt(r, p)
			if v == nil {
				v = valueAt(wished, p)
			}
			setAt(after, p, v)
		}
		return after
	}
}

// overlaid is what the adoption of an account by a create of r makes of what is parked: what r does not mention stays.
func (e *Endpoint) overlaid(r scim.Resource) func(scim.Resource) scim.Resource {
	return func(wished scim.Resource) scim.Resource {
		after := wished.Clone()
		for _, p := range e.own(r) {
			setAt(after, p, valueAt(r, p))
		}
		return after
	}
}

// nothing is what the deletion of a resource makes of what is parked for it.
func nothing(scim.Resource) scim.Resource { return scim.NewObject() }
