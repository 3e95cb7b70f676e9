package testenv

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv/server"
)

// Watched is a Redis of the test's own with a replica, and a Sentinel that lets the replica take over when the first
// one is gone. All of them want a password.
type Watched struct {
	Sentinels        []string // host:port; the first one is nobody's
	Name             string   // of the pair, for the Sentinels
	Password         string   // of the pair
	SentinelPassword string
	First            *server.Server
	replica          *url.URL
}

// RedisWatched starts them.
func RedisWatched(t testing.TB) *Watched {
	t.Helper()
	w := &Watched{Name: "pair", Password: "pair-secret", SentinelPassword: "sentinel-secret"}
	account := []string{"--requirepass", w.Password, "--masterauth", w.Password, "--repl-diskless-sync-delay", "0"}
	w.First = Own(t, server.Redis(account...))
	first := withPassword(t, w.First.Address, w.Password)
	replica := Own(t, server.Redis(append(account, "--replicaof", first.Hostname()+" "+first.Port())...))
	w.replica = withPassword(t, replica.Address, w.Password)
	await(t, "the replica follows", func() bool { return says(w.replica, "INFO replication", "master_link_status:up") })
	sentinel := Own(t, server.RedisSentinel(fmt.Sprintf(`requirepass %s
sentinel monitor %[2]s %[3]s %[4]s 1
sentinel auth-pass %[2]s %[5]s
sentinel down-after-milliseconds %[2]s 500
sentinel failover-timeout %[2]s 5000
`, w.SentinelPassword, w.Name, first.Hostname(), first.Port(), w.Password)))
	at := withPassword(t, sentinel.Address, w.SentinelPassword)
	w.Sentinels = []string{"127.0.0.1:1", at.Host}
	await(t, "the Sentinel knows the replica", func() bool { return says(at, "SENTINEL MASTER "+w.Name, "num-slaves\n1") })
	return w
}

// TakeOver ends the first one, and returns when the replica has taken over.
func (w *Watched) TakeOver(t testing.TB) {
	t.Helper()
	w.First.Kill()
	await(t, "the replica takes over", func() bool { return says(w.replica, "INFO replication", "role:master") })
}

func withPassword(t testing.TB, address, password string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("default", password)
	return u
}

func says(who *url.URL, command, what string) bool {
	answers, err := onRedis(who, command)
	return err == nil && strings.Contains(strings.Join(answers, "\n"), what)
}
