package sql

import (
	"strings"

	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// standard is what SQLite and PostgreSQL say alike, most of it as the standard has it.
type standard struct{}

func (standard) startsWith(b *builder, c *column, expr, part string, f fold.Kind) {
	b.span(b.ordered(c, expr, part, f), part)
}

func (standard) unioned(_ *column, placeholder string) string { return placeholder }

func (standard) same(left, right string) string { return left + " IS NOT DISTINCT FROM " + right }

func (standard) ranked(b *builder, _, expr string, desc bool) {
	if desc {
		b.write(expr, " DESC NULLS FIRST")
	} else {
		b.write(expr, " NULLS LAST")
	}
}

func (standard) rowwise() bool    { return true }
func (standard) answers() bool    { return true }
func (standard) made() string     { return "" }
func (standard) defaults() string { return " DEFAULT VALUES" }

func (standard) deleteFrom(f *frame) string {
	return "DELETE FROM " + f.table.target() + " AS " + f.alias
}

func (standard) updateOf(f *frame) (set, from string) {
	return "UPDATE " + f.table.target() + " AS " + f.alias + " SET ", ""
}

func (standard) unlessTaken(key []string) (string, bool) {
	quoted := make([]string, len(key))
	for i, name := range key {
		quoted[i] = sqldb.SQLite{}.Quote(name)
	}
	return " ON CONFLICT (" + strings.Join(quoted, ", ") + ") DO NOTHING", true
}
