package connectortest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

// staffHistories is the history law for records in several tables: day after day something is written, on an
// application and on one in memory, and both are to look alike.
func staffHistories(t *testing.T, h Harness) {
	r := h.random(t)
	const steps = 40
	for range testenv.N(2, 60) {
		real, oracle := newStaffSite(t, h), newStaffSite(t, Harness{New: InMemory})
		day := requested()
		for range steps {
			day = day.AddDate(0, 0, r.IntN(3)/2*r.IntN(20))
			real.ctx, oracle.ctx = connectors.During(t.Context(), day), connectors.During(t.Context(), day)
			name, write := r.staffWrite()
			gotErr, wantErr := write(real), write(oracle)
			if refusal(gotErr) != refusal(wantErr) {
				t.Fatalf("%s: error %v, want %v", name, gotErr, wantErr)
			}
			if d := cmp.Diff(oracle.staffPortrait(t), real.staffPortrait(t)); d != "" {
				t.Fatalf("%s, on %s: the applications differ (-want +got):\n%s", name, day, d)
			}
		}
	}
}

// staffWrite draws a write and gives it a name for the report.
func (r random) staffWrite() (name string, write func(staffSite) error) {
	login := one(r, []string{"ada", "brian", "li", "zoe", "terry", "max", "new", "newer"})
	set := connectors.Fields{}
	for _, f := range sortedNames(staffValues()) {
		if r.IntN(4) == 0 {
			set[f] = one(r, staffValues()[f])
		}
	}
	switch r.IntN(8) {
	case 0, 1:
		set["login"] = login
		return fmt.Sprintf("create %v", set), func(s staffSite) error {
			_, err := s.Create(s.ctx, setting(set))
			return err
		}
	case 2:
		return "delete " + login, func(s staffSite) error {
			return s.Delete(s.ctx, s.account(login), connectors.Need{}, nothing)
		}
	default:
		return fmt.Sprintf("update %s %v", login, set), func(s staffSite) error {
			_, err := s.Update(s.ctx, s.account(login), connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return setting(set), nil })
			return err
		}
	}
}

func staffValues() map[string][]connectors.Value {
	return map[string][]connectors.Value{
		"staff.site": {nil, "Oslo", "Bergen"}, "person.first_name": {nil, "Ada", "Zoë"}, "person.last_name": {"Lovelace", "Hopper", "Hopper", nil},
		"settings.theme": {nil, "dark", "light"}, "settings.quota": {int64(1), "2", nil},
		"employment": {true, false, true, false, nil}, "employment.title": {nil, "Clerk", "Head"}, "department.name": {nil, "Human Resources", "Nowhere"},
	}
}

// account is the key of the account with this login, that of nobody where there is none.
func (s staffSite) account(login string) connectors.Key {
	row, ok := s.find("accounts", func(f connectors.Fields) bool { return f["login"] == login })
	if !ok {
		return key(nobody)
	}
	return key(row["account_no"])
}

// staffPortrait is what is kept of each account, and how many rows there are, without generated numbers.
func (s staffSite) staffPortrait(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, table := range s.tables {
		out = append(out, fmt.Sprintf("%s: %d rows", table.Name, len(s.site.Rows(t, table.Name))))
	}
	need := connectors.Need{Fields: []string{"login", "employment", "employment.title", "department.name", "person.first_name", "person.last_name", "settings.theme", "staff.site"}}
	page, err := s.List(s.ctx, connectors.Query{Need: need, Limit: 100, Order: []connectors.Order{{Field: "login"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Records {
		line := []string{}
		for _, name := range need.Fields {
			line = append(line, name+"="+show(r.Fields[name]))
		}
		out = append(out, strings.Join(line, " "))
	}
	rows := []string{}
	for _, x := range s.site.Rows(t, "employments") {
		line := []string{}
		for _, name := range []string{"dept_code", "title", "cost", "start_date", "end_date"} {
			line = append(line, show(x[name]))
		}
		rows = append(rows, strings.Join(line, " "))
	}
	slices.Sort(rows)
	return append(out, rows...)
}
