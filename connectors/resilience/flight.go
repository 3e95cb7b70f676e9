package resilience

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"

	"github.com/scimgate/scimgate/connectors"
)

// flights are the reads under way that others may join, by a text that equal questions share.
type flights[T any] struct {
	copy func(T) T

	mu  sync.Mutex
	all map[string][]*flight[T]
}

// flight is one read that callers wait for. The one who began it makes it.
type flight[T any] struct {
	question any
	ctx      context.Context
	cancel   context.CancelFunc
	waiting  int  // guarded by flights
	shared   bool // likewise: it was ever more than one

	done   chan struct{} // closed when what follows is set
	answer T
	err    error
}

// errDefect is what others get of a read that panicked.
var errDefect = &connectors.Error{Kind: connectors.Internal, Op: "read", Err: errors.New("the same read of another request met a defect")}

// join answers a question: by a flight that asks the same, else by a new one that ask makes. joined is told when it was
// the former. Who leaves because ctx ends does not end the flight for the others, but whoever makes it returns only with
// it; without anybody who waits it ends.
func (f *flights[T]) join(ctx context.Context, name string, question any, joined func(), ask func(context.Context) (T, error)) (answer T, err error) {
	for {
		one, others := f.board(ctx, name, question)
		if !others {
			return f.fly(ctx, name, one, ask)
		}
		joined()
		select {
		case <-one.done:
		case <-ctx.Done():
			f.leave(name, one)
			return answer, ctx.Err()
		}
		if ctx.Err() == nil && errors.Is(one.err, context.DeadlineExceeded) {
			continue // it was that of whoever made the flight
		}
		return f.answer(one)
	}
}

func (f *flights[T]) board(ctx context.Context, name string, question any) (one *flight[T], others bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.all[name] {
		if reflect.DeepEqual(one.question, question) {
			one.waiting++
			one.shared = true
			return one, true
		}
	}
	one = &flight[T]{question: question, waiting: 1, done: make(chan struct{})}
	one.ctx, one.cancel = outliving(ctx)
	if f.all == nil {
		f.all = map[string][]*flight[T]{}
	}
	f.all[name] = append(f.all[name], one)
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

// fly makes the read. Its caller is taken off when ctx ends.
func (f *flights[T]) fly(ctx context.Context, name string, one *flight[T], ask func(context.Context) (T, error)) (answer T, err error) {
	staying := context.AfterFunc(ctx, func() { f.leave(name, one) })
	f.run(name, one, ask)
	if !staying() {
		return answer, ctx.Err()
	}
	return f.answer(one)
}

func (f *flights[T]) run(name string, one *flight[T], ask func(context.Context) (T, error)) {
	one.err = errDefect // unless ask returns
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.land(name, one)
		close(one.done)
	}()
	one.answer, one.err = ask(one.ctx)
}

// answer is the caller's own, of a flight that is done.
func (f *flights[T]) answer(one *flight[T]) (T, error) {
	if one.shared && one.err == nil {
		return f.copy(one.answer), nil
	}
	return one.answer, one.err
}

// leave takes one caller off a flight, which ends with the last one.
func (f *flights[T]) leave(name string, one *flight[T]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.waiting--; one.waiting == 0 {
		f.land(name, one)
	}
}

// land lets nobody board any more.
func (f *flights[T]) land(name string, one *flight[T]) {
	one.cancel()
	left := slices.DeleteFunc(f.all[name], func(other *flight[T]) bool { return other == one })
	if f.all[name] = left; len(left) == 0 {
		delete(f.all, name)
	}
}
