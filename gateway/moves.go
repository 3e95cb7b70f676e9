package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
)

// The application is told of a new key first, and the store of ids then. Whoever dies in between leaves an id that leads
// to nobody, and a record that nobody knows. So the intent of such a change says from which key to which, and the link
// follows when somebody misses the one or comes upon the other.

// move is the Payload of an intent to change what an id hangs on, which mostly is the key. Whoever completes it may come
// when all is done and the old key is somebody else's: only the link with the id follows. Without an id there is none.
type move struct {
	ID       string
	From, To connectors.Key
}

func (m move) payload() string {
	text, _ := json.Marshal(m) // of two texts
	return string(text)
}

// moveOf reads the Payload of an intent; ok is false for one of another kind.
func moveOf(i correlation.Intent) (m move, ok bool) {
	err := json.Unmarshal([]byte(i.Payload), &m)
	return m, err == nil && m.From != "" && m.To != ""
}

// announce takes the intent for a move.
func (e *Endpoint) announce(ctx context.Context, from, to connectors.Key) (correlation.Intent, error) {
	held, err := e.Links.ByKey(correlation.Durable(ctx), e.Scope, []connectors.Key{from})
	if err != nil {
		return correlation.Intent{}, err
	}
	m := move{ID: held[from].ID, From: from, To: to}
	i, _, err := e.begin(ctx, correlation.Intent{Match: "key " + string(m.To), Payload: m.payload()}, func(context.Context) error { return nil })
	return i, err
}

// follow completes the moves that were interrupted, and reports whether there was any.
func (e *Endpoint) follow(ctx context.Context) (some bool, err error) {
	pending, err := e.Links.Pending(ctx, e.Scope)
	if err != nil {
		return false, err
	}
	for _, i := range pending {
		m, ok := moveOf(i)
		if !ok {
			continue
		}
		moved, err := e.complete(ctx, m)
		if moved {
			some, err = true, e.Links.Abandon(ctx, i)
		}
		if err != nil {
			return some, err
		}
	}
	return some, nil
}

// see is Links.See for what no link leads to yet. It may be where a move that was interrupted has led.
func (e *Endpoint) see(ctx context.Context, unseen []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if _, err := e.follow(ctx); err != nil {
		return nil, err
	}
	return e.Links.See(ctx, e.Scope, unseen)
}

// complete lets the link follow a record that has moved. When somebody goes on with the move nevertheless, they only do
// the same once more.
func (e *Endpoint) complete(ctx context.Context, m move) (moved bool, err error) {
	records, err := e.behind(connectors.Fresh(ctx), []connectors.Key{m.From, m.To}, connectors.Need{})
	if err != nil {
		return false, err
	}
	_, stayed := records[m.From]
	if _, moved = records[m.To]; stayed || !moved {
		return false, nil
	}
	if m.ID != "" {
		err = e.Links.Rekey(ctx, e.Scope, m.From, m.To, m.ID)
	}
	return err == nil, err
}

// inherit makes an intent ours that was taken over. One of a rename has left nothing behind that would be ours, but for the
// moves that went with it.
func (e *Endpoint) inherit(ctx context.Context, i correlation.Intent) (correlation.Intent, error) {
	if _, moves := moveOf(i); !moves && (i.Payload != "" || i.Left != "") {
		return i, nil
	}
	i.Resumed = false
	if _, err := e.follow(ctx); err != nil {
		return i, e.abandon(ctx, i, err)
	}
	return i, nil
}

// strayed reports whether err, from a record that was not found where its link leads, was only for a move that is
// completed now: then it will be found.
func (e *Endpoint) strayed(ctx context.Context, err error) bool {
	if !isMissing(err) {
		return false
	}
	some, err := e.follow(ctx)
	return some && err == nil
}

// patiently runs what finds a record by its id, again when that was only not found for a move: one that is completed now,
// or one that came in between. A record that others move all the time is found in the end.
func (e *Endpoint) patiently(ctx context.Context, run func() (Answer, error)) (Answer, error) {
	a, err := run()
	for pause := firstPause; pause <= longestPause; pause *= 2 {
		if !e.strayed(ctx, err) && !(e.Mapping.KeyChanges() && errors.Is(err, connectors.NotFound) && rest(ctx, pause)) {
			break
		}
		a, err = run()
	}
	return a, err
}

// hasMoved reports whether an id has led elsewhere since it led to key.
func (e *Endpoint) hasMoved(ctx context.Context, id string, key connectors.Key) bool {
	if !e.Mapping.KeyChanges() {
		return false
	}
	now, err := e.resolve(ctx, id)
	return err == nil && now != key
}

func isMissing(err error) bool {
	s, ok := errors.AsType[*scim.Error](err)
	return ok && s.Status == http.StatusNotFound || errors.Is(err, connectors.NotFound)
}
