package ledger

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
)

// longest is how long after its time an intent may be pending although all is well: a janitor looks after it every
// minute, unless it may still turn up or the application is away.
const longest = 10 * time.Minute

// Summary is how much Verify looked at, and how many findings there are of each kind.
type Summary struct {
	App      string       `json:"app"`
	Type     string       `json:"type"`
	Records  int          `json:"records"`
	Links    int          `json:"links"` // in use
	Findings map[Kind]int `json:"findings"`
}

// IsWrong reports whether there is a finding that somebody has to see to.
func (s Summary) IsWrong() bool {
	for kind, n := range s.Findings {
		if n > 0 && (Finding{Kind: kind}).IsWrong() {
			return true
		}
	}
	return false
}

// String is s in a line.
func (s Summary) String() string {
	text := fmt.Sprintf("%s %s: %d records, %d links", s.App, s.Type, s.Records, s.Links)
	for _, kind := range slices.Sorted(maps.Keys(s.Findings)) {
		text += fmt.Sprintf(", %d %s", s.Findings[kind], kind)
	}
	return text
}

// Verify compares the store with the application and tells what it finds as it finds it; done is told each Summary,
// and progress how many records and links were looked at. It writes nothing. It reads the records of a type once, and
// keeps some tens of bytes of each. What is created or deleted meanwhile may be found on one side alone.
func (l Ledger) Verify(ctx context.Context, progress func(n int), done func(Summary)) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		ctx := correlation.Durable(ctx)
		looked := 0
		for _, e := range l.Types {
			v := &verification{
				Endpoint: e, records: newSet(), links: newSet(), names: map[string]bool{},
				summary:  Summary{App: e.Scope.App, Type: e.Scope.Type, Findings: map[Kind]int{}},
				progress: func(n int) { looked += n; progress(looked) },
			}
			for _, p := range e.Mapping.Match() {
				v.match = append(v.match, newValues(p))
			}
			for _, step := range []func(context.Context) iter.Seq2[Finding, error]{v.application, v.twice, v.store, v.carriers, v.pending} {
				for f, err := range step(ctx) {
					f.App, f.Type = e.Scope.App, e.Scope.Type
					v.summary.Findings[f.Kind]++
					if !yield(f, err) || err != nil {
						return
					}
				}
			}
			done(v.summary)
		}
	}
}

// verification is that of one resource type.
type verification struct {
	*gateway.Endpoint
	records  set       // the keys that the application has
	match    []*values // of its records
	links    set       // the externalIds of links
	names    map[string]bool
	summary  Summary
	progress func(n int)
}

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

// store walks over all links, and finds those whose record is not there, and what a rebuild would not bring back.
func (v *verification) store(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for page, err := range pages(ctx, v.Endpoint, "") {
			var missing map[string]bool
			if err == nil {
				missing, err = v.missing(ctx, page)
			}
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for _, l := range page {
				if !l.Buried {
					v.summary.Links++
					v.carry(l)
				}
				if missing[l.ID] && !yield(v.orphan(l), nil) {
					return
				}
				if what := v.irreplaceable(l); what != "" && !missing[l.ID] {
					if !yield(Finding{Kind: Irreplaceable, IDs: []string{l.ID}, Keys: []string{string(l.Key)}, What: what}, nil) {
						return
					}
				}
			}
			v.progress(len(page))
		}
	}
}

// missing are the links in use of a page whose record is not there; one that was not among the records is asked for, and
// so is the link, since both may have changed.
func (v *verification) missing(ctx context.Context, page []correlation.Link) (map[string]bool, error) {
	var keys []connectors.Key
	for _, l := range page {
		if !l.Buried && !v.records.has(string(l.Key)) {
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

// irreplaceable is why a rebuild would not bring l back as it is; empty when it would.
func (v *verification) irreplaceable(l correlation.Link) string {
	switch {
	case l.Buried && v.Mapping.Remembers():
		return "only the store knows that this account is deleted"
	case l.Buried:
		return ""
	case v.Scope.Identity == correlation.Stored:
		return "only the store knows this id"
	case v.Scope.Identity == correlation.ByField && string(l.Key) == l.ID:
		return ""
	case v.Scope.Identity != correlation.ByKey && l.ID != v.Scope.Derive(l.Key, 1):
		return "this id does not follow from the key"
	case l.ExternalID != "":
		return "only the store knows the externalId"
	}
	return ""
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

// pending finds what nobody goes on with and should have been over for long.
func (v *verification) pending(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		underway, err := v.Links.Underway(ctx, v.Scope)
		if err != nil {
			yield(Finding{}, err)
			return
		}
		for _, u := range underway {
			if !isPending(u) || u.Lease > 0 || v.Clock().Sub(u.Lapsed) < v.Mapping.Settle()+longest {
				continue
			}
			f := Finding{Kind: Pending, Match: u.Payload, What: fmt.Sprintf("the intent %s began %s, and nobody goes on with it", u.ID, u.Began.Format(time.RFC3339))}
			if !yield(f, nil) {
				return
			}
		}
	}
}
