package rest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// writer carries out one change. It reads what it must know and plans, and only then makes one call after the other,
// each with what would take it back.
type writer struct {
	*reader
	recall *recall
	op     string // for errors
	change connectors.Change
	undo   []func(context.Context) error
	answer connectors.Fields // what the last call told of the record; none when it was about something else
	undoes bool              // it takes back what another has written
	// claimed is what others may not write meanwhile; nil where nobody else knows of the record, or nothing is sent.
	claimed   *claim
	showsRows bool // the edit sees rows
	stale     bool // a write was refused because what had been read is no longer so
}

// writer is a writer whose reads and calls go where those of r go.
func (r *reader) writer(verb string, c *claim) *writer {
	m := &recall{sender: r.sender, fresh: c != nil && c.made}
	r.sender = m
	return &writer{reader: r, recall: m, op: verb + " " + r.e.spec.Entity, claimed: c}
}

// undoing is how long it may take to take a write back. The request that began it may have ended before.
const undoing = 20 * time.Second

// did notes that something was written, and how it is taken back.
func (w *writer) did(undo func(context.Context) error) { w.undo = append(w.undo, undo) }

// settle is the error of a write that ended in the middle: err itself when all that was done is taken back, else that
// nobody knows. Where nobody knows what became of the last call, all is left as it is, for a retry to go on from.
func (w *writer) settle(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, connectors.OutcomeUnknown) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoing)
	defer cancel()
	for _, undo := range slices.Backward(w.undo) {
		if failed := undo(ctx); failed != nil {
			return connectors.Errorf(connectors.OutcomeUnknown, w.op, "%v; and what was done before could not be taken back: %v", err, failed)
		}
	}
	return err
}

// errLost is that what was there before is not known.
var errLost = errors.New("what was there before is not known")

// stays is the undo of what cannot be taken back.
func stays(what string) func(context.Context) error {
	return func(context.Context) error { return fmt.Errorf("%s: %w", what, errLost) }
}

// invalid is an error about a field of what is written.
func (w *writer) invalid(field, format string, args ...any) error {
	err := connectors.Errorf(connectors.Invalid, w.op, format, args...)
	err.Field = field
	return err
}

func qualified(relation, field string) string {
	if relation == "" {
		return field
	}
	return relation + "/" + field
}
