package rest

import (
	"context"
	"errors"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
)

// What can only be written as a whole, a list of members or a record that is sent with all its fields, is read before.
// Between the two nobody else may write it, on other replicas neither: a claim is made before what is to be written back
// is read, and the calls that write are made while it lasts. Other writes need none.

// claim is one writer's to a record.
type claim struct {
	locker connectors.Locker // nil: there are no other replicas
	name   string
	d      time.Duration // of a call at most
	at     *lock
	turn   connectors.Turn
	made   bool
	late   bool // an answer was not there in time
}

// fairShare is how many turns the writers of one replica have before those of the others are let in.
const fairShare = 8

// errAgain says that something was read too early. Nothing was written yet.
var errAgain = errors.New("what was read before the claim may be old")

// claim makes sure that nobody else writes what is read from now on. Where something was read that counts, the error is
// errAgain the first time.
func (w *writer) claim(ctx context.Context, counts bool) error {
	c := w.claimed
	if c == nil || c.made {
		return nil
	}
	if err := c.make(ctx); err != nil {
		return err
	}
	w.recall.anew()
	if counts && c.turn != nil {
		return errAgain
	}
	return nil
}

func (c *claim) make(ctx context.Context) (err error) {
	if c.locker == nil {
		c.made = true
		return nil
	}
	if c.at.turns >= fairShare {
		if err := c.locker.GiveWay(ctx); err != nil {
			return err
		}
		c.at.turns = 0
	}
	if c.turn, err = c.locker.Lock(ctx, c.name, c.d); err != nil {
		return err
	}
	c.at.turns++
	c.made = true
	return nil
}

// end lets the next one in, unless the application may still be at work on what it did not answer in time: then the turn
// runs out.
func (c *claim) end() {
	if c.turn != nil && !c.late {
		c.turn.End()
	}
}

// post sends a call that writes. With a claim it is not made when the claim does not last for as long as it may take,
// and not broken off when whoever asked for it leaves.
func (w *writer) post(ctx context.Context, q request) (answer, error) {
	if w.claimed == nil || w.claimed.turn == nil {
		return w.send(ctx, q)
	}
	if err := ctx.Err(); err != nil {
		return answer{}, err
	}
	ctx, cancel, err := w.claimed.turn.During(context.WithoutCancel(ctx), w.claimed.d)
	if err != nil {
		return answer{}, err
	}
	defer cancel()
	a, err := w.send(ctx, q)
	if errors.Is(err, connectors.OutcomeUnknown) && (door.Late(err) || ctx.Err() != nil) {
		w.claimed.late = true
	}
	return a, err
}

// writesWhole reports whether a change of the record's own fields writes back what was read of it: all of it, or lists
// of rows.
func (e *entity) writesWhole() bool {
	if e.root.update == nil {
		return false
	}
	for _, rel := range e.relations {
		if rel.c.within != nil && !rel.ReadOnly {
			return true
		}
	}
	return e.root.update.all
}

// setsWhole reports whether a change of these fields does.
func (e *entity) setsWhole(set connectors.Fields) bool {
	if e.root.update == nil || len(set) == 0 {
		return false
	}
	for name := range set {
		if e.root.fields[name].list {
			return true
		}
	}
	return e.root.update.all
}
