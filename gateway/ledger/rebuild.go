package ledger

import (
	"context"
	"iter"
	"strconv"

	"github.com/scimgate/scimgate/correlation"
)

// Rebuilt is what a rebuild of one resource type came to.
type Rebuilt struct {
	App     string `json:"app"`
	Type    string `json:"type"`
	Records int    `json:"records"` // that the application has
	New     int    `json:"new"`     // of them, those that the store had no link of
	// Identity is where its ids come from. Those that are keys, or are the store's alone, cannot be rebuilt.
	Identity correlation.Identity `json:"identity"`
}

func (Rebuilt) header() []string { return []string{"app", "type", "identity", "records", "new"} }
func (r Rebuilt) cells() []string {
	return []string{r.App, r.Type, string(r.Identity), strconv.Itoa(r.Records), strconv.Itoa(r.New)}
}

// Rebuild reads all records of each type whose ids follow from keys, and stores the links that are missing. It tells
// progress how many records it has read. It waits for nobody: where a replica rebuilds a type already, that is an error.
func (l Ledger) Rebuild(ctx context.Context, progress func(n int)) iter.Seq2[Rebuilt, error] {
	return func(yield func(Rebuilt, error) bool) {
		before := 0
		for _, e := range l.Types {
			r := Rebuilt{App: e.Scope.App, Type: e.Scope.Type, Identity: e.Scope.Identity}
			if e.CanRebuild() {
				how, err := e.Rebuild(ctx, true, func(how correlation.Scan) { progress(before + how.Records) })
				if err != nil {
					yield(r, err)
					return
				}
				r.Records, r.New = how.Records, how.New
				before += how.Records
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}
