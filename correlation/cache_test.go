package correlation_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// breakableHook makes a client fail while broken is set.
type breakableHook struct{ broken atomic.Bool }

var errBroken = errors.New("broken on purpose")

func (h *breakableHook) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (h *breakableHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

func (h *breakableHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if h.broken.Load() {
			return errBroken
		}
		return next(ctx, cmds)
	}
}

// counts is what a cache observed.
type counts struct {
	mu sync.Mutex
	of map[string]int
}

func (c *counts) observe(result string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[result]++
}

// since answers what was observed since it was asked last.
func (c *counts) since() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer func() { c.of = nil }()
	return c.of
}

// cacheFixture is a durable store and a cache before it that uses the Redis at url.
type cacheFixture struct {
	*testing.T
	durable, cached correlation.Store
	client          redisdb.Client
	clock           *clock
	seen            *counts
	scope           correlation.Scope
}

// newCacheFixture uses a living Redis, with so much patience that a slow machine is not taken for a dead server.
func newCacheFixture(t *testing.T) *cacheFixture {
	return newCacheFixtureAt(t, testenv.Redis(t)+"?dial_timeout=1m&read_timeout=1m&write_timeout=1m&pool_timeout=1m", time.Minute)
}

func newCacheFixtureAt(t *testing.T, url string, timeout time.Duration) *cacheFixture {
	f := &cacheFixture{T: t, client: dial(t, url), clock: new(clock), seen: new(counts), scope: correlation.Scope{App: "hr", Type: "User"}}
	open := opener("sqlite", filepath.Join(t.TempDir(), "links.db"))
	f.durable = open(t, correlation.Options{})
	f.cached = correlation.Cached(open(t, correlation.Options{}), correlation.CacheOptions{
		Line:    redisdb.NewLine(f.client, redisdb.LineOptions{Timeout: timeout, Rest: time.Second, Clock: f.clock.Now}),
		Observe: f.seen.observe,
	})
	return f
}

// verified is a link that the cache was told of.
func (f *cacheFixture) verified(k key) link {
	f.Helper()
	l := must[byKeys](f)(f.cached.See(f.Context(), f.scope, []key{k}))[k]
	l.Check = "digest of " + string(k)
	f.cached.Verified(f.Context(), f.scope, []link{l})
	return l
}

func (f *cacheFixture) wantByID(ids []string, want byIDs, observed map[string]int) {
	f.Helper()
	f.seen.since()
	got := must[byIDs](f)(f.cached.ByID(f.Context(), f.scope, ids))
	if d := cmp.Diff(want, got); d != "" {
		f.Errorf("-want +got\n%s", d)
	}
	f.wantObserved(observed)
}

func (f *cacheFixture) wantObserved(want map[string]int) {
	f.Helper()
	if d := cmp.Diff(want, f.seen.since()); d != "" {
		f.Errorf("observed: -want +got\n%s", d)
	}
}

func TestTheCacheAnswersWhatWasVerifiedAndSaysSo(t *testing.T) {
	f := newCacheFixture(t)
	a := f.verified("a")
	b := must[byKeys](f)(f.durable.See(f.Context(), f.scope, []key{"b"}))["b"]
	hit := link{ID: a.ID, Key: "a", Check: "digest of a", Cached: true}
	f.wantByID([]string{a.ID, b.ID, "nobody"}, byIDs{a.ID: hit, b.ID: b}, map[string]int{"hit": 1, "miss": 2})
	f.wantByID([]string{b.ID}, byIDs{b.ID: b}, map[string]int{"miss": 1})

	durable := must[byIDs](f)(f.cached.ByID(correlation.Durable(f.Context()), f.scope, []string{a.ID}))
	if d := cmp.Diff(byIDs{a.ID: {ID: a.ID, Key: "a"}}, durable); d != "" {
		t.Errorf("durable: -want +got\n%s", d)
	}
	f.wantObserved(nil)
}

func TestTheCacheKeepsOnlyWhatCanBeChecked(t *testing.T) {
	f := newCacheFixture(t)
	l := must[byKeys](f)(f.durable.See(f.Context(), f.scope, []key{"a"}))["a"]
	buried, cached, byKey := l, l, link{ID: "7", Key: "7", Check: "x"}
	buried.Buried, buried.Check = true, "x"
	cached.Cached, cached.Check = true, "x"
	f.cached.Verified(f.Context(), f.scope, []link{l, buried, cached})
	f.cached.Verified(f.Context(), correlation.Scope{App: "hr", Type: "User", Identity: correlation.ByKey}, []link{byKey})
	if n := must[int64](f)(f.client.DBSize(f.Context()).Result()); n != 0 {
		t.Errorf("%d entries", n)
	}
	f.wantObserved(nil)
}

