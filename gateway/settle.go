package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim/filter"
)

// The link of a new record is told before the disk has it. The intent is on the disk, and says how the application is
// asked for the record; from its key follows the same id again. So what the store does not know is nobody's only when
// no pending intent left it behind.

// byID finds links by id, those included that were told and then lost with the power.
func (e *Endpoint) byID(ctx context.Context, ids []string) (map[string]correlation.Link, error) {
	links, err := e.Links.ByID(ctx, e.Scope, ids)
	if err != nil || !slices.ContainsFunc(ids, func(id string) bool { return links[id].ID == "" && correlation.LooksDerived(id) }) {
		return links, err
	}
	if found, err := e.settle(ctx); !found || err != nil {
		return links, err
	}
	return e.Links.ByID(ctx, e.Scope, ids)
}

// settle gives links to the records that pending intents may have left behind, and reports whether there are any. The
// intents stay pending, so that whoever repeats one of the creates gets the record. One that is nobody's any more needs
// no second look.
func (e *Endpoint) settle(ctx context.Context) (found bool, err error) {
	pending, err := e.Links.Pending(ctx, e.Scope)
	if len(pending) == 0 || err != nil {
		return false, err
	}
	ctx = connectors.Fresh(ctx)
	var keys []connectors.Key
	for _, i := range pending {
		left, err := e.leftBehind(ctx, i)
		if err != nil {
			return false, err
		}
		keys = append(keys, left...)
	}
	if _, err := e.Links.See(ctx, e.Scope, keys); err != nil {
		return false, err
	}
	for _, i := range pending {
		if i.Lease > 0 {
			continue
		}
		if err := e.Links.Settled(ctx, i); err != nil {
			return false, err
		}
	}
	return len(keys) > 0, nil
}

// leftBehind are the keys of the records that an intent is about. An intent of an app file that was another one then is
// about none.
func (e *Endpoint) leftBehind(ctx context.Context, i correlation.Intent) ([]connectors.Key, error) {
	match, err := filter.Parse(i.Payload, nil)
	if err != nil {
		return nil, nil //nolint:nilerr // see above
	}
	if match, err = filter.Bind(e.Mapping.Type(), match, nil); err != nil {
		return nil, nil //nolint:nilerr // see above
	}
	records, err := e.probe(ctx, match, e.references(""))
	keys := make([]connectors.Key, len(records))
	for n, r := range records {
		keys[n] = r.Key
	}
	return keys, err
}
