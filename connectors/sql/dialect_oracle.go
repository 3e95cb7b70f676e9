package sql

import (
	"strconv"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// oracleDialect speaks to Oracle Database. It compares texts by their bytes, and takes an empty one for none.
type oracleDialect struct {
	sqldb.Oracle
	standard
}

// value reads types of several notations in one, and types that have no Value of their own as text.
func (oracleDialect) value(c *column, expr string) string {
	switch {
	case c.typ == connectors.TypeBool:
		return "CASE WHEN " + expr + " <> 0 THEN 1 WHEN " + expr + " = 0 THEN 0 END"
	case c.typ == connectors.TypeDecimal:
		return "TO_CHAR(" + expr + ", 'TM9')" // the driver would make a binary fraction of it
	case c.native == "CHAR", c.native == "NCHAR":
		return "RTRIM(" + expr + ")"
	case strings.HasSuffix(c.native, "TIME ZONE"):
		return "SYS_EXTRACT_UTC(" + expr + ")"
	case c.native == "BINARY_FLOAT":
		return "TO_BINARY_DOUBLE(" + expr + ")"
	case c.odd:
		return "TO_CHAR(" + expr + ")"
	default:
		return expr
	}
}

func (oracleDialect) decode(c *column, v any) (connectors.Value, error) {
	switch x := v.(type) {
	case time.Time:
		// The zone is the driver's guess: the column has none, or was asked for in UTC.
		v = time.Date(x.Year(), x.Month(), x.Day(), x.Hour(), x.Minute(), x.Second(), x.Nanosecond(), time.UTC)
	case string:
		switch {
		case x == "":
			return nil, nil
		case c.typ == connectors.TypeJSON:
			return decodeJSON(x)
		case c.typ == connectors.TypeDecimal:
			v = wholePart(x)
		}
	}
	return connectors.Convert(v, c.typ)
}

// wholePart gives a number the zero before its point that Oracle leaves out.
func wholePart(number string) string {
	switch {
	case strings.HasPrefix(number, "."):
		return "0" + number
	case strings.HasPrefix(number, "-."):
		return "-0" + number[1:]
	default:
		return number
	}
}

func (oracleDialect) encode(_ *column, v connectors.Value) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format("2006-01-02T15:04:05.000000000")
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

// readable leaves out NaN and the infinities.
func (oracleDialect) readable(c *column, expr string) string {
	if c.typ == connectors.TypeFloat {
		return "(" + expr + " IS NOT NAN AND " + expr + " IS NOT INFINITE)"
	}
	return ""
}

func (oracleDialect) param(c *column, placeholder string) string {
	const notation = `, 'YYYY-MM-DD"T"HH24:MI:SS.FF9')`
	switch {
	case c.typ == connectors.TypeDecimal:
		return "TO_NUMBER(" + placeholder + ")"
	case c.typ != connectors.TypeTime:
		return placeholder
	case c.native == "DATE":
		return "CAST(TO_TIMESTAMP(" + placeholder + notation + " AS DATE)"
	case strings.HasSuffix(c.native, "TIME ZONE"):
		return "FROM_TZ(TO_TIMESTAMP(" + placeholder + notation + ", '+00:00')"
	default:
		return "TO_TIMESTAMP(" + placeholder + notation
	}
}

func (oracleDialect) step(c *column) resolution {
	if c.typ == connectors.TypeDecimal && c.digits == 0 {
		return resolution{} // every decimal
	}
	r := fixedPoint(c)
	r.noEmpty = c.typ == connectors.TypeText
	return r
}

func (d oracleDialect) folded(c *column, expr string, f fold.Kind) string {
	switch {
	case c.typ == connectors.TypeDecimal, isInstant(c.typ):
		return expr
	case c.typ == connectors.TypeText && f == fold.ASCII:
		return "TRANSLATE(" + d.value(c, expr) + ", '" + upperASCII + "', '" + lowerASCII + "')"
	default:
		return d.value(c, expr)
	}
}

func (d oracleDialect) sorted(c *column, expr string, f fold.Kind) string {
	return d.folded(c, expr, f)
}

func (d oracleDialect) keyed(c *column, expr string) (string, *column) {
	if c.typ == connectors.TypeText {
		return d.folded(c, expr, fold.None), asText
	}
	return d.folded(c, expr, fold.None), c
}

func (d oracleDialect) equals(b *builder, c *column, expr string, v any, f fold.Kind) {
	text, isText := v.(string)
	padded := c.native == "CHAR" || c.native == "NCHAR"
	switch {
	case c.typ != connectors.TypeText || !isText:
		b.write(d.folded(c, expr, f), " = ").bindFor(c, v)
	case f == fold.ASCII && c.lowered:
		// An index on LOWER(column) finds a superset.
		b.write("(LOWER(", expr, ") = LOWER(").bind(v).write(") AND ", d.folded(c, expr, f), " = ").bind(v).write(")")
	case padded && f != fold.ASCII && strings.HasSuffix(text, " "): // trailing blanks are no part of it
		b.truth(false)
	case padded && f != fold.ASCII:
		b.write(expr, " = CAST(").bind(v).write(" AS ", c.native, "(", strconv.Itoa(max(c.max, 1)), "))")
	default:
		b.write(d.folded(c, expr, f), " = ").bind(v)
	}
}

func (oracleDialect) contains(b *builder, text, part string) {
	b.write("INSTR(", text, ", ").bind(part).write(") > 0")
}

// endsWith asks for the length first, because of a shorter text there is no such ending, not even a false one.
func (oracleDialect) endsWith(b *builder, text, part string) {
	n := int64(len([]rune(part)))
	b.write("(LENGTH(", text, ") >= ").bind(n).write(" AND SUBSTR(", text, ", -").bind(n).write(") = ").bind(part).write(")")
}

// maxIn is how many rows one list holds: a power of two below Oracle's limit of 1,000.
const maxIn = 512

// among repeats the last row up to a power of two, so that there are few texts for the server to keep parsed.
func (d oracleDialect) among(b *builder, columns []*column, exprs []string, rows [][]any) {
	if len(rows) == 0 {
		b.truth(false)
		return
	}
	left := make([]string, len(columns))
	for i, c := range columns {
		left[i] = d.folded(c, exprs[i], fold.None)
	}
	b.write("(")
	for at := 0; at < len(rows); at += maxIn {
		part, size := rows[at:min(at+maxIn, len(rows))], 1
		for size < len(part) {
			size *= 2
		}
		b.write(strings.Repeat(" OR ", min(at, 1)), "(", strings.Join(left, ", "), ") IN (")
		for n := range size {
			b.write(strings.Repeat(", ", min(n, 1)), "(")
			for i, v := range part[min(n, len(part)-1)] {
				b.write(strings.Repeat(", ", min(i, 1))).bindFor(columns[i], v)
			}
			b.write(")")
		}
		b.write(")")
	}
	b.write(")")
}

// joined lets texts meet without the blanks that fill them up.
func (d oracleDialect) joined(theirs, ours *column, left, right string) (l, r, exact string) {
	if theirs.native != ours.native {
		left, right = d.folded(theirs, left, fold.None), d.folded(ours, right, fold.None)
	}
	return left, right, ""
}

func (oracleDialect) same(left, right string) string {
	return "DECODE(" + left + ", " + right + ", 1, 0) = 1"
}

// grammar has conditions that are no values, and no word before the alias of a table.
func (oracleDialect) grammar() grammar {
	return grammar{
		yes: "1 = 1", no: "1 = 0", selected: [2]string{"CASE WHEN ", " THEN 1 ELSE 0 END"}, as: " ",
		nowhere: " FROM DUAL", tuples: true,
	}
}

func (d oracleDialect) telling(made []field) telling {
	var values []string
	for _, f := range made {
		values = append(values, d.value(f.column, f.column.quoted))
	}
	return telling{after: " RETURNING " + strings.Join(values, ", ") + " INTO ", out: true}
}

func (oracleDialect) deleteFrom(f *frame) string {
	return "DELETE FROM " + f.table.target() + " " + f.alias
}

func (oracleDialect) updateOf(f *frame) (set, from string) {
	return "UPDATE " + f.table.target() + " " + f.alias + " SET ", ""
}

// unlessTaken is nothing: there is a hint for it, which passes over nothing but ignores what it does not understand.
func (oracleDialect) unlessTaken([]string) (string, bool) { return "", false }

func (oracleDialect) lock(string, bool) locking {
	return locking{clause: " FOR UPDATE", whole: true, unpaged: true}
}

func (oracleDialect) latest(*frame) string { return "" }
