package ledger

import (
	"context"
	"iter"

	"github.com/scimgate/scimgate/correlation"
)

// Wrong is found without what is good to know and not wrong.
func Wrong(found iter.Seq2[Finding, error]) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for f, err := range found {
			if (err != nil || f.IsWrong()) && !yield(f, err) {
				return
			}
		}
	}
}

// notes walks over all links once more, and finds what a rebuild would not bring back: there may be as many as links, so
// that they come last.
func (v *verification) notes(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for l, err := range links(ctx, v.Endpoint, "") {
			if err != nil {
				yield(Finding{}, err)
				return
			}
			what := v.irreplaceable(l)
			if what == "" || !l.Buried && !v.records.has(string(l.Key)) {
				continue
			}
			if !yield(Finding{Kind: Irreplaceable, IDs: []string{l.ID}, Keys: []string{string(l.Key)}, What: what}, nil) {
				return
			}
		}
	}
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
