package connectortest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// whole is every row of every table, printed, so that a test can say what a write changed and prove that it
// changed nothing else.
type whole map[string]map[string]connectors.Fields // table → row's name → row

func (s *site) whole() whole {
	s.t.Helper()
	w := whole{}
	for _, table := range s.tables {
		w[table.Name] = map[string]connectors.Fields{}
		for _, r := range s.Rows(s.t, table.Name) {
			name := nameOf(table, r)
			for w[table.Name][name] != nil { // rows without a key may be equal
				name += " again"
			}
			w[table.Name][name] = r
		}
	}
	return w
}

// changes prints how the tables differ from before: "~ employees 1 nick: ada → lace", "- phones 2",
// "+ phones: emp_no=1 kind=W" with the columns that have values, generated ones left out.
func (s *site) changes(before whole) []string {
	s.t.Helper()
	after := s.whole()
	var out []string
	for _, table := range s.tables {
		for name, old := range before[table.Name] {
			row, ok := after[table.Name][name]
			if !ok {
				out = append(out, "- "+table.Name+" "+name)
				continue
			}
			for _, c := range table.Columns {
				if a, b := show(old[c.Name]), show(row[c.Name]); a != b {
					out = append(out, fmt.Sprintf("~ %s %s %s: %s → %s", table.Name, name, c.Name, a, b))
				}
			}
		}
		for name, row := range after[table.Name] {
			if _, ok := before[table.Name][name]; !ok {
				out = append(out, "+ "+table.Name+": "+strings.Join(given(table, row), " "))
			}
		}
	}
	slices.Sort(out)
	return out
}

// wantChanges compares the changes since before with want, in any order; none at all when want is empty.
func (s *site) wantChanges(t *testing.T, before whole, want ...string) {
	t.Helper()
	slices.Sort(want)
	if d := cmp.Diff(want, s.changes(before), cmp.Transformer("", func(l []string) string { return strings.Join(l, "\n") })); d != "" {
		t.Errorf("the tables changed otherwise (-want +got):\n%s", d)
	}
}

// stamped are the changes that the stamps of People make to one of the fixture's records.
func (s *site) stamped(before whole, person int64) []string {
	old := before["employees"][fmt.Sprint(person)]
	return []string{
		fmt.Sprintf("~ employees %d updated_at: %s → %s", person, show(old["updated_at"]), show(requested())),
		fmt.Sprintf("~ employees %d updated_by: %s → scim", person, show(old["updated_by"])),
	}
}

func nameOf(t Table, row connectors.Fields) string {
	if len(t.Key) == 0 {
		return strings.Join(given(t, row), " ")
	}
	parts := make([]string, len(t.Key))
	for i, k := range t.Key {
		parts[i] = show(row[k])
	}
	return strings.Join(parts, "~")
}

func given(t Table, row connectors.Fields) []string {
	var out []string
	for _, c := range t.Columns {
		if v := row[c.Name]; v != nil && !c.Generated {
			out = append(out, c.Name+"="+show(v))
		}
	}
	return out
}

// show prints a value so that equal ones print alike.
func show(v connectors.Value) string {
	switch v := v.(type) {
	case nil:
		return "∅"
	case connectors.Decimal:
		if r, ok := new(big.Rat).SetString(string(v)); ok {
			return r.FloatString(4)
		}
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	default:
		return fmt.Sprint(v)
	}
}