func TestAWriteInvalidatesWhatTheCacheHas(t *testing.T) {
	for _, c := range []struct {
		name  string
		write func(f *cacheFixture, l link) error
		want  func(l link) link
	}{
		{"bury", func(f *cacheFixture, l link) error { return f.cached.Bury(f.Context(), f.scope, l.ID) },
			func(l link) link { l.Buried = true; return l }},
		{"rekey", func(f *cacheFixture, l link) error { return f.cached.Rekey(f.Context(), f.scope, l.Key, "b") },
			func(l link) link { l.Key = "b"; return l }},
		{"rekey onto it", func(f *cacheFixture, l link) error {
			must[byKeys](f)(f.cached.See(f.Context(), f.scope, []key{"b"}))
			return f.cached.Rekey(f.Context(), f.scope, "b", l.Key)
		}, func(l link) link { l.Buried = true; return l }},
		{"bind", func(f *cacheFixture, l link) error {
			_, err := f.cached.Bind(f.Context(), intent{Scope: f.scope}, link{ID: l.ID, Key: "b"})
			return err
		}, func(l link) link { l.Key, l.Claimed = "b", true; return l }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newCacheFixture(t)
			l := f.verified("a")
			ok(t, c.write(f, l))
			l.Check = ""
			f.wantByID([]string{l.ID}, byIDs{l.ID: c.want(l)}, map[string]int{"miss": 1})
		})
	}
}

func TestAnEntryThatOutlivedTheTruthShowsByItsCheck(t *testing.T) {
	f := newCacheFixture(t)
	l := f.verified("a")
	ok(t, f.durable.Rekey(f.Context(), f.scope, "a", "b")) // a replica that cannot reach Redis
	stale := must[byIDs](f)(f.cached.ByID(f.Context(), f.scope, []string{l.ID}))[l.ID]
	if d := cmp.Diff(link{ID: l.ID, Key: "a", Check: "digest of a", Cached: true}, stale); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	truth := must[byIDs](f)(f.cached.ByID(correlation.Durable(f.Context()), f.scope, []string{l.ID}))[l.ID]
	truth.Check = "digest of b"
	f.cached.Verified(f.Context(), f.scope, []link{truth})
	f.wantByID([]string{l.ID}, byIDs{l.ID: {ID: l.ID, Key: "b", Check: "digest of b", Cached: true}}, map[string]int{"hit": 1})
}

func TestRubbishInTheCacheIsAMiss(t *testing.T) {
	f := newCacheFixture(t)
	l := f.verified("a")
	names := must[[]string](f)(f.client.Keys(f.Context(), "*").Result())
	if len(names) != 1 {
		t.Fatalf("keys %q", names)
	}
	for _, rubbish := range []string{"", "null", "{}", `{"key":"YQ=="}`, `{"check":"x"}`, `{"key":7}`, "\x00", "a"} {
		ok(t, f.client.Set(f.Context(), names[0], rubbish, 0).Err())
		f.wantByID([]string{l.ID}, byIDs{l.ID: {ID: l.ID, Key: "a"}}, map[string]int{"miss": 1})
	}
}

func TestKeysThatAreNotUTF8PassTheCacheUnchanged(t *testing.T) {
	f := newCacheFixture(t)
	l := link{ID: f.scope.Derive("Zo\xeb", 1), Key: "Zo\xeb", Check: "x"}
	f.cached.Verified(f.Context(), f.scope, []link{l})
	l.Cached = true
	f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"hit": 1})
}

func TestAFlushedRedisChangesNothing(t *testing.T) {
	f := newCacheFixture(t)
	l := f.verified("a")
	ok(t, f.client.FlushDB(f.Context()).Err())
	f.wantByID([]string{l.ID}, byIDs{l.ID: {ID: l.ID, Key: "a"}}, map[string]int{"miss": 1})
}

