package sql

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// sqlserverDialect speaks to Microsoft SQL Server. Its collations take a for A, and all of them 'a ' for 'a', so that
// texts are compared by their bytes in UTF-8, behind a comparison by the column's own collation that an index can
// answer.
type sqlserverDialect struct{ sqldb.SQLServer }

// What surrounds a text to make it UTF-8, and that to make it bytes.
const (
	utf8Before, utf8After   = "CAST(", " COLLATE Latin1_General_100_BIN2_UTF8 AS VARCHAR(MAX))"
	bytesBefore, bytesAfter = "CAST(", " AS VARBINARY(MAX))"
	upperASCII, lowerASCII  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
)

func bytesOf(text string) string { return bytesBefore + utf8Before + text + utf8After + bytesAfter }

// value reads types of several notations in one, and types that have no Value of their own as text.
func (sqlserverDialect) value(c *column, expr string) string {
	switch c.native {
	case "uniqueidentifier":
		return "LOWER(CONVERT(NVARCHAR(36), " + expr + "))"
	case "datetime", "smalldatetime":
		return "CAST(" + expr + " AS DATETIME2(3))"
	case "datetimeoffset":
		return "CAST(SWITCHOFFSET(" + expr + ", 0) AS DATETIME2(7))"
	case "char", "nchar":
		return "RTRIM(" + expr + ")"
	case "real":
		return "CAST(" + expr + " AS FLOAT)"
	case "money", "smallmoney":
		return "CAST(" + expr + " AS DECIMAL(19,4))"
	}
	if c.odd {
		return "CONVERT(NVARCHAR(MAX), " + expr + ")"
	}
	return expr
}

func (sqlserverDialect) decode(c *column, v any) (connectors.Value, error) {
	if raw, ok := v.([]byte); ok && c.typ != connectors.TypeBytes {
		v = string(raw)
	}
	return connectors.Convert(v, c.typ)
}

