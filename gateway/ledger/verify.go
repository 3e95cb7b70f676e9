package ledger

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
)

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
			for _, step := range []func(context.Context) iter.Seq2[Finding, error]{v.application, v.twice, v.store, v.carriers, v.pending, v.notes} {
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
