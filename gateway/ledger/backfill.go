package ledger

import (
	"context"
	"iter"
	"strconv"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
)

// Backfilled is what a backfill of one resource type came to.
type Backfilled struct {
	App      string               `json:"app"`
	Type     string               `json:"type"`
	Identity correlation.Identity `json:"identity"` // where ids are not in a field there is nothing to fill
	Records  int                  `json:"records"`
	Held     int                  `json:"held"`    // of the records: had their id already
	Written  int                  `json:"written"` // got theirs
	Refused  int                  `json:"refused"` // are protected
}

func (Backfilled) header() []string {
	return []string{"app", "type", "identity", "records", "held", "written", "refused"}
}

func (b Backfilled) cells() []string {
	return []string{
		b.App, b.Type, string(b.Identity),
		strconv.Itoa(b.Records), strconv.Itoa(b.Held), strconv.Itoa(b.Written), strconv.Itoa(b.Refused),
	}
}

// Backfill writes the ids of all records that hold none yet into the field that is for them. Unless write is set it only
// counts them. It tells progress how many records it has looked at.
func (l Ledger) Backfill(ctx context.Context, write bool, progress func(n int)) iter.Seq2[Backfilled, error] {
	return func(yield func(Backfilled, error) bool) {
		before := 0
		for _, e := range l.Types {
			f, err := e.Backfill(ctx, write, func(f gateway.Filled) { progress(before + f.Records) })
			before += f.Records
			b := Backfilled{e.Scope.App, e.Scope.Type, e.Scope.Identity, f.Records, f.Held, f.Written, f.Refused}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}
