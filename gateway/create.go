package gateway

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Create makes a resource of r, which is canonical (RFC 7644 §3.3). It happens once, however often it is asked for
// and wherever it is interrupted: an intent in the durable store serialises the replicas, the application is asked
// for the account before it is created, and what an interrupted attempt left behind is taken over.
func (e *Endpoint) Create(ctx context.Context, r scim.Resource, v View) (Answer, error) {
	return e.write(ctx, v, func(ctx context.Context, e *Endpoint) (Answer, error) { return e.create(ctx, r, v) })
}

func (e *Endpoint) create(ctx context.Context, r scim.Resource, v View) (Answer, error) {
	rt := e.Mapping.Type()
	if err := e.Limits.resource(r); err != nil {
		return Answer{}, err
	}
	if err := schema.Validate(rt, r); err != nil {
		return Answer{}, err
	}
	if err := e.Mapping.Fits(r, v.Edge); err != nil {
		return Answer{}, err
	}
	refs := e.references(v.Base)
	missing, err := refs.missing(ctx, e.Mapping.References(r))
	if err != nil {
		return Answer{}, err
	}
	if err := e.passOver(missing, v.Edge); err != nil {
		return Answer{}, err
	}
	c := creation{Endpoint: e, resource: r, asked: r, view: v, refs: refs}
	if len(missing) > 0 {
		c.resource = e.without(missing, r)
		if err := schema.Validate(rt, c.resource); err != nil {
			return Answer{}, err
		}
	}
	c.view.Sent = sent(rt, c.resource)
	record, err := c.run(ctx)
	if err != nil {
		return Answer{}, err
	}
	e.Walks.wrote(e.Scope, true)
	record, link, err := c.link(ctx, record)
	if err := c.parked(link.ID).settle(ctx, missing, err); err != nil {
		return Answer{}, err
	}
	e.arrived(ctx, link.ID)
	a, err := e.answer(ctx, record, c.view, refs)
	a.Adopted = c.adopted
	return a, err
}

// creation is one create under way.
type creation struct {
	*Endpoint
	resource scim.Resource
	asked    scim.Resource // with the references that lead nowhere
	view     View
	refs     *references
	match    filter.Expr // finds the account; nil without a match value
	proposal correlation.Intent
	intent   correlation.Intent
	adopted  bool
	id       string // of the record that lives again
	lot      *lot   // of the account that existed

	confirmed func() (struct{}, error) // waits until the intent is on the disk; nil while there is none
}

// run returns the record that stands for the resource from now on, and is yet to be linked to its id.
func (c *creation) run(ctx context.Context) (record connectors.Record, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	defer func() {
		if c.confirmed == nil {
			return
		}
		if _, unconfirmed := c.confirmed(); err == nil {
			err = unconfirmed
		}
	}()
	probe, match, ok := c.Mapping.Probe(c.resource)
	c.match = probe
	if !ok {
		c.intent = correlation.Intent{Scope: c.Scope}
		return c.insert(ctx)
	}
	existing, err := c.begin(ctx, match)
	if err != nil {
		return connectors.Record{}, err
	}
	if len(existing) > 0 {
		return c.take(ctx, existing)
	}
	if wait := c.unsettled(c.intent); wait > 0 && !c.Mapping.IsDistinct(c.resource) {
		return connectors.Record{}, c.abandon(ctx, c.intent, unavailable("an earlier request for the same account was not answered; its outcome has to be known first", wait))
	}
	if c.intent.Left != "" { // and was deleted since
		if err := c.renew(ctx); err != nil {
			return connectors.Record{}, err
		}
	}
	record, err = c.reviveOrInsert(ctx)
	if err == nil && c.intent.Resumed && c.id == "" {
		record, err = c.anew(ctx, record)
	}
	if !errors.Is(err, connectors.Conflict) {
		return record, err
	}
	// Somebody may have been faster, or what is taken is something else than a match value.
	existing, unseen := c.probe(ctx, probe, c.refs)
	if unseen != nil || len(existing) == 0 {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	c.intent.Born = time.Time{}
	return c.take(ctx, existing)
}

// begin takes the intent and finds the accounts that exist. Where the application itself keeps accounts apart both
// happen at once: what comes between them is refused by the application. Then the intent need not be on the disk before
// anything is sent either, but it is before anything is told.
func (c *creation) begin(ctx context.Context, match string) (existing []connectors.Record, err error) {
	distinct := c.Mapping.IsDistinct(c.resource)
	relaxed := distinct && c.Mapping.Adopt() != "never"
	c.proposal = correlation.Intent{Match: match, Payload: filter.Print(c.match), Relaxed: relaxed}
	looking, stop := context.WithCancel(ctx)
	defer stop()
	begin := func() (waited bool, err error) {
		if waited, err = c.hold(ctx); err != nil {
			stop()
		}
		return waited, err
	}
	if distinct {
		begin = meanwhile(begin)
		defer func() { _, _ = begin() }()                         // it is over before we are
		existing, err = c.probe(looking, c.match, c.refs.fresh()) // references are for one at a time
	}
	waited, refused := begin()
	if refused != nil {
		return nil, refused
	}
	if waited || !distinct { // what was found before says nothing
		existing, err = c.probe(ctx, c.match, c.refs)
	}
	if err != nil {
		return nil, c.abandon(ctx, c.intent, err)
	}
	return existing, nil
}

// hold takes the intent, and begins to confirm it.
func (c *creation) hold(ctx context.Context) (waited bool, err error) {
	i, waited, err := c.Endpoint.begin(ctx, c.proposal, c.taken)
	if err != nil {
		return waited, err
	}
	c.intent, c.confirmed = i, meanwhile(func() (struct{}, error) {
		ctx, cancel := lasting(ctx)
		defer cancel()
		return struct{}{}, c.Links.Confirm(ctx, i)
	})
	return waited, nil
}

// meanwhile begins with f now; the answer waits for its end.
func meanwhile[T any](f func() (T, error)) func() (T, error) {
	var result T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		result, err = f()
	}()
	return func() (T, error) {
		<-done
		return result, err
	}
}

