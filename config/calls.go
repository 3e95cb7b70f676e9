package config

import (
	"math"
	"strconv"
)

// Calls are what the file says about calls to the application, over what holds for applications of its kind.
func (a App) Calls(kind Calls) Calls {
	l := &loader{keys: map[string]bool{}}
	return l.calls(l.section("", a.calls), kind)
}

func (l *loader) calls(s section, def Calls) Calls {
	defer s.end()
	return Calls{
		Timeout:     s.Duration("timeout", def.Timeout),
		Retries:     s.Int("retries", 0, def.Retries),
		LongestWait: s.Duration("longest_wait", def.LongestWait),
		Breaker:     l.breaker(s.under("breaker"), def.Breaker),
		Concurrency: s.Int("concurrency", 0, def.Concurrency),
		Queue:       s.Int("queue", 0, def.Queue),
		Rate:        l.callRate(s.under("rate"), def.Rate),
		MergeReads:  s.Bool("merge_reads", def.MergeReads),
	}
}

func (l *loader) breaker(s section, def Breaker) Breaker {
	defer s.end()
	return Breaker{Failures: s.Int("failures", 0, def.Failures), Rest: s.Duration("rest", def.Rest)}
}

// callRate reads how often an application may be called. After a rest that may be as often at once as in a second, but
// once at least, unless it is to be otherwise.
func (l *loader) callRate(s section, def CallRate) CallRate {
	defer s.end()
	r := CallRate{PerSecond: l.frequency(s, "per_second", def.PerSecond)}
	if r.Burst = s.Int("burst", 1, max(int(r.PerSecond), 1)); r.PerSecond == 0 {
		return CallRate{}
	}
	return r
}

// frequency reads a number that need not be whole.
func (l *loader) frequency(s section, key string, def float64) float64 {
	text := s.Text(key, "")
	if text == "" {
		return def
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n > 1e6 || math.IsNaN(n) {
		l.found.Add(s.Get(key).Finding("config/type", "", "%q must be a number such as 20 or 0.5, or 0 for any", key))
		return def
	}
	return n
}
