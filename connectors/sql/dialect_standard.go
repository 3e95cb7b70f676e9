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

func (standard) grammar() grammar {
	return grammar{yes: "TRUE", no: "FALSE", as: " AS ", defaults: " DEFAULT VALUES", rowwise: true, tuples: true, answers: true}
}

// telling is of no use to databases that answer.
func (standard) telling([]field) telling { return telling{} }

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
