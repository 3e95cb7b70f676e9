package config_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/config"
)

func TestCallsAreWhatTheFileSaysOverWhatHoldsForTheKind(t *testing.T) {
	kind := config.Calls{
		Retries: 2, LongestWait: 10 * time.Second, Breaker: config.Breaker{Failures: 5, Rest: 10 * time.Second},
		Concurrency: 16, Queue: 100, MergeReads: true,
	}
	but := func(change func(*config.Calls)) config.Calls {
		c := kind
		change(&c)
		return c
	}
	for _, c := range []struct {
		name, app string
		want      config.Calls
	}{
		{"nothing but the file", `hr.yaml`, kind},
		{"nothing", `{file: hr.yaml}`, kind},
		{"everything off", `{file: hr.yaml, calls: {retries: 0, breaker: {failures: 0}, concurrency: 0, merge_reads: false}}`, but(func(c *config.Calls) {
			c.Retries, c.Breaker.Failures, c.Concurrency, c.MergeReads = 0, 0, 0, false
		})},
		{"limits of time", `{file: hr.yaml, calls: {timeout: 20s, longest_wait: 1m, breaker: {rest: 1m}}}`, but(func(c *config.Calls) {
			c.Timeout, c.LongestWait, c.Breaker.Rest = 20*time.Second, time.Minute, time.Minute
		})},
		{"a rate with the burst of a second", `{file: hr.yaml, calls: {queue: 0, rate: {per_second: 20}}}`, but(func(c *config.Calls) {
			c.Queue, c.Rate = 0, config.CallRate{PerSecond: 20, Burst: 20}
		})},
		{"a slow rate", `{file: hr.yaml, calls: {rate: {per_second: 0.5}}}`, but(func(c *config.Calls) {
			c.Rate = config.CallRate{PerSecond: 0.5, Burst: 1}
		})},
		{"a rate with another burst", `{file: hr.yaml, calls: {rate: {per_second: 20, burst: 3}}}`, but(func(c *config.Calls) {
			c.Rate = config.CallRate{PerSecond: 20, Burst: 3}
		})},
		{"a burst without a rate", `{file: hr.yaml, calls: {rate: {per_second: 0, burst: 3}}}`, kind},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := "clients: [{name: a, tokens: [{sha256: 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8}], apps: {hr: read}}]\napps:\n  - " + c.app + "\n"
			cfg, found := config.Read("gateway.yaml", []byte(src), variables)
			if len(found) > 0 {
				t.Fatal(found)
			}
			if d := cmp.Diff(c.want, cfg.Apps[0].Calls(kind)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}
