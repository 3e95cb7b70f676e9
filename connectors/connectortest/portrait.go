package connectortest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// portrait is every row of every table with names in place of generated numbers.
func (s *site) portrait() []string {
	s.t.Helper()
	rows := map[string][]connectors.Fields{}
	for _, table := range s.tables {
		rows[table.Name] = s.Rows(s.t, table.Name)
	}
	people, roles := names(rows["employees"], "emp_no", "login"), names(rows["roles"], "role_id", "role_name")
	var out []string
	for _, table := range s.tables {
		for _, row := range rows[table.Name] {
			line := []string{table.Name}
			for _, c := range table.Columns {
				v := show(row[c.Name])
				switch c.Name {
				case "emp_no":
					v = people[v]
				case "role_id":
					v = roles[v]
				case "phone_no":
					v = ""
				}
				line = append(line, c.Name+"="+v)
			}
			out = append(out, strings.Join(line, " "))
		}
	}
	slices.Sort(out)
	return out
}

// names maps numbers to names; a number that is not there has none.
func names(rows []connectors.Fields, number, name string) map[string]string {
	out := map[string]string{}
	for _, row := range rows {
		out[show(row[number])] = show(row[name])
	}
	return out
}

func (s *site) find(table string, want func(connectors.Fields) bool) (connectors.Fields, bool) {
	rows := s.Rows(s.t, table)
	if i := slices.IndexFunc(rows, want); i >= 0 {
		return rows[i], true
	}
	return nil, false
}

// number is a person's by login, that of nobody where there is no such person.
func (s *site) number(login string) int64 {
	row, ok := s.find("employees", func(f connectors.Fields) bool { return f["login"] == login })
	if !ok {
		return nobody
	}
	return row["emp_no"].(int64)
}

func (s *site) roleNumber(name string) int64 {
	row, ok := s.find("roles", func(f connectors.Fields) bool { return f["role_name"] == name })
	if !ok {
		return nobody
	}
	return row["role_id"].(int64)
}

// wantSameView compares what can be read through the connectors.
func (l *lives) wantSameView(t *testing.T) bool {
	t.Helper()
	for _, spec := range []connectors.Spec{People(), Roles()} {
		if d := cmp.Diff(view(l.oracle.law(spec)), view(l.real.law(spec))); d != "" {
			t.Errorf("%s: the records differ (-want +got):\n%s", spec.Entity, d)
			return false
		}
	}
	return true
}

// view prints the records without generated numbers, in any order.
func view(l *law) []string {
	print := func(f connectors.Fields) string {
		var out []string
		for name, v := range f {
			if name != "emp_no" && name != "role_id" {
				out = append(out, name+"="+show(v))
			}
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	var out []string
	for _, r := range l.records {
		line := []string{}
		for relation, rows := range r.Rows {
			for _, row := range rows {
				line = append(line, relation+"["+print(row.Fields)+"]")
			}
		}
		slices.Sort(line)
		out = append(out, print(r.Fields)+" version="+fmt.Sprint(r.Version != "")+" "+strings.Join(line, " "))
	}
	slices.Sort(out)
	return out
}
