package gateway

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Endpoint is one resource type at one app. Siblings are the endpoints of the same app by resource type, itself
// included: references lead there. It is safe for concurrent use. The error of every verb is a *scim.Error.
type Endpoint struct {
	Scope    correlation.Scope
	Mapping  *mappings.Mapping
	Entity   connectors.Entity
	Graves   connectors.Entity // deleted records, where a create looks for one; else nil
	Links    correlation.Store
	Limits   Limits
	Holds    *Holds // outlives the Runtime; nil: there are none
	Settings mappings.Settings
	Siblings map[string]*Endpoint
	Clock    func() time.Time
	Walks    *Walks    // outlives the Runtime; nil: every page is counted
	Rebuilds *Rebuilds // outlives the Runtime; nil: what the store has lost stays lost
	// Parked counts what becomes of references that lead nowhere: parked, applied, withdrawn, refused, expired; nil:
	// nobody counts.
	Parked func(event string, n int)
}

func (e *Endpoint) now() time.Time { return e.Clock().UTC() }

// resolve finds the native key of an id for a write. Writes never trust the cache.
func (e *Endpoint) resolve(ctx context.Context, id string) (connectors.Key, error) {
	ctx = correlation.Durable(ctx)
	if e.isAnchored() {
		_, records, err := e.reach(ctx, []string{id}, connectors.Need{})
		if record, ok := records[id]; ok || err != nil {
			return record.Key, err
		}
		return "", e.unknown(id)
	}
	links, err := e.byID(ctx, []string{id})
	if err != nil {
		return "", err
	}
	link, ok := links[id]
	if !ok || link.Buried {
		return "", e.unknown(id)
	}
	return link.Key, nil
}

// load finds the record of an id for a read. A cached link may be out of date, and would then lead to nobody or to
// another person: it is believed only when the record's match values are those that it was verified with. Another record
// with the same key may have the same ones, so where keys do not last nothing is cached.
func (e *Endpoint) load(ctx context.Context, id string, n connectors.Need) (connectors.Record, error) {
	asking := ctx
	if !e.lasting() && e.Scope.Identity != correlation.ByKey {
		asking = correlation.Durable(ctx)
	}
	links, records, err := e.reach(asking, []string{id}, n)
	if err != nil {
		return connectors.Record{}, err
	}
	link, ok := links[id]
	if !ok {
		return connectors.Record{}, e.unknown(id)
	}
	record, found := records[id]
	check := ""
	if found {
		check = e.Mapping.Check(record)
	}
	switch {
	case link.Cached && found && link.Check != "" && link.Check == check:
		return record, nil
	case link.Cached && !correlation.IsDurable(ctx):
		return e.load(correlation.Durable(ctx), id, n)
	case !found:
		return connectors.Record{}, e.unknown(id).Because(connectors.Errorf(connectors.NotFound, "get", "the record of the link is not there"))
	}
	if check != "" && e.lasting() {
		link.Check = check
		e.Links.Verified(ctx, e.Scope, []correlation.Link{link})
	}
	return record, nil
}

// answer makes a resource of a record that was read with FullNeed and whatever else v wants, and lets its large
// attributes stream behind it.
func (e *Endpoint) answer(ctx context.Context, record connectors.Record, v View, refs *references) (Answer, error) {
	refs.read(e.Scope.Type, record)
	resources, err := e.Mapping.Resources(ctx, []connectors.Record{record}, v.Selection, refs)
	if err != nil {
		return Answer{}, err
	}
	a := e.dress(resources[0], e.entityTag(record), v, refs)
	for _, p := range e.largeWanted(v) {
		a.stream(p.Attr.Name, e.elements(ctx, p, record.Key, v, refs))
	}
	return a, nil
}

// dress adds to a resource what only the gateway knows, and takes off what the client does not want. version may be
// empty.
func (e *Endpoint) dress(r scim.Resource, version string, v View, refs *references) Answer {
	rt := e.Mapping.Type()
	a := Answer{Version: version, Location: e.stamp(r, version, refs)}
	a.Resource = v.Returned(rt, r)
	return a
}

// stamp sets the location and the version, which may be empty, and returns the location.
func (e *Endpoint) stamp(r scim.Resource, version string, refs *references) string {
	rt := e.Mapping.Type()
	location := refs.address(rt.Name, r.Text("id"))
	meta := r.Object("meta")
	if meta == nil {
		meta = scim.NewObject("resourceType", rt.Name)
		r.Set("meta", meta)
	}
	meta.Set("location", location)
	if version != "" {
		meta.Set("version", version)
	}
	return location
}

// readNeed is what one resource is read with: its entity tag does not depend on the view.
func (e *Endpoint) readNeed(v View) connectors.Need {
	return e.Mapping.WholeNeed(v.Selection)
}

// everything selects all that a write compares.
func (e *Endpoint) everything() schema.Selection {
	return schema.Selection{Attributes: pathsOf(e.Mapping.Type(), nil)}
}
