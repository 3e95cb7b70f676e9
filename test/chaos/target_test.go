package chaos

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/internal/failpoint"
)

// targets know where operations come by, and where the gateway was killed.
type targets struct {
	reachable []string
	routes    map[string][]string // the arrivals of the last whole operation of a class
	kills     map[string]int      // by point
}

func newTargets(apps []*app) *targets {
	return &targets{reachable(apps), map[string][]string{}, map[string]int{}}
}

// next is a place where an operation comes by, and where the gateway was killed least often.
func (t *targets) next(p plan, o operation) failpoint.Order {
	arrivals := map[string]int{}
	for _, point := range append(o.via, t.routes[o.class()]...) {
		arrivals[point]++
	}
	if len(arrivals) == 0 {
		return t.rare(p)
	}
	point := t.least(p, slices.Sorted(maps.Keys(arrivals)))
	return failpoint.Order{Point: point, Arrival: 1 + p.IntN(arrivals[point])}
}

// rare is a place of all, where the gateway was killed least often: what follows an interruption comes by others than what
// was interrupted.
func (t *targets) rare(p plan) failpoint.Order {
	return failpoint.Order{Point: t.least(p, t.reachable), Arrival: 1}
}

func (t *targets) least(p plan, points []string) string {
	points = slices.Clone(points)
	p.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	return slices.MinFunc(points, func(a, b string) int { return t.kills[a] - t.kills[b] })
}

// missed are the places where the gateway was never killed.
func (t *targets) missed() []string {
	return slices.DeleteFunc(slices.Clone(t.reachable), func(point string) bool { return t.kills[point] > 0 })
}
