package sql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// mysqlDialect speaks MySQL and MariaDB. Their collations take a for A, é for e and 'a ' for 'a', so that texts are
// compared by their bytes in UTF-8, behind a comparison by the column's own collation that an index can answer.
type mysqlDialect struct{ sqldb.MySQL }

// value reads what is not a real date as nothing, and types that have no Value of their own as text.
func (mysqlDialect) value(c *column, expr string) string {
	switch {
	case c.typ == connectors.TypeBool:
		return "(" + expr + " <> 0)"
	case c.native == "bit":
		return "(" + expr + " + 0)"
	case c.native == "float":
		return "(" + expr + " + 0e0)" // as text it is cut to six digits
	case isInstant(c.typ):
		return "IF(DAYOFMONTH(" + expr + ") = 0 OR MONTH(" + expr + ") = 0, NULL, " + expr + ")"
	case c.odd:
		return "CAST(" + expr + " AS CHAR)"
	default:
		return expr
	}
}

func (mysqlDialect) decode(c *column, v any) (connectors.Value, error) {
	switch x := v.(type) {
	case uint64:
		if int64(x) < 0 {
			return nil, errors.New("an integer beyond 63 bits")
		}
		v = int64(x)
	case []byte:
		if c.typ != connectors.TypeBytes && c.typ != connectors.TypeJSON {
			v = string(x)
		}
	}
	if c.typ == connectors.TypeJSON {
		return decodeJSON(v)
	}
	return connectors.Convert(v, c.typ)
}

