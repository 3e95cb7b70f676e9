package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// step is one request and everything that it does to the database.
type step struct {
	name    string
	method  string
	path    string // {user}, {group}, {boss} and {other} stand for ids, {phone} and {phone2} for phone numbers' keys
	body    string
	status  int
	stamps  string   // the number of the employee who is stamped; empty: nobody may be
	changes []string // apart from the stamps
	then    func(t *testing.T, w *walk, a answer)
}

type walk struct {
	c   *client
	ids map[string]string
}

func (w *walk) fill(text string) string {
	for name, id := range w.ids {
		text = strings.ReplaceAll(text, "{"+name+"}", id)
	}
	return text
}

func TestAUserAndAGroupLiveAndDieInPostgreSQLAndNothingElseChanges(t *testing.T) {
	dsn, conn := hrDatabase(t, 200)
	c := serve(t, dsn)
	w := &walk{c: c, ids: map[string]string{
		"boss":  c.id("/Users", `userName eq "zoe.obrien"`),
		"other": c.id("/Users", `userName eq "wei.silva"`),
	}}
	var phones int
	if err := conn.QueryRow(t.Context(), "SELECT max(phone_no) FROM employee_phones").Scan(&phones); err != nil {
		t.Fatal(err)
	}
	w.ids["phone"], w.ids["phone2"] = fmt.Sprint(phones+1), fmt.Sprint(phones+2)
	before := takeSnapshot(t, conn)
	for _, s := range steps {
		ok := t.Run(s.name, func(t *testing.T) {
			w.c.t = t
			a := w.c.do(s.method, w.fill(s.path), w.fill(s.body))
			if a.Status != s.status {
				t.Fatalf("%s %s: %d %v, want %d", s.method, s.path, a.Status, a.Body, s.status)
			}
			after := takeSnapshot(t, conn)
			changes := after.changesSince(before)
			before = after
			if s.stamps != "" {
				var stamped bool
				if changes, stamped = withoutStamps(changes, s.stamps); !stamped {
					t.Errorf("employee %s has no new stamp", s.stamps)
				}
			}
			var want []string
			for _, change := range s.changes {
				want = append(want, w.fill(change))
			}
			if d := cmp.Diff(want, changes); d != "" {
				t.Errorf("changed in the database (-want +got):\n%s", d)
			}
			if s.then != nil {
				s.then(t, w, a)
			}
		})
		if !ok {
			return // the next steps build on this one
		}
	}
}

// remember keeps the id of what was created, which must be the end of its location.
func remember(name string) func(*testing.T, *walk, answer) {
	return func(t *testing.T, w *walk, a answer) {
		t.Helper()
		id, ok := a.Body["id"].(string)
		if !ok || id == w.ids[name] || !strings.HasSuffix(a.Header.Get("Location"), "/"+id) {
			t.Fatalf("id %v, Location %q, before %q", a.Body["id"], a.Header.Get("Location"), w.ids[name])
		}
		w.ids[name] = id
	}
}

// total checks how many resources a list has.
func total(want float64) func(*testing.T, *walk, answer) {
	return func(t *testing.T, _ *walk, a answer) {
		t.Helper()
		if a.Body["totalResults"] != want {
			t.Errorf("totalResults %v, want %v", a.Body["totalResults"], want)
		}
	}
}
