package connectortest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// random is a source of test data. It prints its seed, so that Harness.Seed can bring a failure back.
type random struct{ *rand.Rand }

func (h Harness) random(t *testing.T) random {
	seed := h.Seed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	return random{rand.New(rand.NewPCG(seed, seed))}
}

func one[T any](r random, list []T) T { return list[r.IntN(len(list))] }

// maybe is v, or nothing one time in n.
func (r random) maybe(n int, v connectors.Value) connectors.Value {
	if r.IntN(n) == 0 {
		return nil
	}
	return v
}

// texts are short texts that databases compare in different ways.
func texts() []string {
	return []string{"", " ", "a", "A", "ab", "aB", "Ab", "b", "B", "a ", " a", "ä", "Ä", "a\u0308", "ß", "ss", "SS", "ſ", "i", "I", "İ", "ı",
		"K", "\u212a", "σ", "ς", "Σ", "é", "e", "%", "_", "a%b", "a_b", "axb", "\\", "a\\b", "'", "a'b", "[", "[a]", "*", "?", "10", "9", "-1", "1.0", "true", "null",
		"李", "小龙", "😀", "\U0001F469\u200d\U0001F4BB", "\u202eabc", "Z", "z", "ʼ", "~", "\n", "\t"}
}

// randomTables is the HR application with random people, phones and members.
func randomTables(r random) []Table {
	tables := Tables()
	for i := range tables {
		switch tables[i].Name {
		case "employees":
			tables[i].Rows = randomPeople(r, 90)
		case "phones":
			tables[i].Rows = randomPhones(r, 150)
		case "roles":
			tables[i].Rows = randomRoles(r)
		case "employee_roles":
			tables[i].Rows = randomMembers(r)
		}
	}
	return tables
}

func randomPeople(r random, n int) []connectors.Fields {
	var rows []connectors.Fields
	for i := range n {
		rows = append(rows, connectors.Fields{
			"emp_no": int64(i + 1), "login": fmt.Sprintf("%s.%d", one(r, texts()), i), "ext_ref": r.maybe(3, fmt.Sprintf("%d.%s", i, one(r, texts()))),
			"first_name": r.maybe(4, one(r, texts())), "last_name": r.maybe(4, one(r, texts())), "job_title": r.maybe(4, one(r, texts())+one(r, texts())),
			"status": one(r, []string{"A", "T", "a"}), "kind": r.maybe(2, one(r, []string{"P", "S", "s"})), "deleted": int64(r.IntN(8) / 7),
			"temp": r.maybe(3, r.IntN(2) == 0), "dept_code": r.maybe(4, one(r, []string{"HR", "RD", "T1", "XX", "??", "hr"})),
			"manager_no": r.maybe(3, int64(r.IntN(n+10))), "salary": r.maybe(4, r.decimal()), "fte": r.maybe(4, r.float()),
			"hired": r.maybe(4, r.day()), "updated_at": r.maybe(4, r.time()),
		})
	}
	return rows
}

func randomPhones(r random, n int) []connectors.Fields {
	var rows []connectors.Fields
	for i := range n {
		rows = append(rows, connectors.Fields{
			"phone_no": int64(i + 1), "emp_no": int64(1 + r.IntN(90)), "purpose": one(r, []string{"work", "work", "private"}),
			"kind": r.maybe(4, one(r, []string{"W", "M", "X", "w"})), "number": r.maybe(6, one(r, texts())+fmt.Sprint(r.IntN(5))), "rank": r.maybe(3, int64(r.IntN(4))),
		})
	}
	return rows
}

func randomRoles(r random) []connectors.Fields {
	var rows []connectors.Fields
	for i := range 12 {
		rows = append(rows, connectors.Fields{"role_id": int64(i + 1), "role_name": fmt.Sprint(one(r, texts()), i)})
	}
	return rows
}

func randomMembers(r random) []connectors.Fields {
	var rows []connectors.Fields
	for person := range int64(95) {
		for role := range int64(13) { // the thirteenth does not exist
			if r.IntN(6) == 0 {
				rows = append(rows, connectors.Fields{"emp_no": person + 1, "role_id": role + 1})
			}
		}
	}
	return rows
}

func (r random) decimal() connectors.Value {
	return connectors.Decimal(fmt.Sprintf("%d.%02d", r.IntN(7)-3, r.IntN(4)*25+r.IntN(2)))
}

func (r random) float() connectors.Value { return float64(r.IntN(9)-4) / 4 }

func (r random) day() connectors.Value { return date(2020, 1, 1).AddDate(0, 0, r.IntN(6)*100) }

func (r random) time() connectors.Value {
	return instant(int64(one(r, []int{0, 1, 10, 100, 120, 1000, 1001, -1, 86_400_000, -3_600_000})))
}
