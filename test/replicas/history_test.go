package replicas

import (
	"math"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"
)

// A membership is a register that is in or out. Clients put somebody in, put him out and look; each of these is done at
// one instant between its request and its answer, or, where no answer said so, at any later one or never. A history is
// right when there are such instants for all of it.

// deed is what a client did with one member.
type deed struct {
	member string
	look   bool
	in     bool // what was asked for, or seen
}

// history is what clients did, in their own words. It is safe for concurrent use.
type history struct {
	clock atomic.Int64

	mu   sync.Mutex
	done []porcupine.Operation
}

// begin notes that a request is about to be sent. The answer is for end.
func (h *history) begin() int64 { return h.clock.Add(1) }

// end notes deeds that were begun at an instant, and whether an answer confirms them.
func (h *history) end(begun int64, confirmed bool, deeds ...deed) {
	ended := h.clock.Add(1)
	if !confirmed {
		ended = math.MaxInt64
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range deeds {
		h.done = append(h.done, porcupine.Operation{Input: d, Call: begun, Return: ended})
	}
}

// wrong are the members whose histories nothing explains.
func (h *history) wrong(t *testing.T) (members []string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	byMember := map[string][]porcupine.Operation{}
	for _, o := range h.done {
		name := o.Input.(deed).member
		byMember[name] = append(byMember[name], o)
	}
	for name, own := range byMember {
		switch porcupine.CheckOperationsTimeout(membership(), own, bound) {
		case porcupine.Illegal:
			members = append(members, name)
		case porcupine.Unknown:
			t.Errorf("the history of %s takes too long to check", name)
		}
	}
	return members
}

// membership is one member, who is out at first.
func membership() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return false },
		Step: func(state, input, _ any) (bool, any) {
			d := input.(deed)
			if d.look {
				return state.(bool) == d.in, state
			}
			return true, d.in
		},
	}
}

func TestTheCheckerTellsRightHistoriesFromWrongOnes(t *testing.T) {
	add, remove := deed{in: true}, deed{}
	in, out := deed{look: true, in: true}, deed{look: true}
	type event struct {
		deed
		from, to int64 // 0: there was no answer
	}
	for _, c := range []struct {
		name  string
		right bool
		done  []event
	}{
		{"who was added is in", true, []event{{add, 1, 2}, {in, 3, 4}}},
		{"who was removed is out", true, []event{{add, 1, 2}, {remove, 3, 4}, {out, 5, 6}}},
		{"at the same time either may be last", true, []event{{add, 1, 4}, {remove, 2, 3}, {in, 5, 6}, {in, 7, 8}}},
		{"what is under way may be seen or not", true, []event{{add, 1, 6}, {out, 2, 3}, {in, 4, 5}}},
		{"what was not answered may have been done late", true, []event{{add, 1, 0}, {out, 2, 3}, {in, 4, 5}}},
		{"or never", true, []event{{add, 1, 0}, {out, 2, 3}, {out, 4, 5}}},
		{"an addition that is lost", false, []event{{add, 1, 2}, {out, 3, 4}}},
		{"a removal that is lost", false, []event{{add, 1, 2}, {remove, 3, 4}, {in, 5, 6}}},
		{"one who is back although nobody added him again", false, []event{{add, 1, 2}, {remove, 3, 4}, {out, 5, 6}, {in, 7, 8}}},
		{"one who was never added", false, []event{{in, 1, 2}}},
		{"an order that changes while one looks", false, []event{{add, 1, 4}, {remove, 2, 3}, {in, 5, 6}, {out, 7, 8}}},
		{"what was seen done is undone", false, []event{{add, 1, 8}, {in, 2, 3}, {out, 4, 5}}},
		{"what was not answered is done twice", false, []event{{add, 1, 0}, {in, 2, 3}, {remove, 4, 5}, {out, 6, 7}, {in, 8, 9}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var h history
			for _, e := range c.done {
				o := porcupine.Operation{Input: e.deed, Call: e.from, Return: e.to}
				if e.to == 0 {
					o.Return = math.MaxInt64
				}
				h.done = append(h.done, o)
			}
			if right := len(h.wrong(t)) == 0; right != c.right {
				t.Errorf("right is %t", right)
			}
		})
	}
}
