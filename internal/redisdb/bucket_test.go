package redisdb_test

import (
	"context"
	"maps"
	"math"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patient are URL parameters for a living Redis on a slow machine.
const patient = "?dial_timeout=1m&read_timeout=1m&write_timeout=1m&pool_timeout=1m"

// replica is one process's end of a bucket.
type replica struct {
	*redisdb.Bucket
	alone *none
	mu    sync.Mutex
	seen  map[string]int
}

// none is a bucket of a process alone that counts its questions.
type none struct{ asked atomic.Int32 }

func (n *none) Take(context.Context, time.Duration) (time.Duration, bool) {
	n.asked.Add(1)
	return time.Hour, false
}

func (r *replica) wantSeen(t *testing.T, want map[string]int) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := cmp.Diff(want, r.seen); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	clear(r.seen)
}

func connect(t *testing.T, url string, line redisdb.LineOptions, o redisdb.BucketOptions) *replica {
	t.Helper()
	client, err := redisdb.Dial(redisdb.Place{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	return over(t, client, line, o)
}

// over is connect with a client that there is.
func over(t *testing.T, client redisdb.Client, line redisdb.LineOptions, o redisdb.BucketOptions) *replica {
	t.Helper()
	end := redisdb.NewLine(client, line)
	t.Cleanup(func() { _ = end.Close() }) // Redis may be gone on purpose
	r := &replica{alone: &none{}, seen: map[string]int{}}
	o.Alone = r.alone
	o.Observe = func(result string) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.seen[result]++
	}
	r.Bucket = redisdb.NewBucket(end, o)
	return r
}

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// slow is a bucket that gets a token every thousand seconds, so that the time a test takes is as good as none.
var slow = redisdb.BucketOptions{Name: "hr", PerSecond: 0.001, Burst: 3}

const token = 1000 * time.Second

func minute() redisdb.LineOptions { return redisdb.LineOptions{Timeout: time.Minute} }

func TestReplicasShareTheirTokens(t *testing.T) {
	url := testenv.Redis(t) + patient
	first, second := connect(t, url, minute(), slow), connect(t, url, minute(), slow)
	for i, c := range []struct {
		by   *replica
		most time.Duration
		wait time.Duration
		ok   bool
	}{
		{first, 0, 0, true}, {second, 0, 0, true}, {first, 0, 0, true}, // the burst
		{second, 0, token, false}, // at once there is none
		{second, 999 * time.Second / 2, token, false},
		{first, token, token, true},
		{second, math.MaxInt64, 2 * token, true},
		{first, 2 * token, 3 * token, false},
		{second, 3 * token, 3 * token, true},
	} {
		begun := time.Now()
		wait, ok := c.by.Take(t.Context(), c.most)
		if early := c.wait - wait; ok != c.ok || early < 0 || early > time.Minute+time.Since(begun) {
			t.Errorf("%d: wait %s, taken %v; want %s, %v", i, wait, ok, c.wait, c.ok)
		}
	}
	if first.alone.asked.Load()+second.alone.asked.Load() != 0 {
		t.Error("somebody was alone")
	}
	first.wantSeen(t, map[string]int{"shared": 4})
}

func TestNoTokenIsGivenTwice(t *testing.T) {
	url := testenv.Redis(t) + patient
	var taken atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		r := connect(t, url, minute(), redisdb.BucketOptions{Name: "hr", PerSecond: 0.001, Burst: 50})
		for range 5 {
			all.Go(func() {
				for range 10 {
					if _, ok := r.Take(t.Context(), 0); ok {
						taken.Add(1)
					}
				}
			})
		}
	}
	all.Wait()
	if taken.Load() != 50 {
		t.Errorf("%d were taken", taken.Load())
	}
}

func TestBucketsOfOtherNamesAndFastOnesAreTheirOwn(t *testing.T) {
	url := testenv.Redis(t) + patient
	one := slow
	one.Burst = 0 // as good as one
	hr := connect(t, url, minute(), one)
	one.Name = "crm"
	crm := connect(t, url, minute(), one)
	for _, r := range []*replica{hr, crm} {
		if _, ok := r.Take(t.Context(), 0); !ok {
			t.Error("the first token is missing")
		}
		if _, ok := r.Take(t.Context(), 0); ok {
			t.Error("there is a second one")
		}
	}
	fast := connect(t, url, minute(), redisdb.BucketOptions{Name: "fast", PerSecond: 1e6, Burst: 1})
	for range 10 {
		if wait, ok := fast.Take(t.Context(), time.Second); !ok || wait > 10*time.Microsecond {
			t.Errorf("wait %s, %v", wait, ok)
		}
	}
}

func TestWhileRedisIsGoneEachIsAloneAndWaitsOnce(t *testing.T) {
	u := parse(t, testenv.Redis(t))
	proxy := testenv.NewProxy(t, u.Host)
	u.Host = proxy.Address
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	r := connect(t, u.String()+patient, redisdb.LineOptions{Timeout: 50 * time.Millisecond, Rest: time.Second, Clock: func() time.Time { return now }}, slow)

	proxy.Hold(testenv.Requests)
	for range 20 {
		if wait, ok := r.Take(t.Context(), 0); ok || wait != time.Hour {
			t.Errorf("wait %s, %v", wait, ok)
		}
	}
	r.wantSeen(t, map[string]int{"error": 1, "open": 19})
	if r.alone.asked.Load() != 20 {
		t.Errorf("alone %d times", r.alone.asked.Load())
	}
	proxy.Hold(testenv.Nothing)
	proxy.Cut()
	want := map[string]int{"shared": 1}
	for tries := 0; !maps.Equal(r.seen, want) && tries < 100; tries++ { // a slow machine may miss the timeout again
		clear(r.seen)
		now = now.Add(time.Second)
		r.Take(t.Context(), 0)
	}
	r.wantSeen(t, want)
}

func TestACallerThatLeftDoesNotMakeRedisRest(t *testing.T) {
	r := connect(t, testenv.Redis(t)+patient, minute(), slow)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r.Take(ctx, 0)
	if _, ok := r.Take(t.Context(), 0); !ok {
		t.Error("the first token is missing")
	}
	r.wantSeen(t, map[string]int{"shared": 1})
}

func TestRubbishUnderItsNameIsAFailure(t *testing.T) {
	address := testenv.Redis(t)
	client, err := redisdb.Dial(redisdb.Place{URL: address + patient})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.SAdd(t.Context(), "scimgate:rate:hr", "x").Err(); err != nil {
		t.Fatal(err)
	}
	r := connect(t, address+patient, minute(), slow)
	if wait, ok := r.Take(t.Context(), 0); ok || wait != time.Hour {
		t.Errorf("wait %s, %v", wait, ok)
	}
	r.wantSeen(t, map[string]int{"error": 1})
}
