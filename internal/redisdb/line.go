package redisdb

import (
	"cmp"
	"context"
	"time"
)

// Answer is what became of a question.
type Answer int

const (
	Answered Answer = iota
	Failed          // after up to the timeout
	Resting         // it was not asked, because an earlier one failed: of anybody's a moment ago, or of this request's; see Once
	Left            // the caller's context ended, which says nothing about Redis
)

// LineOptions are the settings of a Line.
type LineOptions struct {
	Timeout time.Duration    // of one question; 0: as long as the client waits for an answer
	Rest    time.Duration    // how long Redis is left alone after it failed; 0: 2 s
	Clock   func() time.Time // of the rest; nil: time.Now
}

// Line asks one Redis. It is safe for concurrent use.
type Line struct {
	client  Client
	timeout time.Duration
	rest    rest
}

// NewLine asks by way of client.
func NewLine(client Client, o LineOptions) *Line {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	return &Line{
		client: client, timeout: cmp.Or(o.Timeout, patience(client)),
		rest: rest{clock: o.Clock, long: cmp.Or(o.Rest, 2*time.Second)},
	}
}

// Close closes the client.
func (l *Line) Close() error { return l.client.Close() }

// Ask puts one question, unless Redis rests or this request has waited for it already.
func (l *Line) Ask(ctx context.Context, question func(ctx context.Context, client Client) error) Answer {
	if spent(ctx) || !l.rest.allows() {
		return Resting
	}
	bound, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	err := question(bound, l.client)
	switch {
	case err == nil:
		l.rest.succeeded()
		return Answered
	case ctx.Err() != nil:
		return Left
	default:
		spend(ctx)
		l.rest.failed()
		return Failed
	}
}
