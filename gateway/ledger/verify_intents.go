package ledger

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// longest is how long after its time an intent may be pending although all is well: a janitor looks after it every
// minute, unless it may still turn up or the application is away.
const longest = 10 * time.Minute

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
