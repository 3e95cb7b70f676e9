package rest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/scimgate/scimgate/connectors"
)

// recall is a sender that asks nothing twice until something is written. What is read before a write, for the edit, for
// its bounds and for the rows, is often one and the same answer.
type recall struct {
	sender
	fresh bool // what somebody else keeps of earlier answers will not do

	mu      sync.Mutex
	answers map[string]answer
	tags    map[*operation]tag
}

// tag is the version that the first answer to an operation had, and how many different requests it took.
type tag struct {
	etag     string
	requests int
	old      bool // something was written since
}

func (m *recall) send(ctx context.Context, r request) (answer, error) {
	if r.writes() {
		defer m.forget()
		return m.sender.send(ctx, r)
	}
	name := fmt.Sprintf("%p %#v %#v %q", r.operation, r.vars, r.query, r.next)
	m.mu.Lock()
	a, known := m.answers[name]
	m.mu.Unlock()
	if known {
		return a, ctx.Err()
	}
	r.fresh = m.fresh
	a, err := m.sender.send(ctx, r)
	if age, _ := strconv.Atoi(a.header.Get("Age")); r.fresh && age > 0 && err == nil {
		err = fail(r, connectors.Unavailable, errCached)
	}
	if err == nil {
		m.keep(name, r.operation, a)
	}
	return a, err
}

func (m *recall) keep(name string, op *operation, a answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.answers == nil {
		m.answers, m.tags = map[string]answer{}, map[*operation]tag{}
	}
	m.answers[name] = a
	t := m.tags[op]
	if t.old {
		t = tag{}
	}
	if t.requests++; t.requests == 1 {
		t.etag = a.header.Get("ETag")
	}
	m.tags[op] = t
}

// errCached is that an answer is not the application's own.
var errCached = errors.New("a cache on the way answered")

// anew makes sure that what is read from now on is so now.
func (m *recall) anew() {
	m.forget()
	m.fresh = true
}

func (m *recall) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers = nil
	for op, t := range m.tags {
		t.old = true
		m.tags[op] = t
	}
}

// tagOf is the version of what op was first asked for, since the last write if it was asked at all since then; empty when
// there was none.
func (m *recall) tagOf(op *operation) tag {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tags[op]
}
