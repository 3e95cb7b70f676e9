package ledger

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// store walks over the links in use, and finds those whose record is not there.
func (v *verification) store(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for page, err := range pages(ctx, v.Endpoint, correlation.InUse) {
			var missing map[string]bool
			if err == nil {
				missing, err = v.missing(ctx, page)
			}
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for _, l := range page {
				v.carry(l)
				if missing[l.ID] && !yield(v.orphan(l), nil) {
					return
				}
			}
			v.summary.Links += len(page)
			v.progress(len(page))
		}
	}
}

// missing are the links of a page whose record is not there; one that was not among the records is asked for, and
// so is the link, since both may have changed.
func (v *verification) missing(ctx context.Context, page []correlation.Link) (map[string]bool, error) {
	var keys []connectors.Key
	for _, l := range page {
		if !v.records.has(string(l.Key)) {
			keys = append(keys, l.Key)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	there, err := v.AccountsAt(ctx, keys)
	if err != nil {
		return nil, err
	}
	held, err := v.Links.ByKey(ctx, v.Scope, keys)
	if err != nil {
		return nil, err
	}
	missing := map[string]bool{}
	for _, k := range keys {
		if _, found := there[k]; !found {
			missing[held[k].ID] = true
		}
	}
	return missing, nil
}

func (v *verification) orphan(l correlation.Link) Finding {
	what := "the application has no record with the key of this link"
	if l.Claimed {
		what += ", which is claimed"
	}
	return Finding{Kind: Orphan, IDs: []string{l.ID}, Keys: []string{string(l.Key)}, What: what}
}

// carry notes the externalId of a link.
func (v *verification) carry(l correlation.Link) {
	if l.ExternalID != "" && v.links.add(l.ExternalID) {
		v.names[l.ExternalID] = true
	}
}

// carriers asks the store for the links of an externalId that came more than once.
func (v *verification) carriers(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(v.names)) {
			links, err := v.Links.ByExternalID(ctx, v.Scope, name)
			if err != nil {
				yield(Finding{}, err)
				return
			}
			if len(links) < 2 {
				continue
			}
			f := Finding{Kind: Duplicate, Match: name, What: fmt.Sprintf("%d links with one externalId", len(links))}
			for _, l := range links {
				f.IDs, f.Keys = append(f.IDs, l.ID), append(f.Keys, string(l.Key))
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}
