package ledger

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
)

// application walks over all records, and finds those that no link leads to.
func (v *verification) application(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for page, err := range v.Accounts(ctx) {
			var unknown []Finding
			if err == nil {
				unknown, err = v.look(ctx, page)
			}
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for _, f := range unknown {
				if !yield(f, nil) {
					return
				}
			}
			v.summary.Records += len(page)
			v.progress(len(page))
		}
	}
}

// look remembers a page of records, and finds those without a link. Where the key is the id none needs one, and neither does a
// record that holds its id.
func (v *verification) look(ctx context.Context, page []gateway.Account) (unknown []Finding, err error) {
	keys := make([]connectors.Key, len(page))
	for i, a := range page {
		keys[i] = a.Key
		v.records.add(string(a.Key))
		for n, values := range v.match {
			values.add(a.Match[n])
		}
	}
	links, err := v.Links.ByKey(ctx, v.Scope, keys)
	if err != nil {
		return nil, err
	}
	for _, a := range page {
		if _, linked := links[a.Key]; !linked && !a.Holds {
			unknown = append(unknown, Finding{Kind: Unknown, Keys: []string{string(a.Key)}, Match: first(a.Match), What: "no link leads to this record"})
		}
	}
	return unknown, nil
}

func first(values []string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// twice asks the application for what came more than once.
func (v *verification) twice(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for _, values := range v.match {
			suspects := slices.Sorted(maps.Values(values.again))
			found, err := with(ctx, v.Endpoint, values.at, suspects)
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for _, value := range suspects {
				if accounts := found[value]; len(accounts) > 1 && !yield(duplicate(values.at.String(), value, accounts), nil) {
					return
				}
			}
		}
	}
}

func duplicate(attribute, value string, accounts []gateway.Account) Finding {
	f := Finding{Kind: Duplicate, Match: value, What: fmt.Sprintf("%d records with one %s", len(accounts), attribute)}
	for _, a := range accounts {
		f.Keys = append(f.Keys, string(a.Key))
	}
	slices.Sort(f.Keys)
	return f
}
