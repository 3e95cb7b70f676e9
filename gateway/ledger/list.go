package ledger

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
)

// Entry is a link as it is listed.
type Entry struct {
	App        string `json:"app"`
	Type       string `json:"type"`
	ID         string `json:"id"`
	Key        string `json:"key"`
	ExternalID string `json:"externalId,omitempty"`
	State      string `json:"state"` // claimed, seen or buried
}

func (Entry) header() []string {
	return []string{"app", "type", "id", "key", "externalId", "state"}
}
func (e Entry) cells() []string {
	return []string{e.App, e.Type, e.ID, e.Key, e.ExternalID, e.State}
}

// List are the links in a state, by type and, within it, in the order in which the store sorts ids; at most limit of
// them, 0 for all. They are read as they are asked for.
func (l Ledger) List(ctx context.Context, in correlation.State, limit int) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		n := 0
		for _, e := range l.Types {
			for link, err := range links(ctx, e, in) {
				if err != nil {
					yield(Entry{}, err)
					return
				}
				if !yield(entry(e, link), nil) {
					return
				}
				if n++; n == limit {
					return
				}
			}
		}
	}
}

func entry(e *gateway.Endpoint, l correlation.Link) Entry {
	return Entry{e.Scope.App, e.Scope.Type, l.ID, string(l.Key), l.ExternalID, state(l)}
}

// links are the links of e in a state, one by one; pages are the same, page by page.
func links(ctx context.Context, e *gateway.Endpoint, in correlation.State) iter.Seq2[correlation.Link, error] {
	return func(yield func(correlation.Link, error) bool) {
		for page, err := range pages(ctx, e, in) {
			if err != nil {
				yield(correlation.Link{}, err)
				return
			}
			for _, l := range page {
				if !yield(l, nil) {
					return
				}
			}
		}
	}
}

func pages(ctx context.Context, e *gateway.Endpoint, in correlation.State) iter.Seq2[[]correlation.Link, error] {
	return func(yield func([]correlation.Link, error) bool) {
		p := correlation.Page{State: in, Limit: batch}
		for {
			page, err := e.Links.Page(ctx, e.Scope, p)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(page, nil) || len(page) < p.Limit {
				return
			}
			p.After = page[len(page)-1].ID
		}
	}
}

// Attempt is a create or a rename under way.
type Attempt struct {
	App      string    `json:"app"`
	Type     string    `json:"type"`
	Intent   string    `json:"intent"`
	Match    string    `json:"match,omitempty"` // the filter that finds the account
	Began    time.Time `json:"began"`
	Attempts int       `json:"attempts"`
	Held     bool      `json:"held"` // somebody is at it
}

func (Attempt) header() []string {
	return []string{"app", "type", "intent", "match", "began", "attempts", "held"}
}
func (a Attempt) cells() []string {
	return []string{a.App, a.Type, a.Intent, a.Match, a.Began.Format(time.RFC3339), strconv.Itoa(a.Attempts), strconv.FormatBool(a.Held)}
}

// Pending are the intents whose outcome is not known, the oldest first.
func (l Ledger) Pending(ctx context.Context, limit int) iter.Seq2[Attempt, error] {
	return func(yield func(Attempt, error) bool) {
		n := 0
		for _, e := range l.Types {
			underway, err := e.Links.Underway(ctx, e.Scope)
			if err != nil {
				yield(Attempt{}, err)
				return
			}
			for _, u := range underway {
				if !isPending(u) {
					continue
				}
				if !yield(attempt(e, u), nil) {
					return
				}
				if n++; n == limit {
					return
				}
			}
		}
	}
}

// isPending reports whether nobody knows yet what became of u.
func isPending(u correlation.Underway) bool { return u.Completed.IsZero() && u.LinkID == "" }

func attempt(e *gateway.Endpoint, u correlation.Underway) Attempt {
	return Attempt{
		App: e.Scope.App, Type: e.Scope.Type, Intent: u.ID, Match: u.Payload, Began: u.Began, Attempts: u.Attempt, Held: u.Lease > 0,
	}
}
