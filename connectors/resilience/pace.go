package resilience

import (
	"context"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// pace is how the answers of an entity change with the instant of the request, all else being equal.
type pace int

const (
	never  pace = iota // not at all
	daily              // with the day, which decides what is in force
	always             // with a condition that looks at the clock
)

// paceOf is that of the entity that s describes.
func paceOf(s connectors.Spec) pace {
	_, moves, err := s.AsOf(time.Time{})
	if moves || err != nil {
		return always
	}
	current := func(joins []connectors.Join) bool {
		return slices.ContainsFunc(joins, func(j connectors.Join) bool { return j.Current != nil })
	}
	if current(s.Joins) {
		return daily
	}
	for _, r := range s.Relations {
		if current(r.Joins) {
			return daily
		}
	}
	return never
}

// of is a number that two requests share only if the instant makes no difference between them.
func (p pace) of(ctx context.Context) int64 {
	switch p {
	case never:
		return 0
	case daily:
		return connectors.Instant(ctx).Unix() / int64(24*time.Hour/time.Second)
	default:
		return connectors.Instant(ctx).UnixNano()
	}
}
