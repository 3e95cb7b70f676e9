package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/internal/testenv"
)

// TestEveryKindOfCallIsTakenBack refuses each call of each write of testdata/writes in turn. Then the desk is as it was
// before, unless the write came to its end all the same.
func TestEveryKindOfCallIsTakenBack(t *testing.T) {
	statuses := []int{http.StatusUnprocessableEntity, http.StatusForbidden, http.StatusServiceUnavailable}
	golden.Run(t, "testdata/writes/*.txtar", func(t *testing.T, c *golden.Case) {
		block, _ := c.File("block")
		names, _ := c.File("writes")
		for name := range strings.Lines(names) {
			name = strings.TrimSpace(name)
			if strings.Contains(name, "somebody else") {
				continue // whose write stays
			}
			run := func(refused, status int) (*desk, error) {
				d := newDesk(t)
				d.refused, d.status = refused, status
				return d, writes()[name](t, d, dial(t, "type: rest\nbase_url: "+d.url+"\n"+block))
			}
			whole, err := run(-1, 0)
			if err != nil {
				continue // refused anyway
			}
			for i, call := range whole.log {
				for _, status := range statuses[:testenv.N(1, len(statuses))] {
					d, err := run(i, status)
					want := newDesk(t).state()
					if err == nil {
						want = whole.state()
					}
					if errors.Is(err, connectors.OutcomeUnknown) && strings.HasPrefix(call, "GET") {
						continue // it is written, and cannot be read
					}
					if diff := cmp.Diff(want, d.state()); diff != "" {
						t.Errorf("%s: %d at %s%v (-want +got):\n%s\n%s", name, status, call, err, diff, strings.Join(d.log, ""))
					}
				}
			}
		}
	})
}

// state is all rows of all collections, but for the numbers that rows are given anew and what they alone had.
func (d *desk) state() []string {
	var out []string
	for _, name := range []string{"agents", "phones", "teams", "memberships"} {
		for _, row := range d.Rows(name) {
			delete(row, "line")
			out = append(out, name+" "+fmt.Sprint(row))
		}
	}
	return out
}
