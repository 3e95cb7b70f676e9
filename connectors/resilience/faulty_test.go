package resilience_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/internal/diag"
)

// fault is what becomes of one operation on a faulty application. The zero fault is none.
type fault struct {
	kind    connectors.Kind
	ask     time.Duration // RetryAfter
	applied bool          // a write happened all the same
	behind  int           // of a stream: how many rows it gave before
	takes   time.Duration // before anything else
	cause   error         // nil: no particular one
}

func (f fault) String() string {
	return fmt.Sprintf("%s applied=%v behind=%d takes=%s", f.kind, f.applied, f.behind, f.takes)
}

// faulty is an application in memory on which operations fail as a script says, one line for each; behind its end all
// is well. It remembers what it was asked.
type faulty struct {
	*memory.Connector
	once bool // Creates with one token make one record

	mu      sync.Mutex
	script  []fault
	asked   []string
	tokens  []string                     // of creates
	created map[string]connectors.Record // by token
}

func newFaulty(t testing.TB, script ...fault) *faulty {
	t.Helper()
	c := memory.New(memory.Schema{
		{Name: "people", Key: []string{"no"}, Unique: [][]string{{"login"}}, Columns: []memory.Column{
			{Name: "no", Type: connectors.TypeInteger, NotNull: true},
			{Name: "login", Type: connectors.TypeText, NotNull: true},
			{Name: "name", Type: connectors.TypeText},
		}},
		{Name: "phones", Key: []string{"line"}, Columns: []memory.Column{
			{Name: "line", Type: connectors.TypeInteger, NotNull: true, Generated: true},
			{Name: "person", Type: connectors.TypeInteger, NotNull: true},
			{Name: "number", Type: connectors.TypeText, NotNull: true},
		}},
	})
	for table, rows := range map[string][]connectors.Fields{
		"people": {{"no": int64(1), "login": "ada", "name": "Ada"}, {"no": int64(2), "login": "grace", "name": "Grace"}},
		"phones": {
			{"person": int64(1), "number": "11"}, {"person": int64(1), "number": "12"}, {"person": int64(1), "number": "13"},
			{"person": int64(2), "number": "21"},
		},
	} {
		if err := c.Insert(table, rows...); err != nil {
			t.Fatal(err)
		}
	}
	return &faulty{Connector: c, script: script, created: map[string]connectors.Record{}}
}

func spec() connectors.Spec {
	return connectors.Spec{
		Entity: "people", Key: []string{"no"}, Fields: []string{"no", "login", "name"},
		Relations: map[string]connectors.Relation{"phones": {
			Entity: "phones", By: map[string]string{"person": "no"}, Fields: []string{"number"}, Identity: []string{"number"},
		}},
	}
}

func open(t testing.TB, c connectors.Connector) connectors.Entity {
	t.Helper()
	e, found := c.Open(t.Context(), spec())
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e
}

func (f *faulty) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	e, found := f.Connector.Open(ctx, s)
	return &faultyEntity{e, f}, found
}

func (f *faulty) Ping(ctx context.Context) error { return f.next("ping").before(ctx) }

// next is what becomes of the operation that begins.
func (f *faulty) next(verb string) fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, verb)
	if len(f.script) == 0 {
		return fault{}
	}
	now := f.script[0]
	f.script = f.script[1:]
	return now
}

func (f *faulty) calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

// before is the failure of an operation that did not happen.
func (f fault) before(ctx context.Context) error {
	if f.takes > 0 {
		t := time.NewTimer(f.takes)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if f.kind == "" || f.applied || f.behind > 0 {
		return nil
	}
	return f.error()
}

func (f fault) error() error {
	return &connectors.Error{Kind: f.kind, Op: "test", RetryAfter: f.ask, Err: cmp.Or(f.cause, errors.New("on purpose"))}
}

// after is the failure of an operation that happened.
func (f fault) after(err error) error {
	if err == nil && f.applied {
		return f.error()
	}
	return err
}

type faultyEntity struct {
	connectors.Entity
	app *faulty
}

func (e *faultyEntity) CreatesOnce(c connectors.Change) bool { return e.app.once && c.Token != "" }

func (e *faultyEntity) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if err := e.app.next("get").before(ctx); err != nil {
		return nil, err
	}
	return e.Entity.Get(ctx, keys, n)
}

func (e *faultyEntity) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if err := e.app.next("list").before(ctx); err != nil {
		return connectors.Page{}, err
	}
	return e.Entity.List(ctx, q)
}

func (e *faultyEntity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	now := e.app.next("create")
	e.app.mu.Lock()
	e.app.tokens = append(e.app.tokens, c.Token)
	e.app.mu.Unlock()
	if err := now.before(ctx); err != nil {
		return connectors.Record{}, err
	}
	e.app.mu.Lock()
	defer e.app.mu.Unlock()
	r, done := e.app.created[c.Token]
	if !done || !e.app.once || c.Token == "" {
		var err error
		if r, err = e.Entity.Create(ctx, c); err != nil {
			return r, err
		}
		e.app.created[c.Token] = r
	}
	return r, now.after(nil)
}

func (e *faultyEntity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	now := e.app.next("update")
	if err := now.before(ctx); err != nil {
		return connectors.Record{}, err
	}
	r, err := e.Entity.Update(ctx, k, n, edit)
	return r, now.after(err)
}

func (e *faultyEntity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	now := e.app.next("delete")
	if err := now.before(ctx); err != nil {
		return err
	}
	return now.after(e.Entity.Delete(ctx, k, n, edit))
}

func (e *faultyEntity) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		now := e.app.next("rows")
		if err := now.before(ctx); err != nil {
			yield(connectors.OwnedRow{}, err)
			return
		}
		left := math.MaxInt
		if now.behind > 0 {
			left = now.behind
		}
		for row, err := range e.Entity.Rows(ctx, relation, of, after) {
			if err == nil && left == 0 {
				err = now.error()
			}
			if !yield(row, err) || err != nil {
				return
			}
			left--
		}
	}
}

// everything is what the application holds.
func (f *faulty) everything() map[string][]connectors.Fields {
	return map[string][]connectors.Fields{"people": f.Rows("people"), "phones": f.Rows("phones")}
}

// naming is an edit that gives the record a name.
func naming(name string) connectors.Edit {
	return func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{Set: connectors.Fields{"name": name}}, nil
	}
}

// nothing is an edit that changes nothing.
func nothing(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil }

// seen is an Observer that remembers.
type seen struct {
	mu   sync.Mutex
	what []string
}

func (s *seen) add(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.what = append(s.what, what)
}

func (s *seen) Retried(kind string) { s.add("retried " + kind) }
func (s *seen) Waited(reason string, d time.Duration) {
	s.add("waited for " + reason + " " + d.String())
}
func (s *seen) Refused(reason string) { s.add("refused by " + reason) }
func (s *seen) Merged()               { s.add("merged") }
func (s *seen) Turned(to string)      { s.add("turned " + to) }
