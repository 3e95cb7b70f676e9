package redisdb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/redisdb"
)

var errSilent = errors.New("no answer")

// silence asks a Redis that never answers, and counts how often somebody waited for it.
type silence struct {
	*redisdb.Line
	now    time.Time
	waited int
}

func newSilence(t *testing.T) *silence {
	s := &silence{now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	s.Line = redisdb.NewLine(dial(t, redisdb.Place{URL: "redis://127.0.0.1:1"}), redisdb.LineOptions{
		Rest: time.Second, Clock: func() time.Time { return s.now },
	})
	return s
}

func (s *silence) ask(ctx context.Context) redisdb.Answer {
	return s.Ask(ctx, func(context.Context, redisdb.Client) error { s.waited++; return errSilent })
}

func TestARequestWaitsForRedisOnceHoweverLongItTakes(t *testing.T) {
	s := newSilence(t)
	request := redisdb.Once(t.Context())
	var got []redisdb.Answer
	for range 5 {
		got = append(got, s.ask(request))
		s.now = s.now.Add(time.Minute) // the rest is over, and the request is not
	}
	want := []redisdb.Answer{redisdb.Failed, redisdb.Resting, redisdb.Resting, redisdb.Resting, redisdb.Resting}
	if d := cmp.Diff(want, got); d != "" || s.waited != 1 {
		t.Errorf("it waited %d times: -want +got\n%s", s.waited, d)
	}
	if s.ask(redisdb.Once(t.Context())) != redisdb.Failed {
		t.Error("the next request does not ask either")
	}
}

func TestWhileRedisRestsNobodyWaits(t *testing.T) {
	s := newSilence(t)
	for range 3 {
		if s.ask(redisdb.Once(t.Context())) != redisdb.Failed {
			t.Error("it was not asked")
		}
		for range 1000 {
			if s.ask(redisdb.Once(t.Context())) != redisdb.Resting {
				t.Error("it was asked")
			}
			s.now = s.now.Add(999 * time.Microsecond)
		}
		s.now = s.now.Add(time.Millisecond)
	}
	if s.waited != 3 {
		t.Errorf("%d waited", s.waited)
	}
}
