package ledger

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/diag"
)

// Imported is what became of the lines of a file.
type Imported struct {
	Lines     int `json:"lines"`
	New       int `json:"new"`
	Confirmed int `json:"confirmed"` // links that were there, and are claimed now or carry an externalId
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"` // each has a finding
}

// String is i in a line.
func (i Imported) String() string {
	return fmt.Sprintf("%d lines: %d new, %d confirmed, %d unchanged, %d not linked", i.Lines, i.New, i.Confirmed, i.Unchanged, i.Refused)
}

// Import links the accounts that a CSV file names to the ids that it gives them or that they would get, and answers with
// a finding for each line that cannot be. Every record is looked for in the application. When something is wrong with
// the file itself nothing is imported. Unless write is set nothing is stored, and everything else is the same.
//
// Lines are stored some hundred at a time, in their order. Whoever interrupts it can begin again: what is stored already
// is unchanged then.
func (l Ledger) Import(ctx context.Context, name string, r io.Reader, write bool, progress func(n int)) (Imported, diag.List, error) {
	f, found := readFile(name, r, l.Types)
	if found.HasErrors() {
		return Imported{Refused: len(found)}, found, nil
	}
	i := &importing{file: f, write: write, linked: map[account]int{}, walked: map[attribute]map[string][]gateway.Account{}}
	for part := range slices.Chunk(f.rows, batch) {
		if err := i.part(correlation.Durable(ctx), part); err != nil {
			return i.done, i.found.Sorted(), fmt.Errorf("stopped before line %d; run it again to go on: %w", part[0].at.Line, err)
		}
		progress(i.done.Lines)
	}
	return i.done, i.found.Sorted(), nil
}

// importing is one import under way.
type importing struct {
	*file
	write  bool
	done   Imported
	found  diag.List
	linked map[account]int // the lines that accounts were linked by
	walked map[attribute]map[string][]gateway.Account
}

type account struct {
	of  *gateway.Endpoint
	key connectors.Key
}

// part imports some lines.
func (i *importing) part(ctx context.Context, rows []row) error {
	before := len(i.found)
	rows, err := i.resolve(ctx, rows)
	if err != nil {
		return err
	}
	lines := len(rows) + len(i.found) - before
	var counted Imported
	for _, e := range i.types {
		of := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.of != e })
		links := make([]correlation.Link, len(of))
		for n, r := range of {
			links[n] = r.link
		}
		entries, err := e.Links.Enter(ctx, e.Scope, links, i.write)
		if err != nil {
			return err
		}
		for n, entry := range entries {
			switch entry.Outcome {
			case correlation.New:
				counted.New++
			case correlation.Confirmed:
				counted.Confirmed++
			case correlation.Unchanged:
				counted.Unchanged++
			default:
				i.found.Add(refused(of[n], entry))
			}
		}
	}
	i.done.Lines += lines
	i.done.New += counted.New
	i.done.Confirmed += counted.Confirmed
	i.done.Unchanged += counted.Unchanged
	i.done.Refused = len(i.found)
	return nil
}

// refused says why the store does not take a link.
func refused(r row, e correlation.Entry) diag.Finding {
	switch {
	case e.Outcome == correlation.KeyTaken:
		return wrong(r.at, "import/linked", "", "the account is linked to another id already, %s", visible(e.ID))
	case e.Buried:
		return wrong(r.at, "import/id-taken", "", "this id was that of an account that is deleted")
	default:
		return wrong(r.at, "import/id-taken", "", "this id is that of another account, with the key %s", visible(string(e.Key)))
	}
}
