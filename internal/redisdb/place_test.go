package redisdb_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

func dial(t *testing.T, p redisdb.Place) redisdb.Client {
	t.Helper()
	p.Timeout = time.Minute
	client, err := redisdb.Dial(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // Redis may be gone on purpose
	return client
}

func TestKeysOfOneQuestionMayLieOnSeveralNodesOfACluster(t *testing.T) {
	nodes := testenv.RedisCluster(t)
	var account redisdb.Account
	for _, node := range nodes {
		account = few(t, "redis://"+node, "-select", "+cluster|slots", "+command")
	}
	line := redisdb.NewLine(dial(t, redisdb.Place{Addresses: nodes[:1], Account: account}), redisdb.LineOptions{})
	const n = 100
	ask := func(put func(p redis.Pipeliner, key string)) {
		t.Helper()
		if got := line.Ask(t.Context(), func(ctx context.Context, client redisdb.Client) error {
			_, err := client.Pipelined(ctx, func(p redis.Pipeliner) error {
				for i := range n {
					put(p, fmt.Sprint("scimgate:link:", i))
				}
				return nil
			})
			return err
		}); got != redisdb.Answered {
			t.Fatalf("answer %v", got)
		}
	}
	ask(func(p redis.Pipeliner, key string) { p.Set(t.Context(), key, key, time.Minute) })
	var got []*redis.StringCmd
	ask(func(p redis.Pipeliner, key string) { got = append(got, p.Get(t.Context(), key)) })
	for i, g := range got {
		if want := fmt.Sprint("scimgate:link:", i); g.Val() != want {
			t.Errorf("%q, want %q", g.Val(), want)
		}
	}
	for _, node := range nodes {
		here := dial(t, redisdb.Place{URL: "redis://" + node})
		if size, err := here.DBSize(t.Context()).Result(); err != nil || size == 0 || size == n {
			t.Errorf("%s has %d of the keys: %v", node, size, err)
		}
	}
}

func TestReplicasShareTheirTokensInAClusterAndBehindSentinels(t *testing.T) {
	pair := testenv.RedisWatched(t)
	for name, place := range map[string]redisdb.Place{
		"cluster":   {Addresses: testenv.RedisCluster(t)},
		"Sentinels": watched(pair),
	} {
		t.Run(name, func(t *testing.T) {
			first, second := over(t, dial(t, place), minute(), slow), over(t, dial(t, place), minute(), slow)
			for i, c := range []struct {
				by *replica
				ok bool
			}{{first, true}, {second, true}, {first, true}, {second, false}, {first, false}} {
				if _, ok := c.by.Take(t.Context(), 0); ok != c.ok {
					t.Errorf("%d: taken %v", i, ok)
				}
			}
			first.wantSeen(t, map[string]int{"shared": 3})
			second.wantSeen(t, map[string]int{"shared": 2})
		})
	}
}

func watched(pair *testenv.Watched) redisdb.Place {
	return redisdb.Place{
		Addresses: pair.Sentinels, Master: pair.Name,
		Account: redisdb.Account{Password: pair.Password}, Sentinel: redisdb.Account{Password: pair.SentinelPassword},
	}
}

func TestWhoHasTheWrongPasswordIsRefused(t *testing.T) {
	pair := testenv.RedisWatched(t)
	for name, change := range map[string]func(*redisdb.Place){
		"of the servers":   func(p *redisdb.Place) { p.Account.Password = "x" },
		"of the Sentinels": func(p *redisdb.Place) { p.Sentinel.Password = "x" },
	} {
		place := watched(pair)
		change(&place)
		if err := dial(t, place).Ping(t.Context()).Err(); err == nil {
			t.Errorf("%s: it is let in", name)
		}
	}
}

// few makes an account at a server with no more rights than docs/reference/correlation.md asks for.
func few(t *testing.T, url string, more ...any) redisdb.Account {
	t.Helper()
	account := redisdb.Account{Username: "few", Password: "few-secret"}
	rights := []any{
		"ACL", "SETUSER", account.Username, "reset", "on", ">" + account.Password, "~scimgate:*",
		"+get", "+set", "+del", "+eval", "+evalsha", "+time", "+select",
	}
	if err := dial(t, redisdb.Place{URL: url}).Do(t.Context(), append(rights, more...)...).Err(); err != nil {
		t.Fatal(err)
	}
	return account
}

func TestAnAccountWithFewRightsWillDo(t *testing.T) {
	u := parse(t, testenv.Redis(t))
	account := few(t, u.String())
	u.User = url.UserPassword(account.Username, account.Password)
	client := dial(t, redisdb.Place{URL: u.String()})
	r := over(t, client, minute(), slow)
	if _, ok := r.Take(t.Context(), 0); !ok {
		t.Error("the first token is missing")
	}
	r.wantSeen(t, map[string]int{"shared": 1})
	_, err := client.Pipelined(t.Context(), func(p redis.Pipeliner) error {
		p.Set(t.Context(), "scimgate:link:x", "x", time.Minute)
		p.Get(t.Context(), "scimgate:link:x")
		p.Del(t.Context(), "scimgate:link:x")
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := client.Get(t.Context(), "elsewhere").Err(); err == nil {
		t.Error("it may read what is not ours")
	}
}
