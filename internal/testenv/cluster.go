package testenv

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv/server"
)

// RedisCluster starts a cluster of three servers of the test's own, and returns where they are, host:port. They want
// no password.
func RedisCluster(t testing.TB) []string {
	t.Helper()
	const slots, nodes = 16384, 3
	var addresses []string
	var urls []*url.URL
	for range nodes {
		u, err := url.Parse(Own(t, server.RedisNode()).Address)
		if err != nil {
			t.Fatal(err)
		}
		urls, addresses = append(urls, u), append(addresses, u.Host)
	}
	for i, u := range urls {
		commands := []string{fmt.Sprintf("CLUSTER ADDSLOTSRANGE %d %d", i*slots/nodes, (i+1)*slots/nodes-1)}
		for _, other := range urls {
			bus, err := onRedis(other, "CONFIG GET cluster-port")
			if err != nil {
				t.Fatal(err)
			}
			_, port, _ := strings.Cut(bus[0], "\n")
			commands = append(commands, fmt.Sprintf("CLUSTER MEET %s %s %s", other.Hostname(), other.Port(), port))
		}
		if _, err := onRedis(u, commands...); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the nodes know each other", func() bool {
		for _, u := range urls {
			if !says(u, "CLUSTER INFO", "cluster_state:ok") || !says(u, "CLUSTER INFO", "cluster_known_nodes:3") {
				return false
			}
		}
		return true
	})
	return addresses
}
