package demo

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Table is one table's rows, in an order that satisfies every foreign key when tables are filled in turn.
type Table struct {
	Name    string
	Columns []string
	Rows    iter.Seq[[]any]
}

// Tables are the contents of the HR database of examples/hr with n employees, numbered from 1. The same n gives the
// same people, on every machine.
func Tables(n int) []Table {
	return []Table{
		{"departments", []string{"code", "name"}, departmentRows},
		{"employees", employeeColumns, func(yield func([]any) bool) { employeeRows(n, yield) }},
		{"employee_phones", []string{"emp_no", "kind", "number", "note"}, perEmployee(n, phoneRows)},
		{"employee_addresses", []string{"emp_no", "kind", "street", "city", "postal_code", "country"}, perEmployee(n, addressRows)},
		{"employee_job_roles", []string{"emp_no", "job_role", "main"}, perEmployee(n, jobRoleRows)},
		{"roles", []string{"role_id", "role_name"}, roleRows},
		{"employee_roles", []string{"role_id", "emp_no"}, perEmployee(n, membershipRows)},
	}
}

var employeeColumns = []string{
	"emp_no", "login", "external_ref", "display_name", "given_name", "middle_name", "family_name", "job_title", "locale",
	"work_mail", "private_mail", "employee_number", "dept_code", "cost_center", "manager_no", "status",
	"created_at", "updated_at", "changed_by",
}

func departmentRows(yield func([]any) bool) {
	for _, d := range departments {
		if !yield([]any{d.code, d.name}) {
			return
		}
	}
}

func roleRows(yield func([]any) bool) {
	for i, r := range roles {
		if !yield([]any{i + 1, r.name}) {
			return
		}
	}
}

// dice are the same for the same employee and purpose.
func dice(employee int, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(employee), purpose))
}

func oneOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// maybe is v, or NULL one time in n.
func maybe(r *rand.Rand, n int, v any) any {
	if r.IntN(n) == 0 {
		return nil
	}
	return v
}

func employeeRows(n int, yield func([]any) bool) {
	taken := map[string]int{}
	for i := 1; i <= n; i++ {
		r := dice(i, 1)
		given, family := givenNames[(i-1)%len(givenNames)], familyNames[(i*7-7)%len(familyNames)]
		if i > len(familyNames) {
			given, family = oneOf(r, givenNames), oneOf(r, familyNames)
		}
		login := loginOf(given, family)
		if taken[login]++; taken[login] > 1 {
			login = fmt.Sprintf("%s%d", login, taken[login])
		}
		joined := time.Date(2008, 1, 7, 9, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(15*365))
		mail := login + "@corp.example"
		if i%17 == 0 {
			login = strings.ToUpper(login) // from the years when the mainframe had no small letters
		}
		d := departments[i%(len(departments)-1)] // the board is for number 1 alone
		if i == 1 {
			d = departments[len(departments)-1]
		}
		row := []any{
			i, login, nil, maybe(r, 20, given+" "+family), maybe(r, 50, given), maybe(r, 2, oneOf(r, middleNames)), maybe(r, 60, family),
			maybe(r, 10, oneOf(r, jobTitles)), maybe(r, 4, oneOf(r, locales)),
			maybe(r, 25, mail), maybe(r, 2, login+"@mail.example"), fmt.Sprintf("E%06d", 100000+i), maybe(r, 40, d.code),
			maybe(r, 5, fmt.Sprintf("CC-%03d", 100+i%37)), manager(i), status(i, r),
			joined, joined.AddDate(0, r.IntN(24), 0), maybe(r, 3, "HRADMIN"),
		}
		if !yield(row) {
			return
		}
	}
}

// manager makes a tree in which everybody but number 1 reports to somebody of a smaller number.
func manager(i int) any {
	if i == 1 {
		return nil
	}
	return 1 + (i-2)/8
}

// status is A for most; the head of the house is there to stay.
func status(i int, r *rand.Rand) string {
	switch n := r.IntN(100); {
	case i == 1:
		return "A"
	case n < 5:
		return "T"
	case n < 8:
		return "L"
	default:
		return "A"
	}
}

// perEmployee chains the rows that each employee has.
func perEmployee(n int, rows func(i int, r *rand.Rand) [][]any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := 1; i <= n; i++ {
			for _, row := range rows(i, dice(i, 2)) {
				if !yield(row) {
					return
				}
			}
		}
	}
}

func phoneRows(i int, r *rand.Rand) [][]any {
	var rows [][]any
	if r.IntN(10) > 0 {
		rows = append(rows, []any{i, "W", fmt.Sprintf("+44 20 7946 %04d", i%10000), maybe(r, 3, "switchboard")})
	}
	if r.IntN(3) > 0 {
		rows = append(rows, []any{i, "M", fmt.Sprintf("+44 7700 900%03d", r.IntN(1000)), nil})
	}
	return rows
}

func addressRows(i int, r *rand.Rand) [][]any {
	if r.IntN(3) == 0 {
		return nil
	}
	return [][]any{{i, "H", fmt.Sprintf("%d %s", 1+r.IntN(200), oneOf(r, streets)), oneOf(r, cities), maybe(r, 5, fmt.Sprintf("%05d", r.IntN(100000))), nil}}
}

func jobRoleRows(i int, r *rand.Rand) [][]any {
	if r.IntN(5) > 0 {
		return nil
	}
	return [][]any{{i, oneOf(r, []string{"AUDITOR", "TRAINER", "DEPUTY", "SHIFT LEAD"}), "Y"}}
}

func membershipRows(i int, _ *rand.Rand) [][]any {
	var rows [][]any
	for id, role := range roles {
		if i%role.every == 0 {
			rows = append(rows, []any{id + 1, i})
		}
	}
	return rows
}

// loginOf is given.family in the letters that the old terminals had.
func loginOf(given, family string) string { return terminal(given) + "." + terminal(family) }

var transliterations = strings.NewReplacer("李", "li", "伟", "wei", "ß", "ss", "Ł", "l", "ł", "l", "Þ", "th", "ı", "i", "Ó ", "o")

func terminal(name string) string {
	plain := norm.NFD.String(transliterations.Replace(name))
	return strings.Map(func(c rune) rune {
		if c = unicode.ToLower(c); c >= 'a' && c <= 'z' {
			return c
		}
		return -1
	}, plain)
}
