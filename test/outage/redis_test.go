package outage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

// TestHoweverRedisFailsNobodyIsToldAnythingElse lets clients work at two gateways while Redis is away, silent, deaf,
// empty, or holds entries of another time. They know what they must be told, and are told that.
func TestHoweverRedisFailsNobodyIsToldAnythingElse(t *testing.T) {
	for name, open := range map[string]func(*testing.T) (application, settings, func() []string){
		"a help desk that numbers its agents": func(t *testing.T) (application, settings, func() []string) {
			d := newDesk(t)
			return d, d.settings(), func() []string {
				return slices.DeleteFunc(d.logins(), func(l string) bool { return l == "ada" || l == "brian" })
			}
		},
		"people whose key is their name": func(t *testing.T) (application, settings, func() []string) {
			p, o := newPeople(t)
			return p, o, p.logins
		},
	} {
		t.Run(name, func(t *testing.T) {
			app, o, logins := open(t)
			r := newRedis(t)
			o.gateways, o.store = 2, fmt.Sprintf("{type: postgres, dsn: %q}", testenv.Postgres(t))
			o.redis = fmt.Sprintf("redis: {url: %q, timeout: 30ms}", r.through)
			s := newSite(t, o)
			var all sync.WaitGroup
			clients := make([]*client, 4)
			for i := range clients {
				seed := rand.Uint64()
				t.Logf("client %d has the seed %d", i, seed)
				clients[i] = newClient(s, app, fmt.Sprint("c", i), rand.New(rand.NewPCG(seed, 0)))
				all.Go(func() {
					for range testenv.N(150, 5_000) {
						if !t.Failed() {
							clients[i].step()
						}
						r.worsen(s, clients[i].rng)
					}
				})
			}
			all.Wait()
			r.heal()
			var want []string
			asked := 0
			for _, c := range clients {
				c.wantAll()
				want, asked = append(want, c.living()...), asked+c.asked
			}
			slices.Sort(want)
			if d := cmp.Diff(want, logins()); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
			s.wantTroubled(asked, app)
		})
	}
}

// wantTroubled checks that Redis was of use and of none, and that no request waited for it twice.
func (s *site) wantTroubled(asked int, app application) {
	s.Helper()
	results := map[string]int{}
	for _, result := range []string{"hit", "miss", "error", "open"} {
		results[result] = s.metric(fmt.Sprintf("scimgate_cache_requests_total{result=%q}", result))
	}
	s.Logf("%d requests: %v", asked, results)
	if results["error"] > asked {
		s.Errorf("%d requests waited for Redis %d times", asked, results["error"])
	}
	if _, lasting := app.(desk); lasting && slices.Contains([]int{results["hit"], results["miss"], results["error"], results["open"]}, 0) {
		s.Errorf("it was not as bad as it should have been: %v", results)
	}
}

// redis is one that fails.
type redis struct {
	*testing.T
	server  *server.Server
	network *testenv.Proxy
	through string         // its URL, by way of the network
	client  redisdb.Client // past the network

	mu   sync.Mutex
	kept map[string]string // entries of another time
}

func newRedis(t *testing.T) *redis {
	t.Helper()
	r := &redis{T: t, server: testenv.Own(t, server.Redis())}
	u, err := url.Parse(r.server.Address)
	if err != nil {
		t.Fatal(err)
	}
	r.network = testenv.NewProxy(t, u.Host)
	r.through = "redis://" + r.network.Address
	if r.client, err = redisdb.Dial(redisdb.Place{URL: r.server.Address, Timeout: time.Minute}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.client.Close() })
	return r
}

// worsen does, once in a while, something to Redis, or ends what was done.
func (r *redis) worsen(s *site, rng *rand.Rand) {
	if rng.IntN(10) > 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch rng.IntN(16) {
	case 0:
		r.network.Down(true)
	case 1:
		r.network.Hold(testenv.Requests)
	case 2:
		r.network.Hold(testenv.Answers) // what it is asked to forget it forgets, and nobody knows
	case 3:
		r.network.Deaf(true)
		r.network.Cut()
	case 4:
		r.network.Cut()
	case 5:
		r.must(r.client.FlushDB(context.Background()).Err())
	case 6:
		if rng.IntN(5) == 0 {
			r.server.Kill()
			r.must(r.server.Start(context.Background()))
		}
	case 7:
		r.keep()
	case 8:
		r.recall()
	default:
		r.heal()
		s.skip(2 * time.Second) // for so long Redis rests
	}
}

// heal makes the network well again.
func (r *redis) heal() {
	r.network.Hold(testenv.Nothing)
	r.network.Deaf(false)
	r.network.Down(false)
}

// keep remembers all entries, and recall puts them back over what has become of them.
func (r *redis) keep() {
	ctx := context.Background()
	r.kept = map[string]string{}
	keys, err := r.client.Keys(ctx, "*").Result()
	r.must(err)
	for _, key := range keys {
		r.kept[key] = r.client.Get(ctx, key).Val() // unless it has expired meanwhile
	}
}

func (r *redis) recall() {
	for key, entry := range r.kept {
		r.must(r.client.Set(context.Background(), key, entry, time.Minute).Err())
	}
}

func (r *redis) must(err error) {
	if err != nil {
		r.Error(err)
	}
}
