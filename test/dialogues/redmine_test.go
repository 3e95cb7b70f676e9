//go:build redmine

package dialogues

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

// The dialogues of the two providers that most people have, at a real Redmine; see `make real-redmine`.
func TestDialoguesAtRedmine(t *testing.T) {
	redmine().holdOnly(t, func(d *dialogue) bool {
		return strings.HasPrefix(d.name, "entra") || strings.HasPrefix(d.name, "okta")
	})
}

// redmine is a Redmine, which has other people beside those of the HR database. Those are removed at the end.
func redmine() place {
	return place{name: "redmine", app: "redmine", apart: true, fill: func(t *testing.T, s *site) (string, func(*testing.T) database) {
		m := &mine{Redmine: testenv.GivenRedmine(t), numbers: map[string]int{}}
		m.others = m.Everybody(t)
		m.user(t, "mira@corp.example", "Mira", "Lang", "E00001", 1)
		tom := m.user(t, "tom@corp.example", "Tom", "O'Neil", "E00002", 1)
		m.user(t, "olga@corp.example", "Olga", "-", "", 3)
		m.Call(t, http.StatusCreated, "POST", "/groups.json", object{"group": object{"name": "Auditors", "user_ids": []any{tom}}})
		m.Call(t, http.StatusCreated, "POST", "/groups.json", object{"group": object{"name": "Payroll"}})
		s.people = `/Users?filter=userName ew "@corp.example"`
		s.stamps = regexp.MustCompile(`20[12]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
		s.spoken = strings.NewReplacer(`"E1"`, `"E00001"`, `"E2"`, `"E00002"`, `"E7"`, `"E00007"`, `"701984"`, `"E70198"`, `"Research and Development"`, `"Support"`) // what its fields take
		return "", m.database
	}}
}

type object = map[string]any

// mine is a Redmine and which of what it holds was there before.
type mine struct {
	testenv.Redmine
	others  map[string]object // by path
	numbers map[string]int    // of those that came afterwards, by path
}

// user makes somebody of Engineering, or with as little as Redmine takes.
func (m *mine) user(t *testing.T, login, first, last, number string, status int) any {
	t.Helper()
	department := ""
	if number != "" {
		department = "Engineering"
	}
	mail := login
	if last == "-" {
		mail = strings.Replace(login, "@", ".", 1) + "@none.invalid"
	}
	made := m.Call(t, http.StatusCreated, "POST", "/users.json", object{"user": object{
		"login": login, "firstname": first, "lastname": last, "mail": mail, "status": status,
		"custom_fields": []any{object{"id": 1, "value": number}, object{"id": 2, "value": department}},
	}})
	return made["user"].(object)["id"]
}

// database is what the Redmine holds. Those who came after the others have numbers of their own, in the order in which they
// came.
func (m *mine) database(t *testing.T) database {
	t.Helper()
	d := database{tables: []string{"users", "groups", "members"}, rows: map[string]row{}}
	now := m.Everybody(t)
	for _, path := range slices.SortedFunc(maps.Keys(now), func(a, b string) int { return cmp.Compare(now[a]["id"].(float64), now[b]["id"].(float64)) }) {
		table, id, _ := strings.Cut(path[1:], "/")
		if m.others[path] == nil && m.numbers[path] == 0 {
			m.numbers[path] = m.count(table) + 1
		}
		if n := m.numbers[path]; n > 0 {
			id = fmt.Sprint(n)
		} else {
			id = "of before " + id
		}
		d.rows[table+" "+id] = m.row(now[path])
		if table == "groups" && m.numbers[path] > 0 {
			for _, u := range m.Call(t, http.StatusOK, "GET", path+".json?include=users", nil)["group"].(object)["users"].([]any) {
				user := fmt.Sprintf("/users/%v", u.(object)["id"])
				d.rows[fmt.Sprintf("members %s %d", id, m.numbers[user])] = row{[]string{"user"}, map[string]string{"user": fmt.Sprint(u.(object)["name"])}}
			}
		}
	}
	return d
}

func (m *mine) count(table string) int {
	n := 0
	for path := range m.numbers {
		if strings.HasPrefix(path, "/"+table+"/") {
			n++
		}
	}
	return n
}

// row has what a client can change.
func (m *mine) row(o object) row {
	r := row{[]string{"login", "firstname", "lastname", "mail", "status", "name"}, map[string]string{}}
	for _, name := range r.columns {
		if v := o[name]; v != nil {
			r.values[name] = fmt.Sprint(v)
		}
	}
	fields, _ := o["custom_fields"].([]any)
	for _, f := range fields {
		f := f.(object)
		name := fmt.Sprint(f["name"])
		r.columns = append(r.columns, name)
		if text := strings.Trim(fmt.Sprint(f["value"]), "[]"); f["value"] != nil && text != "" {
			r.values[name] = text
		}
	}
	return r
}
