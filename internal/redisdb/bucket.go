package redisdb

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed bucket.lua
var takeText string

// Bucket is a rate that all who use the same name at the same Redis keep together. While Redis does not answer each of
// them keeps to it alone. It is safe for concurrent use.
type Bucket struct {
	line    *Line
	name    string
	every   time.Duration // a token
	burst   int
	alone   Taker
	take    *redis.Script
	observe func(result string)
}

// Taker is a bucket of this process; see Bucket.Take.
type Taker interface {
	Take(ctx context.Context, most time.Duration) (wait time.Duration, taken bool)
}

// BucketOptions are the settings of a Bucket.
type BucketOptions struct {
	Name      string  // of the bucket
	PerSecond float64 // tokens
	Burst     int     // tokens in a full bucket
	Alone     Taker   // used while Redis does not answer
	// Observe counts: "shared" for an answer of Redis, "error" for a failure that cost up to the timeout, "open" for a
	// question that was not asked because Redis rests. It is called from several goroutines.
	Observe func(result string)
}

// NewBucket keeps its tokens at the other end of line.
func NewBucket(line *Line, o BucketOptions) *Bucket {
	if o.Observe == nil {
		o.Observe = func(string) {}
	}
	return &Bucket{
		line: line, name: "scimgate:rate:" + o.Name, every: time.Duration(float64(time.Second) / o.PerSecond), burst: max(o.Burst, 1),
		alone: o.Alone, take: redis.NewScript(takeText), observe: o.Observe,
	}
}

// Take takes one token, the next one that nobody has, if it is there within most; wait says after how long. Else taken
// is false, nothing is taken, and wait is how long it would have been. Redis delays the answer by one timeout at most.
func (b *Bucket) Take(ctx context.Context, most time.Duration) (wait time.Duration, taken bool) {
	var answer []int64
	switch b.line.Ask(ctx, func(ctx context.Context, client Client) (err error) {
		answer, err = b.take.Run(ctx, client, []string{b.name}, b.every.Microseconds(), b.burst, max(most, 0).Microseconds()).Int64Slice()
		if err == nil && len(answer) != 2 {
			err = fmt.Errorf("the script answered %d numbers", len(answer))
		}
		return err
	}) {
	case Answered:
		b.observe("shared")
		return microseconds(answer[1]), answer[0] == 1
	case Failed:
		b.observe("error")
	case Resting:
		b.observe("open")
	}
	return b.alone.Take(ctx, most)
}

// microseconds is n of them, or as many as there can be.
func microseconds(n int64) time.Duration {
	return time.Duration(min(n, math.MaxInt64/int64(time.Microsecond))) * time.Microsecond
}
