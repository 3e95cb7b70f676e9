package differential

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// null is a value that is not there.
const null = "\x00"

// odd are texts that databases and programs like to compare in ways of their own.
var odd = []string{
	null, "", "-", "a", "A", "ab", "Ab", "b%", "a_b", "%", "_", `\`, `x\y`, `%\_`, "O'Brien", "Zoë", "ZOË", "zoe", "李", "straße", "STRASSE",
	"JOSÉ", "jose\u0301", "José", "Σίσυφος", "ΣΊΣΥΦΟΣ", "İ", "1", "01", " a", "a ", "\U0001F600", "\uFFFD",
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// populate writes statements that fill the tables: few values, so that filters often match.
func populate(dialect string, r *rand.Rand, people int) string {
	var b strings.Builder
	insert := func(table string, values ...any) {
		literals := make([]string, len(values))
		for i, v := range values {
			literals[i] = literal(dialect, v)
		}
		fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", table, strings.Join(literals, ", "))
	}
	maybe := func(n int) any {
		if r.IntN(4) == 0 {
			return null
		}
		return r.IntN(n)
	}
	for role := range 3 {
		insert("roles (role_name)", fmt.Sprintf("role %d", role+1))
	}
	for emp := 1; emp <= people; emp++ {
		text := func() any { return pick(r, odd...) }
		insert("employees (login, external_ref, nick, display, page, given, family, lang, status, kind, work_mail, private_mail, badge, dept_code, manager_no, updated_at)",
			text(), text(), text(), text(), text(), text(), text(), text(), pick(r, "A", "T", "L", "?", null), maybe(4), text(), text(),
			maybe(30), pick(r, "RD", "HR", "XX", null), pick[any](r, 1, 2, 900, null),
			pick(r, null, "2026-05-04T12:00:00Z", "2026-05-04T12:00:01Z", "2026-05-04T12:00:00.001Z"))
		for range r.IntN(3) {
			insert("phones (emp_no, number, kind)", emp, text(), pick(r, "W", "M", "?", null))
		}
		for range r.IntN(3) {
			insert("job_roles (emp, code, label)", emp, pick(r, "RD", "HR", "XX", null), text())
		}
		for role := range 3 {
			if r.IntN(4) == 0 {
				insert("employee_roles (role_id, emp_no)", role+1, emp)
			}
		}
	}
	return b.String()
}

func literal(dialect string, v any) string {
	switch v := v.(type) {
	case string:
		if v == null {
			return "NULL"
		}
		if v = strings.ReplaceAll(v, "'", "''"); dialect == "mysql" {
			v = strings.ReplaceAll(strings.TrimSuffix(v, "Z"), `\`, `\\`)
		}
		return "'" + v + "'"
	default:
		return fmt.Sprint(v)
	}
}
