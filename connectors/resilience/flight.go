package resilience

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"sync"
)

// flights are the reads under way that others may join, by a text that equal questions share.
type flights[T any] struct {
	copy func(T) T

	mu  sync.Mutex
	all map[string][]*flight[T]
}

// flight is one read that callers wait for.
type flight[T any] struct {
	question any
	cancel   context.CancelFunc
	waiting  int  // guarded by flights
	shared   bool // likewise: it was ever more than one

	done     chan struct{} // closed when what follows is set
	answer   T
	err      error
	panicked string
}

// join waits for the answer to a question: that of a flight that asks the same, else of a new one made by ask. joined
// is told when it was the former. Who leaves because ctx ends does not end the flight for others; the last one does.
func (f *flights[T]) join(ctx context.Context, name string, question any, joined func(), ask func(context.Context) (T, error)) (answer T, err error) {
	for {
		one, others := f.board(ctx, name, question, ask)
		if others {
			joined()
		}
		select {
		case <-one.done:
		case <-ctx.Done():
		}
		if !f.leave(name, one) {
			return answer, ctx.Err()
		}
		switch {
		case one.panicked != "":
			panic(one.panicked)
		case others && ctx.Err() == nil && errors.Is(one.err, context.DeadlineExceeded):
			continue // it was that of whoever began the flight
		case one.err == nil && one.shared:
			return f.copy(one.answer), nil
		}
		return one.answer, one.err
	}
}

func (f *flights[T]) board(ctx context.Context, name string, question any, ask func(context.Context) (T, error)) (one *flight[T], others bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.all[name] {
		if reflect.DeepEqual(one.question, question) {
			one.waiting++
			one.shared = true
			return one, true
		}
	}
	flying, cancel := outliving(ctx)
	one = &flight[T]{question: question, cancel: cancel, waiting: 1, done: make(chan struct{})}
	if f.all == nil {
		f.all = map[string][]*flight[T]{}
	}
	f.all[name] = append(f.all[name], one)
	go f.fly(flying, name, one, ask)
	return one, false
}

// outliving is ctx with its deadline and without its cancellation.
func outliving(ctx context.Context) (context.Context, context.CancelFunc) {
	whole := context.WithoutCancel(ctx)
	if end, ok := ctx.Deadline(); ok {
		return context.WithDeadline(whole, end)
	}
	return context.WithCancel(whole)
}

func (f *flights[T]) fly(ctx context.Context, name string, one *flight[T], ask func(context.Context) (T, error)) {
	defer func() {
		if p := recover(); p != nil { // the callers are to hear of it, not the whole process
			one.panicked = fmt.Sprintf("%v\n%s", p, debug.Stack())
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.land(name, one)
		close(one.done)
	}()
	one.answer, one.err = ask(ctx)
}

// leave takes one caller off and reports whether there is an answer. Without anybody waiting for it a flight ends.
func (f *flights[T]) leave(name string, one *flight[T]) (answered bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case <-one.done:
		return true
	default:
	}
	if one.waiting--; one.waiting == 0 {
		f.land(name, one)
	}
	return false
}

// land ends a flight; nobody boards it any more.
func (f *flights[T]) land(name string, one *flight[T]) {
	one.cancel()
	left := slices.DeleteFunc(f.all[name], func(other *flight[T]) bool { return other == one })
	if f.all[name] = left; len(left) == 0 {
		delete(f.all, name)
	}
}
