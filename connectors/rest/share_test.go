package rest

import (
	"context"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// polite is a locker that counts.
type polite struct {
	connectors.Locker
	turns, gaveWay int
}

func (p *polite) Lock(context.Context, string, time.Duration) (connectors.Turn, error) {
	p.turns++
	return nil, nil
}

func (p *polite) GiveWay(context.Context) error {
	p.gaveWay++
	return nil
}

func TestWritersInALineGiveWayToThoseOfOtherReplicasNowAndThen(t *testing.T) {
	p, line := &polite{}, &lock{}
	for range 3 * fairShare {
		c := &claim{locker: p, at: line}
		if err := c.make(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if p.turns != 3*fairShare || p.gaveWay != 2 {
		t.Errorf("%d turns, and way was given %d times", p.turns, p.gaveWay)
	}
}
