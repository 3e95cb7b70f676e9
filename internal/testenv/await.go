package testenv

import (
	"testing"
	"time"
)

// await returns when done, for which servers that talk to each other need a while.
func await(t testing.TB, what string, done func() bool) {
	t.Helper()
	tick, deadline := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("after a minute still not: %s", what)
		}
	}
}
