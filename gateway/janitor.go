package gateway

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// usualSettle is how long an intent is kept that left nothing behind, where the app file does not say what is enough.
const usualSettle = 5 * time.Minute

// longestSettle is how long one is kept of which the application cannot be asked, although it answers.
const longestSettle = 24 * time.Hour

// Tidied is what a look after the intents of an endpoint came to.
type Tidied struct {
	Pending   int // are left, those under way included
	Bound     int // left a record behind, which is claimed now
	Abandoned int // left nothing behind
}

// Tidy settles the intents that nobody goes on with. What one left behind is claimed; no body is completed, so whoever
// sends the create again, within a day, adopts the record and gets 201. An intent that left nothing behind is abandoned
// once nothing more can turn up. Several replicas may tidy at once, so each begins somewhere else. The error is the first
// one that came: what it is about is for the next time, and so is the rest where an application or the store is away.
func (e *Endpoint) Tidy(ctx context.Context) (t Tidied, err error) {
	ctx = connectors.During(connectors.Fresh(correlation.Durable(ctx)), e.now())
	pending, err := e.Links.Pending(ctx, e.Scope)
	if err != nil {
		return t, err
	}
	t.Pending = len(pending)
	rand.Shuffle(len(pending), func(i, j int) { pending[i], pending[j] = pending[j], pending[i] })
	for _, i := range pending {
		if i.Lease > 0 {
			continue
		}
		failed := e.tidy(ctx, i, &t)
		if err == nil {
			err = failed
		}
		if isAway(failed) {
			break
		}
	}
	return t, err
}

// isAway reports whether whoever was asked does not answer, as opposed to having something against the question.
func isAway(err error) bool {
	if _, native := errors.AsType[*connectors.Error](err); !native {
		return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	}
	return slices.Contains([]connectors.Kind{connectors.Unavailable, connectors.RateLimited, connectors.OutcomeUnknown}, connectors.KindOf(err))
}

func (e *Endpoint) tidy(ctx context.Context, i correlation.Intent, t *Tidied) error {
	if m, ok := moveOf(i); ok {
		moved, err := e.complete(ctx, m)
		if moved {
			t.Bound++
			t.Pending--
			return e.Links.Abandon(ctx, i)
		}
		if err != nil {
			return err
		}
	}
	left, err := e.leftBehind(ctx, i)
	if err != nil && (isAway(err) || e.now().Before(i.Lapsed.Add(longestSettle))) {
		return err
	}
	if len(left) == 1 {
		claimed, err := e.claim(ctx, i, left[0])
		if claimed {
			t.Bound++
			t.Pending--
		}
		if claimed || err != nil {
			return err
		}
	}
	if e.now().Before(i.Lapsed.Add(cmp.Or(e.Mapping.Settle(), usualSettle))) {
		return nil
	}
	if err := e.Links.Abandon(ctx, i); err != nil {
		return err
	}
	t.Abandoned++
	t.Pending--
	return nil
}
