package gateway

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// arrived gives others what they lacked as long as nobody had this id. The resource is there whatever comes of that:
// what fails, or takes too long, is left to SweepParked.
func (e *Endpoint) arrived(ctx context.Context, id string) {
	if e.Settings.Park == 0 {
		return
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	if waiting, err := e.Links.Awaiting(ctx, e.Scope, id); err == nil {
		_, _ = e.deliver(ctx, waiting)
	}
}

// SweepParked goes through what is parked for resources of this type. It stores what can be stored by now, because what
// it refers to has come by another way than a create, or could not be stored then; it forgets what has expired, and
// everything where the app file does not ask to park any more. It returns how much is left. An error tells of what is to
// be tried again. Any number of replicas may do it at once.
func (e *Endpoint) SweepParked(ctx context.Context) (left int, err error) {
	ctx = connectors.During(toWrite(ctx), e.now())
	expired, err := e.Links.Expire(ctx, e.Scope)
	if err != nil {
		return 0, err
	}
	e.tell("expired", expired)
	var failed []error
	for after := ""; ; {
		page, err := e.Links.AllParked(ctx, e.Scope, after, keyBatch)
		if err != nil || len(page) == 0 {
			return left, errors.Join(append(failed, err)...)
		}
		after = page[len(page)-1].Ref
		done := 0
		if e.parks() {
			done, err = e.deliver(ctx, page)
		} else {
			done, err = e.forget(ctx, page)
		}
		left += len(page) - done
		failed = append(failed, err)
	}
}

// forget withdraws what nobody stores at the moment.
func (e *Endpoint) forget(ctx context.Context, parked []correlation.Parked) (done int, err error) {
	taken, err := e.Links.Take(ctx, e.Scope, parked, takenFor)
	if err == nil {
		err = e.Links.Unpark(ctx, e.Scope, taken)
	}
	if err != nil {
		return 0, err
	}
	e.tell("withdrawn", len(taken))
	return len(taken), nil
}

// delivery is what one resource lacked and can have now.
type delivery struct {
	*Endpoint
	owner string // its id
	parts []held
}

// held is a part that was parked.
type held struct {
	correlation.Parked
	part scim.Resource
}

// deliver stores what is parked for resources of any type of the app as far as what it refers to is there, and returns how
// much need not be kept any more. An error about one resource keeps it from no other.
func (e *Endpoint) deliver(ctx context.Context, parked []correlation.Parked) (done int, err error) {
	refs := e.references("")
	deliveries, err := e.ready(ctx, parked, refs)
	if err != nil {
		return 0, err
	}
	var failed []error
	for _, d := range deliveries {
		n, err := d.deliver(ctx, d.parts, refs)
		done += n
		failed = append(failed, err)
	}
	return done, errors.Join(failed...)
}

// ready are the parts all of whose references lead somewhere. The references are looked up together.
func (e *Endpoint) ready(ctx context.Context, parked []correlation.Parked, refs *references) ([]*delivery, error) {
	at := map[identity]*delivery{}
	var list []*delivery
	var all []mappings.Ref
	for _, p := range parked {
		sibling, owner := e.Siblings[p.Type], identity{p.Type, p.Owner}
		if sibling == nil {
			continue // the app file had this type once
		}
		if at[owner] == nil {
			at[owner] = &delivery{Endpoint: sibling, owner: p.Owner}
			list = append(list, at[owner])
		}
		h := held{p, sibling.part(p.Part)}
		at[owner].parts = append(at[owner].parts, h)
		all = append(all, sibling.Mapping.References(h.part)...)
	}
	missing, err := refs.missing(ctx, all)
	if err != nil {
		return nil, err
	}
	gone := identities(missing)
	for _, d := range list {
		d.parts = slices.DeleteFunc(d.parts, func(h held) bool { return gone.holdsAny(d.Mapping.References(h.part)) })
	}
	return slices.DeleteFunc(list, func(d *delivery) bool { return len(d.parts) == 0 }), nil
}

// deliver stores parts that nobody else has taken, and forgets them when that is done or can never be. Together at first;
// when something is refused one by one, so that it keeps back nothing else.
func (d *delivery) deliver(ctx context.Context, parts []held, refs *references) (done int, err error) {
	taken, err := d.take(ctx, parts)
	if len(taken) == 0 || err != nil {
		return 0, err
	}
	resources, parked := make([]scim.Resource, len(taken)), make([]correlation.Parked, len(taken))
	for i, h := range taken {
		resources[i], parked[i] = h.part, h.Parked
	}
	event := "applied"
	if err := d.failure(d.store(ctx, d.together(resources), refs)); err != nil {
		if !final(err) || len(taken) > 1 {
			returned := d.Links.Return(ctx, d.Scope, parked)
			if !final(err) || returned != nil {
				return 0, errors.Join(err, returned)
			}
			return d.oneByOne(ctx, taken, refs)
		}
		event = "refused"
	}
	if err := d.Links.Unpark(ctx, d.Scope, parked); err != nil {
		return 0, err // it will be stored again, which changes nothing
	}
	d.tell(event, len(taken))
	return len(taken), nil
}

func (d *delivery) oneByOne(ctx context.Context, parts []held, refs *references) (done int, err error) {
	var failed []error
	for i := range parts {
		n, err := d.deliver(ctx, parts[i:i+1], refs)
		done += n
		failed = append(failed, err)
	}
	return done, errors.Join(failed...)
}

func (d *delivery) take(ctx context.Context, parts []held) ([]held, error) {
	parked, byRef := make([]correlation.Parked, len(parts)), map[string]scim.Resource{}
	for i, h := range parts {
		parked[i], byRef[h.Ref] = h.Parked, h.part
	}
	taken, err := d.Links.Take(ctx, d.Scope, parked, takenFor)
	mine := make([]held, len(taken))
	for i, p := range taken {
		mine[i] = held{p, byRef[p.Ref]}
	}
	return mine, err
}

// final reports whether trying again is of no use: the resource is gone, or it cannot be so.
func final(err error) bool {
	e, ok := errors.AsType[*scim.Error](err)
	return ok && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests
}

// store adds to the resource what it lacked, as a PATCH would. A single value that it has got meanwhile stays. refs know
// the references.
func (d *delivery) store(ctx context.Context, lacked scim.Resource, refs *references) error {
	key, err := d.resolve(ctx, d.owner)
	if err != nil {
		return err
	}
	own, rows, _, err := d.split(d.additions(lacked))
	if err != nil {
		return err
	}
	v := View{NoBody: true, Edge: &scim.Edge{Strict: d.Settings.Strict}}
	if len(own) == 0 {
		_, err := d.writeRows(ctx, key, rows, v, refs)
		return err
	}
	_, err = d.revise(key, v, refs, func(before scim.Resource) (revised, error) {
		open := slices.DeleteFunc(slices.Clone(own), func(op patch.Op) bool {
			return !op.Path.At.Attr.MultiValued && valueAt(before, op.Path.At) != nil
		})
		after, touched, err := patch.Apply(d.Mapping.Type(), before, open)
		if err != nil {
			return revised{}, err
		}
		claimOrigins(before, after)
		return revised{after: after, touched: touched, rows: rows}, nil
	}).run(ctx)
	return err
}