// TestADeadRedisCostsOneShortWait runs a whole conversation against servers that are dead in different ways. The
// answers are those of the durable store; Redis is asked once, then not before its rest is over, then once more.
func TestADeadRedisCostsOneShortWait(t *testing.T) {
	for _, c := range []struct {
		name string
		url  func(t *testing.T) string
	}{
		{"nobody listens", func(t *testing.T) string {
			l := listen(t)
			ok(t, l.Close())
			return "redis://" + l.Addr().String()
		}},
		{"it accepts and never answers", func(t *testing.T) string {
			l := listen(t)
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					t.Cleanup(func() { _ = conn.Close() }) // whose end is not the point
				}
			}()
			return "redis://" + l.Addr().String()
		}},
		{"it never accepts", func(t *testing.T) string { return "redis://" + listen(t).Addr().String() }},
		{"its name leads nowhere", func(*testing.T) string { return "redis://redis.invalid" }},
		{"it speaks another language", func(t *testing.T) string {
			l := listen(t)
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					_, _ = conn.Write([]byte("220 mail.example ESMTP\r\n")) // it may have hung up
					_ = conn.Close()
				}
			}()
			return "redis://" + l.Addr().String()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newCacheFixtureAt(t, c.url(t), 20*time.Millisecond)
			for range 2 {
				l := f.verified("a")
				l.Check = ""
				f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"open": 1})
				f.clock.Advance(time.Second)
				f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"error": 1})
				f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"open": 1})
				ok(t, f.cached.Rekey(f.Context(), f.scope, "a", "b"))
				l.Key = "b"
				f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"open": 1})
				ok(t, f.cached.Bury(f.Context(), f.scope, l.ID))
				l.Buried = true
				f.wantByID([]string{l.ID}, byIDs{l.ID: l}, map[string]int{"open": 1})
				ok(t, f.cached.Ready(f.Context()))
				f.clock.Advance(time.Second)
			}
		})
	}
}

func TestARedisThatComesBackIsUsedAgain(t *testing.T) {
	f := newCacheFixture(t)
	hook := new(breakableHook)
	f.client.AddHook(hook)
	l := f.verified("a")
	hit, miss := link{ID: l.ID, Key: "a", Check: "digest of a", Cached: true}, link{ID: l.ID, Key: "a"}
	hook.broken.Store(true)
	f.wantByID([]string{l.ID}, byIDs{l.ID: miss}, map[string]int{"error": 1})
	hook.broken.Store(false)
	f.wantByID([]string{l.ID}, byIDs{l.ID: miss}, map[string]int{"open": 1})
	f.clock.Advance(time.Second)
	f.wantByID([]string{l.ID}, byIDs{l.ID: hit}, map[string]int{"hit": 1})
	f.wantByID([]string{l.ID}, byIDs{l.ID: hit}, map[string]int{"hit": 1})
}

func TestAfterTheRestOneQuestionGoesThrough(t *testing.T) {
	f := newCacheFixture(t)
	hook := &blockingHook{reached: make(chan struct{}), goOn: make(chan struct{})}
	f.client.AddHook(hook)
	ask := func() {
		_, err := f.cached.ByID(f.Context(), f.scope, []string{"nobody"})
		ok(f, err)
	}
	hook.fail.Store(true)
	ask()
	f.wantObserved(map[string]int{"error": 1})
	hook.fail.Store(false)
	f.clock.Advance(time.Second)
	done := make(chan struct{})
	go func() { defer close(done); ask() }()
	<-hook.reached
	ask()
	f.wantObserved(map[string]int{"open": 1})
	close(hook.goOn)
	<-done
	f.wantObserved(map[string]int{"miss": 1})
}

// blockingHook fails at once, or reports that it was reached and goes on when it is told to, the first time.
type blockingHook struct {
	breakableHook
	fail          atomic.Bool
	once          sync.Once
	reached, goOn chan struct{}
}

func (h *blockingHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(_ context.Context, cmds []redis.Cmder) error {
		if h.fail.Load() {
			return errBroken
		}
		h.once.Do(func() {
			close(h.reached)
			<-h.goOn
		})
		return next(context.Background(), cmds) // however long it took to be told
	}
}

func TestACallerWhoLeavesSaysNothingAboutRedis(t *testing.T) {
	f := newCacheFixture(t)
	l := f.verified("a")
	left, cancel := context.WithCancel(f.Context())
	cancel()
	f.seen.since()
	if _, err := f.cached.ByID(left, f.scope, []string{l.ID}); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if f.seen.since()["error"] != 0 {
		t.Error("the departure counted as a failure")
	}
	f.wantByID([]string{l.ID}, byIDs{l.ID: {ID: l.ID, Key: "a", Check: "digest of a", Cached: true}}, map[string]int{"hit": 1})
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	t.Cleanup(func() { _ = l.Close() }) // one of the cases has closed it
	return l
}
