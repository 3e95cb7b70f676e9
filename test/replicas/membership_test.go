package replicas

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/testenv"
)

const (
	writers = 64
	own     = 48 // writers with a member of their own; of the others two each have one in common
	common  = (writers - own) / 2
)

// TestMembersAreThoseWhoWereAskedForOverReplicas lets many clients add and remove members of one group at three
// processes, of which one is killed on the way. Everybody gets an answer in the end.
func TestMembersAreThoseWhoWereAskedForOverReplicas(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *cluster{
		"members are rows of a database":          humanResources,
		"a list of members is written as a whole": board,
	} {
		for lap := range testenv.N(1, 10) {
			t.Run(fmt.Sprintf("%s/%d", name, lap), func(t *testing.T) { newCrowd(t, open(t)).run(uint64(lap), testenv.N(200, 1_000)) })
		}
	}
}

// crowd is a group, who may be in it, and what clients do with them.
type crowd struct {
	*cluster
	history
	group   string
	members []string
	sent    atomic.Int64
}

func newCrowd(t *testing.T, c *cluster) *crowd {
	t.Helper()
	w := &crowd{cluster: c, group: c.create(0, "/Groups", "Group", "displayName", "crowd"), members: make([]string, own+common)}
	var wg sync.WaitGroup
	for i := range w.members {
		wg.Go(func() { w.members[i] = c.create(i, "/Users", "User", "userName", fmt.Sprintf("member.%d", i)) })
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	return w
}

// run sends n patches, which follow from a seed, and looks at what became of them.
func (w *crowd) run(seed uint64, n int) {
	w.Helper()
	last := make([]bool, own) // what each writer with a member of its own asked for at last
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(i), seed))
			for k := i; k < n; k += writers {
				if i < own {
					last[i] = chance.IntN(3) > 0
					w.put(i+k, w.members[i], last[i])
				} else {
					w.put(i+k, w.members[own+(i-own)%common], chance.IntN(2) > 0)
				}
				switch w.sent.Add(1) {
				case int64(n / 4):
					w.rename("/Groups/"+w.group, "displayName", "the crowd")
				case int64(n / 3):
					w.processes[0].kill()
				case int64(n / 2):
					w.rename("/Users/"+w.members[i%len(w.members)], "userName", "renamed")
				}
			}
		})
	}
	done := make(chan struct{})
	var looking sync.WaitGroup
	for i := range 3 {
		looking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					w.look(w.at(i))
				}
			}
		})
	}
	wg.Wait()
	close(done)
	looking.Wait()
	var want []string
	for i, in := range last {
		if in {
			want = append(want, w.members[i])
		}
	}
	slices.Sort(want)
	for _, p := range w.processes[1:] {
		seen := slices.DeleteFunc(w.look(p), func(id string) bool { return slices.Contains(w.members[own:], id) })
		if d := cmp.Diff(want, seen); d != "" {
			w.Errorf("members that one writer asked for (-want +got):\n%s", d)
		}
	}
	for _, id := range w.wrong(w.T) {
		w.Errorf("nothing explains what was seen of member %d", slices.Index(w.members, id))
	}
}

// put adds or removes a member, at one process after the other until an answer says that it is done.
func (w *crowd) put(n int, member string, in bool) {
	operation := fmt.Sprintf(`{"op": "add", "path": "members", "value": [{"value": %q}]}`, member)
	if !in {
		operation = fmt.Sprintf(`{"op": "remove", "path": "members[value eq \"%s\"]"}`, member)
	}
	w.patch(n, "/Groups/"+w.group, operation, deed{member: member, in: in})
}

func (w *crowd) rename(path, attribute, name string) {
	w.patch(1, path, fmt.Sprintf(`{"op": "replace", "path": %q, "value": %q}`, attribute, name))
}

func (w *crowd) patch(n int, path, operation string, deeds ...deed) {
	body := `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operation + `]}`
	for ; w.Context().Err() == nil; n++ {
		p, begun := w.at(n), w.begin()
		status, answer, err := w.send(p, http.MethodPatch, path, body)
		confirmed := err == nil && status/100 == 2
		w.end(begun, confirmed, deeds...)
		switch {
		case confirmed:
			return
		case err != nil && !p.killed.Load() || err == nil && status != http.StatusServiceUnavailable:
			w.Errorf("PATCH %s: %d %s %v", path, status, answer, err)
			return
		}
	}
}

// look notes who is in the group, in order.
func (w *crowd) look(p *process) []string {
	begun := w.begin()
	status, body, err := w.send(p, http.MethodGet, "/Groups/"+w.group, "")
	if err != nil && p.killed.Load() || status == http.StatusServiceUnavailable {
		return nil
	}
	var group struct{ Members []struct{ Value string } }
	if err == nil {
		err = json.Unmarshal(body, &group)
	}
	if err != nil || status != http.StatusOK {
		w.Errorf("GET: %d %s %v", status, body, err)
		return nil
	}
	var seen []string
	for _, m := range group.Members {
		seen = append(seen, m.Value)
	}
	slices.Sort(seen)
	deeds := make([]deed, len(w.members))
	for i, id := range w.members {
		_, in := slices.BinarySearch(seen, id)
		deeds[i] = deed{member: id, look: true, in: in}
	}
	w.end(begun, true, deeds...)
	return seen
}