func (mysqlDialect) encode(c *column, v connectors.Value) any {
	switch v := v.(type) {
	case time.Time:
		if c.typ == connectors.TypeDate {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04:05.000000")
	case connectors.Decimal:
		return string(v)
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case []any, map[string]any:
		return encodeJSON(v)
	default:
		return v
	}
}

// readable leaves out integers beyond 63 bits.
func (mysqlDialect) readable(c *column, expr string) string {
	if c.typ == connectors.TypeInteger && c.unsigned {
		return expr + " <= 9223372036854775807"
	}
	return ""
}

// param keeps a value from being compared as a binary fraction, or as text.
func (mysqlDialect) param(c *column, placeholder string) string {
	switch c.typ {
	case connectors.TypeDecimal:
		return fmt.Sprintf("CAST(%s AS DECIMAL(%d,%d))", placeholder, c.digits, c.scale)
	case connectors.TypeTime:
		return "CAST(" + placeholder + " AS DATETIME(6))"
	case connectors.TypeDate:
		return "CAST(" + placeholder + " AS DATE)"
	default:
		return placeholder
	}
}

// unioned keeps texts of one length from becoming a CHAR, which has no blanks at its end.
func (mysqlDialect) unioned(c *column, placeholder string) string {
	if c.typ == connectors.TypeText {
		return "CAST(" + placeholder + " AS CHAR)"
	}
	return placeholder
}

func (mysqlDialect) step(c *column) resolution { return fixedPoint(c) }

// folded is a text's bytes in UTF-8, which are in the order of code points.
func (d mysqlDialect) folded(c *column, expr string, f fold.Kind) string {
	switch {
	case c.typ != connectors.TypeText:
		return d.value(c, expr)
	case f == fold.ASCII:
		// lower() knows the letters of a character set, and the one of Thai has no others than those of ASCII.
		return "CAST(LOWER(CONVERT(" + d.bytes(c, expr) + " USING tis620)) AS BINARY)"
	default:
		return d.bytes(c, expr)
	}
}

func (d mysqlDialect) bytes(c *column, expr string) string {
	if c.charset != "utf8mb4" || c.odd {
		return "CAST(CONVERT(" + d.value(c, expr) + " USING utf8mb4) AS BINARY)"
	}
	return "CAST(" + expr + " AS BINARY)"
}

func (d mysqlDialect) sorted(c *column, expr string, f fold.Kind) string { return d.folded(c, expr, f) }

// keyed lets the index of a key serve: two keys that its collation takes for equal cannot both be there.
func (d mysqlDialect) keyed(c *column, expr string) (string, *column) {
	switch {
	case c.typ != connectors.TypeText:
		return d.value(c, expr), c
	case c.unequal && c.charset == "utf8mb4" && !c.odd, !c.lax:
		return expr, c
	default:
		return d.bytes(c, expr), asText
	}
}

func (d mysqlDialect) equals(b *builder, c *column, expr string, v any, f fold.Kind) {
	switch {
	case isInstant(c.typ):
		b.write(expr, " = ").bindFor(c, v)
	case c.typ != connectors.TypeText:
		b.write(d.value(c, expr), " = ").bindFor(c, v)
	case f == fold.ASCII && c.nocase, f != fold.ASCII && c.lax && c.collation != "":
		b.write("(", expr, " = ").write(d.collated(c, b.place(v)), " AND ", d.folded(c, expr, f), " = ").bind(v).write(")")
	case f != fold.ASCII && !c.lax:
		b.write(expr, " = ").bind(v)
	default:
		b.write(d.folded(c, expr, f), " = ").bind(v)
	}
}

// collated is a text as the column's collation compares it. What its character set does not have becomes another
// character, which the comparison by bytes tells from it.
func (mysqlDialect) collated(c *column, expr string) string {
	if c.charset == "utf8mb4" || c.collation == "" {
		return expr
	}
	return "CONVERT(" + expr + " USING " + c.charset + ") COLLATE " + c.collation
}

// joined compares by the collation of theirs, whose index is to serve, and by bytes.
func (d mysqlDialect) joined(theirs, ours *column, left, right string) (l, r, exact string) {
	if theirs.typ != connectors.TypeText {
		return d.value(theirs, left), d.value(ours, right), ""
	}
	exact = d.bytes(theirs, left) + " = " + d.bytes(ours, right)
	switch {
	case theirs.collation == "" || ours.collation == "":
		return d.bytes(theirs, left), d.bytes(ours, right), ""
	case theirs.collation != ours.collation:
		right = "CONVERT(" + right + " USING " + theirs.charset + ") COLLATE " + theirs.collation
	case !theirs.lax:
		exact = ""
	}
	return left, right, exact
}

func (mysqlDialect) same(left, right string) string { return left + " <=> " + right }

func (mysqlDialect) ranked(b *builder, empty, expr string, desc bool) {
	if desc {
		b.write(empty, " IS NULL DESC, ", expr, " DESC")
	} else {
		b.write(empty, " IS NULL, ", expr)
	}
}

// grammar has no order of rows, because no index serves it.
func (mysqlDialect) grammar() grammar {
	return grammar{yes: "TRUE", no: "FALSE", as: " AS ", defaults: " () VALUES ()", tuples: true}
}

func (mysqlDialect) telling([]field) telling { return telling{last: "LAST_INSERT_ID()"} }

func (mysqlDialect) deleteFrom(f *frame) string {
	return "DELETE " + f.alias + " FROM " + f.table.target() + " AS " + f.alias
}

func (mysqlDialect) updateOf(f *frame) (set, from string) {
	return "UPDATE " + f.table.target() + " AS " + f.alias + " SET ", ""
}

// unlessTaken is nothing: what MySQL has for it passes over rows that any index refuses, or cuts values that do not
// fit, and counts rows that it passed over.
func (mysqlDialect) unlessTaken([]string) (string, bool) { return "", false }

func (mysqlDialect) lock(string, bool) locking { return locking{clause: " FOR UPDATE", whole: true} }

// likeEscapes keep a text from being a pattern.
var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// startsWith begins with what an index in the column's own collation answers.
func (d mysqlDialect) startsWith(b *builder, c *column, expr, part string, f fold.Kind) {
	indexed := c.collation != "" && (f != fold.ASCII || c.nocase)
	if indexed {
		b.write("(", expr, " LIKE ", d.collated(c, b.place(likeEscapes.Replace(part)+"%")), " ESCAPE '!' AND ")
	}
	b.span(d.folded(c, expr, f), part)
	if indexed {
		b.write(")")
	}
}

func (mysqlDialect) contains(b *builder, text, part string) {
	b.write("LOCATE(CAST(").bind(part).write(" AS BINARY), ", text, ") > 0")
}

// endsWith counts bytes, of which text consists.
func (mysqlDialect) endsWith(b *builder, text, part string) {
	b.write("RIGHT(", text, ", ").bind(int64(len(part))).write(") = ").bind(part)
}

// among repeats the last row up to a power of two, so that there are few texts for the server to keep prepared.
func (d mysqlDialect) among(b *builder, columns []*column, exprs []string, rows [][]any) {
	if len(rows) == 0 {
		b.truth(false)
		return
	}
	loose, exact, size := slices.Clone(exprs), make([]string, len(columns)), 1
	lax, collated := false, true
	for i, c := range columns {
		exact[i] = d.folded(c, exprs[i], fold.None)
		switch {
		case c.typ == connectors.TypeText:
			lax, collated = lax || c.lax, collated && c.collation != ""
		case isInstant(c.typ):
			exact[i] = exprs[i]
		default:
			loose[i] = exact[i]
		}
	}
	for size < len(rows) {
		size *= 2
	}
	size = min(size, max(len(rows), (d.MaxArgs()-len(b.args))/(2*len(columns))))
	in := func(left []string, bind func(i int, v any)) {
		b.write("(", strings.Join(left, ", "), ") IN (")
		for n := range size {
			b.write(strings.Repeat(", ", min(n, 1)), "(")
			for i, v := range rows[min(n, len(rows)-1)] {
				b.write(strings.Repeat(", ", min(i, 1)))
				bind(i, v)
			}
			b.write(")")
		}
		b.write(")")
	}
	if !lax || !collated {
		if !lax {
			exact = loose
		}
		in(exact, func(i int, v any) { b.bindFor(columns[i], v) })
		return
	}
	b.write("(")
	in(loose, func(i int, v any) { b.write(d.collated(columns[i], d.param(columns[i], b.place(v)))) })
	b.write(" AND ")
	in(exact, func(i int, v any) { b.bindFor(columns[i], v) })
	b.write(")")
}

func (mysqlDialect) latest(*frame) string { return "" }