// insert creates the record. After a Conflict the intent is still held.
func (c *creation) insert(ctx context.Context) (connectors.Record, error) {
	change, err := c.Mapping.Insert(ctx, c.resource, c.refs, c.now())
	if err != nil {
		return connectors.Record{}, c.abandon(ctx, c.intent, err)
	}
	change.Token, change.Answer = c.intent.ID, c.readNeed(c.view)
	if c.Scope.Identity == correlation.ByField {
		c.Mapping.GiveID(&change, uuid.NewString())
	}
	c.intent.Born = c.now()
	record, err := c.Entity.Create(ctx, change)
	switch {
	case errors.Is(err, connectors.Conflict):
		return record, err
	case err != nil:
		if p, ok := c.unlisted(err, c.view.Edge); ok && c.drop(p) {
			return c.insert(ctx)
		}
		return record, c.release(ctx, c.intent, err)
	}
	return record, nil
}

// drop takes a value out of the resource that the application does not know, if it is there and not required.
func (c *creation) drop(p schema.Path) bool {
	rt, left := c.Mapping.Type(), c.resource.Clone()
	if _, given := subAt(left, p); !given {
		return false
	}
	keepAt(rt, left, scim.NewObject(), p)
	if schema.Validate(rt, left) != nil {
		return false
	}
	c.resource = left
	return true
}

// link claims the record for its id, and meanwhile reads what is not known of it yet.
func (c *creation) link(ctx context.Context, record connectors.Record) (connectors.Record, correlation.Link, error) {
	var err error
	need := c.readNeed(c.view)
	if !covers(record, c.Mapping.AnchorNeed()) { // which says what the id hangs on
		if record, err = c.complete(ctx, record, need); err != nil {
			return record, correlation.Link{}, err
		}
	}
	created := record
	bound := meanwhile(func() (correlation.Link, error) { return c.bind(ctx, created) })
	defer func() { _, _ = bound() }() // it is over before we are
	if !covers(record, need) {
		record, err = c.complete(ctx, record, need)
	}
	link, unbound := bound()
	if err := errors.Join(unbound, err); err != nil {
		return record, link, err
	}
	c.refs.note(c.Scope.Type, link.ID, created.Key)
	return record, link, nil
}

// parked is the lot of the resource, which has its id now.
func (c *creation) parked(id string) *lot {
	if c.lot == nil {
		c.lot = c.lotOf("", c.overlaid(c.asked))
	}
	c.lot.owner = id
	return c.lot
}

// complete is record with all of need, and with the name that it has: that is about to be stored.
func (c *creation) complete(ctx context.Context, record connectors.Record, need connectors.Need) (connectors.Record, error) {
	whole, err := c.reread(ctx, record.Key, need)
	if err == nil && c.Mapping.HasNames() {
		whole.Fields[mappings.NameField] = record.Fields[mappings.NameField]
	}
	return whole, err
}

// bind claims the record for its id and completes the intent. The record exists: whether the client still waits
// does not matter.
func (c *creation) bind(ctx context.Context, record connectors.Record) (correlation.Link, error) {
	anchor, err := c.anchor(record)
	if err != nil {
		return correlation.Link{}, err
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	id := cmp.Or(c.Mapping.HeldID(record), c.id)
	i := c.intent
	i.Scope = c.naming(ctx)
	link, err := c.Links.Bind(ctx, i, correlation.Link{ID: id, Key: anchor, ExternalID: c.Mapping.NameOf(record), Claimed: true})
	if err == nil && c.Mapping.HasNames() && link.ExternalID != c.Mapping.NameOf(record) { // that it had before it was deleted
		err = c.rename(ctx, record, "")
	}
	return link, err
}
