package dialogues

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// database is the whole of an application's data at one moment.
type database struct {
	tables []string
	rows   map[string]row // by table and key, such as "employees 4"
}

// row has the values of its columns that are not NULL, in the table's order.
type row struct {
	columns []string
	values  map[string]string
}

// since says what is different from before: + for new rows, ~ for changed ones, - for those that are gone. A password
// hash is shown by the password that it is the hash of.
func (d database) since(before database, passwords []string) string {
	both := maps.Clone(before.rows)
	maps.Copy(both, d.rows)
	var b strings.Builder
	for _, name := range slices.SortedFunc(maps.Keys(both), d.byTable) {
		was, had := before.rows[name]
		is, has := d.rows[name]
		var lines []string
		for _, column := range both[name].columns {
			if is.values[column] != was.values[column] {
				lines = append(lines, "    "+column+": "+change(was, is, column, passwords))
			}
		}
		switch {
		case !has:
			fmt.Fprintf(&b, "- %s\n", name)
		case !had:
			fmt.Fprintf(&b, "+ %s\n%s\n", name, strings.Join(lines, "\n"))
		case len(lines) > 0:
			fmt.Fprintf(&b, "~ %s\n%s\n", name, strings.Join(lines, "\n"))
		}
	}
	return b.String()
}

func change(was, is row, column string, passwords []string) string {
	old, had := was.values[column]
	now, has := is.values[column]
	switch {
	case column == "password_hash":
		for _, p := range passwords {
			if bcrypt.CompareHashAndPassword([]byte(now), []byte(p)) == nil {
				return "the hash of " + p
			}
		}
		return "of no password that was sent"
	case was.values == nil:
		return now
	case !has:
		return old + " → NULL"
	case !had:
		return "NULL → " + now
	}
	return old + " → " + now
}

// byTable orders rows as tables does, and those of one table by their keys.
func (d database) byTable(a, b string) int {
	place := func(name string) string {
		table, key, _ := strings.Cut(name, " ")
		return fmt.Sprintf("%d %8s", slices.Index(d.tables, table), key)
	}
	return strings.Compare(place(a), place(b))
}