func (sqlserverDialect) encode(c *column, v connectors.Value) any {
	switch v := v.(type) {
	case time.Time:
		if c.typ == connectors.TypeDate {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02T15:04:05.0000000")
	case connectors.Decimal:
		return string(v)
	case []any, map[string]any:
		return encodeJSON(v)
	default:
		return v
	}
}

func (sqlserverDialect) readable(*column, string) string { return "" }

// param makes of a text that is compared with texts what they are made of.
func (sqlserverDialect) param(c *column, placeholder string) string {
	switch {
	case c == asText:
		return bytesOf(placeholder)
	case c.typ == connectors.TypeDecimal:
		return fmt.Sprintf("CAST(%s AS DECIMAL(%d,%d))", placeholder, c.digits, c.scale)
	case c.typ == connectors.TypeTime:
		return "CAST(" + placeholder + " AS DATETIME2(7))"
	case c.typ == connectors.TypeDate:
		return "CAST(" + placeholder + " AS DATE)"
	default:
		return placeholder
	}
}

func (sqlserverDialect) unioned(_ *column, placeholder string) string { return placeholder }

func (sqlserverDialect) step(c *column) resolution {
	switch {
	case c.native == "datetime":
		return resolution{instant: time.Millisecond}
	case c.native == "smalldatetime":
		return resolution{instant: time.Minute}
	default:
		r := fixedPoint(c)
		r.noNUL = c.typ == connectors.TypeText // bytes are compared as if they ended in zeros
		return r
	}
}

func (d sqlserverDialect) folded(c *column, expr string, f fold.Kind) string {
	text := d.value(c, expr)
	switch {
	case c.typ != connectors.TypeText:
		return text
	case f == fold.ASCII:
		return bytesOf("TRANSLATE(" + text + " COLLATE Latin1_General_100_BIN2, '" + upperASCII + "', '" + lowerASCII + "')")
	default:
		return bytesOf(text)
	}
}

func (d sqlserverDialect) sorted(c *column, expr string, f fold.Kind) string {
	return d.folded(c, expr, f)
}

// keyed lets the index of a key serve: two keys that its collation takes for equal cannot both be there.
func (d sqlserverDialect) keyed(c *column, expr string) (string, *column) {
	if c.typ != connectors.TypeText || c.unequal && c.collation != "" {
		return expr, c
	}
	return d.folded(c, expr, fold.None), asText
}

func (d sqlserverDialect) equals(b *builder, c *column, expr string, v any, f fold.Kind) {
	text, isText := v.(string)
	switch {
	case c.typ != connectors.TypeText || !isText:
		b.write(d.value(c, expr), " = ").bindFor(c, v)
	case c.native == "uniqueidentifier" && canonicalUUID.MatchString(text):
		b.write(expr, " = CAST(").bind(v).write(" AS UNIQUEIDENTIFIER)")
	case c.native == "uniqueidentifier":
		b.truth(false)
	case c.collation != "" && (f != fold.ASCII || c.nocase):
		b.write("(", expr, " = ", d.loose(c, b.place(v)), " AND ", d.folded(c, expr, f), " = ").bindFor(asText, v).write(")")
	default:
		b.write(d.folded(c, expr, f), " = ").bindFor(asText, v)
	}
}

// loose is a text as a column compares it without being converted itself, which would keep its index from serving.
func (sqlserverDialect) loose(c *column, placeholder string) string {
	if c.native == "varchar" || c.native == "char" {
		return "CAST(" + placeholder + " AS VARCHAR(8000))"
	}
	return placeholder
}

var likePatterns = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_", "[", "![")

func (d sqlserverDialect) startsWith(b *builder, c *column, expr, part string, f fold.Kind) {
	indexed := c.collation != "" && (f != fold.ASCII || c.nocase)
	if indexed {
		b.write("(", expr, " LIKE ", d.loose(c, b.place(likePatterns.Replace(part)+"%")), " ESCAPE '!' AND ")
	}
	b.span(d.folded(c, expr, f), part)
	if indexed {
		b.write(")")
	}
}

// contains searches in the text that folded made bytes of.
func (sqlserverDialect) contains(b *builder, text, part string) {
	text = strings.TrimSuffix(strings.TrimPrefix(text, bytesBefore), bytesAfter)
	b.write("CHARINDEX(", utf8Before).bind(part).write(utf8After, ", ", text, ") > 0")
}

func (sqlserverDialect) endsWith(b *builder, text, part string) {
	n := int64(len(part))
	b.write("SUBSTRING(", text, ", DATALENGTH(", text, ") - ").bind(n).write(" + 1, ").bind(n).write(") = ").bindFor(asText, part)
}

// among sends the rows as one JSON text.
func (d sqlserverDialect) among(b *builder, columns []*column, exprs []string, rows [][]any) {
	given := rows
	if given == nil {
		given = [][]any{}
	}
	b.write("EXISTS (SELECT 1 FROM OPENJSON(").bind(encodeJSON(given)).write(") WITH (")
	for i, c := range columns {
		b.write(strings.Repeat(", ", min(i, 1)), "c", fmt.Sprint(i), " ", d.declared(c), " '$[", fmt.Sprint(i), "]'")
	}
	b.write(") AS x WHERE ")
	for i, c := range columns {
		place := "x.c" + fmt.Sprint(i)
		b.write(strings.Repeat(" AND ", min(i, 1)))
		switch {
		case c.typ != connectors.TypeText || c.native == "uniqueidentifier":
			b.write(exprs[i], " = ", place)
			continue
		case c.collation != "":
			b.write(exprs[i], " = ", d.loose(c, place)+" COLLATE "+c.collation, " AND ")
		}
		b.write(d.folded(c, exprs[i], fold.None), " = ", bytesOf(place))
	}
	b.write(")")
}

// declared is a type that holds whatever c does.
func (sqlserverDialect) declared(c *column) string {
	switch c.typ {
	case connectors.TypeInteger:
		return "BIGINT"
	case connectors.TypeFloat:
		return "FLOAT"
	case connectors.TypeDecimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", c.digits, c.scale)
	case connectors.TypeBool:
		return "BIT"
	case connectors.TypeTime:
		return "DATETIME2(7)"
	case connectors.TypeDate:
		return "DATE"
	case connectors.TypeBytes:
		return "VARBINARY(MAX)"
	}
	if c.native == "uniqueidentifier" {
		return "UNIQUEIDENTIFIER"
	}
	return "NVARCHAR(4000)"
}

func (d sqlserverDialect) joined(theirs, ours *column, left, right string) (l, r, exact string) {
	switch {
	case theirs.typ != connectors.TypeText, theirs.native == "uniqueidentifier" && ours.native == "uniqueidentifier":
		return left, right, ""
	case theirs.collation == "" || ours.collation == "":
		return d.folded(theirs, left, fold.None), d.folded(ours, right, fold.None), ""
	}
	exact = d.folded(theirs, left, fold.None) + " = " + d.folded(ours, right, fold.None)
	if theirs.collation != ours.collation {
		right += " COLLATE " + theirs.collation
	}
	return left, right, exact
}

func (sqlserverDialect) same(left, right string) string {
	return "EXISTS (SELECT " + left + " INTERSECT SELECT " + right + ")"
}

func (sqlserverDialect) ranked(b *builder, empty, expr string, desc bool) {
	if desc {
		b.write("CASE WHEN ", empty, " IS NULL THEN 0 ELSE 1 END, ", expr, " DESC")
	} else {
		b.write("CASE WHEN ", empty, " IS NULL THEN 1 ELSE 0 END, ", expr)
	}
}

// grammar has conditions that are no values.
func (sqlserverDialect) grammar() grammar {
	return grammar{
		yes: "1 = 1", no: "1 = 0", selected: [2]string{"CASE WHEN ", " THEN 1 ELSE 0 END"}, as: " AS ",
		defaults: " DEFAULT VALUES", unsorted: " ORDER BY (SELECT NULL)",
	}
}

// telling goes by a table variable, because OUTPUT alone is refused where there are triggers.
func (d sqlserverDialect) telling(made []field) telling {
	var declared, inserted, names []string
	for _, f := range made {
		c := f.column
		declared = append(declared, c.quoted+" "+d.declared(c))
		inserted = append(inserted, "INSERTED."+c.quoted)
		names = append(names, d.value(c, c.quoted))
	}
	return telling{
		before: "SET NOCOUNT ON DECLARE @made TABLE (" + strings.Join(declared, ", ") + ") ",
		output: " OUTPUT " + strings.Join(inserted, ", ") + " INTO @made",
		after:  " SELECT " + strings.Join(slices.Clip(names), ", ") + " FROM @made",
	}
}

func (sqlserverDialect) deleteFrom(f *frame) string {
	return "DELETE " + f.alias + " FROM " + f.table.target() + " AS " + f.alias
}

func (sqlserverDialect) updateOf(f *frame) (set, from string) {
	return "UPDATE " + f.alias + " SET ", " FROM " + f.table.target() + " AS " + f.alias
}

// unlessTaken is nothing: there is no clause for it but an option of an index.
func (sqlserverDialect) unlessTaken([]string) (string, bool) { return "", false }

func (sqlserverDialect) lock(string, bool) locking { return locking{hint: " WITH (UPDLOCK, ROWLOCK)"} }

func (sqlserverDialect) latest(*frame) string { return "" }
