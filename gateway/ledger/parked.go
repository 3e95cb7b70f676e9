package ledger

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"github.com/scimgate/scimgate/correlation"
)

// Waiting is a reference to a resource that is not there yet.
type Waiting struct {
	App     string          `json:"app"`
	Type    string          `json:"type"`
	ID      string          `json:"id"`     // of the resource that has the reference
	Awaits  string          `json:"awaits"` // the id that nobody has
	Part    json.RawMessage `json:"part"`   // what the resource is to get then
	Since   time.Time       `json:"since"`
	Expires time.Time       `json:"expires"`
}

func (Waiting) header() []string {
	return []string{"app", "type", "id", "awaits", "part", "since", "expires"}
}
func (w Waiting) cells() []string {
	return []string{w.App, w.Type, w.ID, w.Awaits, string(w.Part), w.Since.Format(time.RFC3339), w.Expires.Format(time.RFC3339)}
}

// Parked are the references that wait for what they refer to, those included that have expired and are yet to be
// forgotten; at most limit of them, 0 for all. They are read as they are asked for.
func (l Ledger) Parked(ctx context.Context, limit int) iter.Seq2[Waiting, error] {
	return func(yield func(Waiting, error) bool) {
		n := 0
		for _, e := range l.Types {
			for after := ""; ; {
				page, err := e.Links.AllParked(ctx, e.Scope, after, batch)
				if err != nil {
					yield(Waiting{}, err)
					return
				}
				for _, p := range page {
					after = p.Ref
					if !yield(waiting(e.Scope, p), nil) {
						return
					}
					if n++; n == limit {
						return
					}
				}
				if len(page) < batch {
					break
				}
			}
		}
	}
}

func waiting(s correlation.Scope, p correlation.Parked) Waiting {
	return Waiting{App: s.App, Type: p.Type, ID: p.Owner, Awaits: p.ID, Part: json.RawMessage(p.Part), Since: p.Since.UTC(), Expires: p.Expires.UTC()}
}
