package ledger

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim/filter"
)

// Shown is one account: what the store has of it and what the application has.
type Shown struct {
	Entry         // without a State where the store has no link, and without an ID unless the record has it
	Found bool    `json:"found"`           // the application has the record, as far as clients may see it
	Match []Value `json:"match,omitempty"` // by which the application recognises it

	Attempts []Attempt `json:"attempts,omitempty"` // of a create or rename that is pending
	Settled  []Settled `json:"settled,omitempty"`  // those of the last day
}

// Value is that of an attribute.
type Value struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// Settled is an attempt of which it is known what became.
type Settled struct {
	Intent   string    `json:"intent"`
	Began    time.Time `json:"began"`
	Answered time.Time `json:"answered,omitzero"` // zero: the client does not know yet
}

// Show is every account of e that what stands for: as its id, its key, or a value that it is recognised by.
func Show(ctx context.Context, e *gateway.Endpoint, what string) ([]Shown, error) {
	ctx = correlation.Durable(ctx)
	found := map[correlation.Link]bool{}
	key := connectors.Key(what)
	links, err := e.Links.ByID(ctx, e.Scope, []string{what})
	if err != nil {
		return nil, err
	}
	if e.Scope.Identity != correlation.ByKey { // where every text leads to a key
		if l, ok := links[what]; ok {
			found[l] = true
		}
	}
	graves, err := e.Links.Graves(ctx, e.Scope, key)
	if err != nil {
		return nil, err
	}
	if l, ok := graves[key]; ok {
		found[l] = true
	}
	keys := []connectors.Key{key}
	for _, p := range e.Mapping.Match() {
		accounts, err := e.AccountsWith(ctx, p, []string{what})
		if err != nil {
			return nil, err
		}
		for _, a := range accounts[what] {
			keys = append(keys, a.Key)
		}
	}
	for l := range found {
		if !l.Buried {
			keys = append(keys, l.Key)
		}
	}
	return show(ctx, e, what, keys, found)
}

// show adds what the application has of keys to the links that were found.
func show(ctx context.Context, e *gateway.Endpoint, what string, keys []connectors.Key, found map[correlation.Link]bool) ([]Shown, error) {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	held, err := e.Links.ByKey(ctx, e.Scope, keys)
	if err != nil {
		return nil, err
	}
	accounts, err := e.AccountsAt(ctx, keys)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		l, linked := held[k]
		a, there := accounts[k]
		switch {
		case linked && e.Scope.Identity == correlation.ByKey && !there && !l.Claimed: // nothing but a text
		case linked:
			found[l] = true
		case a.Holds:
			found[correlation.Link{ID: string(k), Key: k}] = true
		case there:
			found[correlation.Link{Key: k}] = true
		}
	}
	underway, err := e.Links.Underway(ctx, e.Scope)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return underwayFor(e, what, underway), nil
	}
	var list []Shown
	for l := range found {
		s := Shown{Entry: entry(e, l)}
		if _, linked := held[l.Key]; !linked && !l.Buried {
			s.State = "" // the store has no link
		}
		if a, ok := accounts[l.Key]; ok && !l.Buried {
			s.Found = true
			s.recognise(e, a)
		}
		s.attempts(e, underway)
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Shown) int { return strings.Compare(a.ID+"\x00"+a.Key, b.ID+"\x00"+b.Key) })
	return list, nil
}

// underwayFor is the account that is only about to be created.
func underwayFor(e *gateway.Endpoint, what string, underway []correlation.Underway) []Shown {
	s := Shown{Entry: entry(e, correlation.Link{})}
	s.State = ""
	for _, p := range e.Mapping.Match() {
		s.Match = append(s.Match, Value{p.String(), what})
	}
	s.attempts(e, underway)
	if len(s.Attempts) == 0 {
		return nil
	}
	return []Shown{s}
}

func (s *Shown) recognise(e *gateway.Endpoint, a gateway.Account) {
	for i, p := range e.Mapping.Match() {
		if a.Match[i] != "" {
			s.Match = append(s.Match, Value{p.String(), a.Match[i]})
		}
	}
}

// attempts are those about the same match value, and those that ended with the link.
func (s *Shown) attempts(e *gateway.Endpoint, underway []correlation.Underway) {
	for _, u := range underway {
		switch {
		case isPending(u) && s.isMeant(e, u.Payload):
			s.Attempts = append(s.Attempts, attempt(e, u))
		case !isPending(u) && u.LinkID == s.ID:
			s.Settled = append(s.Settled, Settled{u.ID, u.Began, u.Completed})
		}
	}
}

// isMeant reports whether the filter of an intent is about one of the values that s is recognised by.
func (s *Shown) isMeant(e *gateway.Endpoint, payload string) bool {
	x, err := filter.Parse(payload, nil)
	if err != nil {
		return false
	}
	if x, err = filter.Bind(e.Mapping.Type(), x, nil); err != nil {
		return false // of an app file that was another one then
	}
	meant := false
	filter.Walk(x, func(x filter.Expr) {
		c, ok := x.(filter.Compare)
		if !ok {
			return
		}
		v, _ := c.Value.(string)
		for _, m := range s.Match {
			meant = meant || m.Attribute == c.At.String() && c.At.Leaf().Comparison().Equal(m.Value, v)
		}
	})
	return meant
}
