package connectortest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

// The history law: a random history of writes does to an application what it does to one in memory. Both succeed or
// both fail, and then all tables, and all that can be read through the connectors, are the same. Numbers that the
// applications generate may differ, so everything goes by logins and role names.

func historyTests() []test {
	return []test{
		{"a random history of writes ends as it does in memory", func(t *testing.T, h Harness) { histories(t, h, Tables) }},
		{"so it does without a unique index on memberships", func(t *testing.T, h Harness) {
			histories(t, h, func() []Table { return WithoutUniqueMembership(Tables()) })
		}},
		{"so it does where a record is kept in several tables, some of whose rows are in force for some days", staffHistories},
	}
}

func histories(t *testing.T, h Harness, tables func() []Table) {
	r := h.random(t)
	failed := 0
	const steps = 50
	for range testenv.N(3, 100) {
		l := lives{r: r, real: newSiteOf(t, h, tables()), oracle: newSiteOf(t, Harness{New: InMemory}, tables()), keeps: h.keeps}
		for range steps {
			if !l.step(t) {
				return
			}
		}
		failed += l.failed
		if !l.wantSameView(t) {
			return
		}
	}
	t.Logf("%d steps of %d failed, each time on both sides", failed, testenv.N(3, 100)*steps)
}

// lives is one history on two applications.
type lives struct {
	r            random
	real, oracle *site
	keeps        func(text string) bool
	failed       int
}

// step writes something on both sides and compares what became of it; false ends the history.
func (l *lives) step(t *testing.T) bool {
	t.Helper()
	name, write := l.draw()
	gotErr, wantErr := write(l.real), write(l.oracle)
	if refusal(gotErr) != refusal(wantErr) {
		t.Errorf("%s: error %v, want %v", name, gotErr, wantErr)
		return false
	}
	if wantErr != nil {
		l.failed++
	}
	if d := cmp.Diff(l.oracle.portrait(), l.real.portrait()); d != "" {
		t.Errorf("%s: the tables differ (-want +got):\n%s", name, d)
		return false
	}
	return true
}

// refusal is the kind of err. Where several things are wrong with a change, it is not said which is found first.
func refusal(err error) connectors.Kind {
	switch k := connectors.KindOf(err); k {
	case connectors.Conflict, connectors.Precondition:
		return connectors.Invalid
	default:
		return k
	}
}

// draw draws a write and gives it a name for the report.
func (l *lives) draw() (name string, write func(*site) error) {
	login, role := l.login(), l.role()
	switch l.r.IntN(12) {
	case 0, 1:
		change := l.personChange(login, true)
		return fmt.Sprintf("create person %v", change), func(s *site) error {
			_, err := s.people().Create(s.t.Context(), change.on(s))
			return err
		}
	case 2, 3, 4, 5, 6:
		change := l.personChange(login, false)
		return fmt.Sprintf("update %s %v", login, change), func(s *site) error {
			return s.update(s.people(), key(s.number(login)), change.on(s))
		}
	case 7:
		keep, set := l.r.IntN(2) == 0, connectors.Fields{"deleted": int64(1), "status": "T"}
		return fmt.Sprintf("delete %s, keep %v", login, keep), func(s *site) error {
			spec := People()
			spec.Keep = keep
			return s.open(spec).Delete(s.t.Context(), key(s.number(login)), connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				if keep {
					return setting(set), nil
				}
				return connectors.Change{}, nil
			})
		}
	case 8, 9, 10:
		change := l.memberChange(role)
		return fmt.Sprintf("members of %s %v", role, change), func(s *site) error {
			return s.update(s.roles(), key(s.roleNumber(role)), change.on(s))
		}
	default:
		name := one(l.r, []string{"Admins", "everybody", "new", "newer"})
		if l.r.IntN(2) == 0 {
			return "create role " + name, func(s *site) error {
				_, err := s.roles().Create(s.t.Context(), setting(connectors.Fields{"role_name": name}))
				return err
			}
		}
		return "delete role " + name, func(s *site) error {
			return s.roles().Delete(s.t.Context(), key(s.roleNumber(name)), connectors.Need{}, nothing)
		}
	}
}
