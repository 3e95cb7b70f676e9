package sql

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// sqliteDialect speaks SQLite, which keeps any value in any column. Instants are texts in several notations, or
// numbers; they are read and compared in one notation, to the millisecond, and written in it.
type sqliteDialect struct {
	sqldb.SQLite
	standard
}

const (
	sqliteInstant = "2006-01-02 15:04:05.000"
	sqliteLayout  = "'%Y-%m-%d %H:%M:%f'"
)

func (sqliteDialect) value(c *column, expr string) string {
	switch c.typ {
	case connectors.TypeTime:
		return "strftime(" + sqliteLayout + ", " + expr + ")"
	case connectors.TypeDate:
		return "date(" + expr + ")"
	default:
		return expr
	}
}

func (sqliteDialect) decode(c *column, v any) (connectors.Value, error) {
	switch c.typ {
	case connectors.TypeTime:
		if s, ok := v.(string); ok {
			return time.Parse(sqliteInstant, s)
		}
	case connectors.TypeText:
		if b, ok := v.([]byte); ok {
			return connectors.Convert(string(b), c.typ)
		}
	case connectors.TypeJSON:
		return decodeJSON(v)
	case connectors.TypeBytes:
		if b, ok := v.([]byte); ok && b == nil {
			return []byte{}, nil // the driver's way to say that there are none
		}
	}
	return connectors.Convert(v, c.typ)
}

// readable leaves out text alone, which has no Value only when it is not UTF-8: SQLite cannot say so.
func (sqliteDialect) readable(c *column, expr string) string {
	switch c.typ {
	case connectors.TypeInteger:
		return "typeof(" + expr + ") = 'integer'"
	case connectors.TypeFloat, connectors.TypeDecimal:
		return "(typeof(" + expr + ") IN ('integer', 'real') AND abs(" + expr + ") < 9e999)"
	case connectors.TypeBool:
		return expr + " IN (0, 1, 'false', 'true')"
	case connectors.TypeBytes:
		return "typeof(" + expr + ") IN ('blob', 'text')"
	case connectors.TypeJSON:
		return "json_valid(" + expr + ")"
	default:
		return ""
	}
}

func (sqliteDialect) encode(c *column, v connectors.Value) any {
	switch v := v.(type) {
	case time.Time:
		if c.typ == connectors.TypeDate {
			return v.Format(time.DateOnly)
		}
		return v.Format(sqliteInstant)
	case connectors.Decimal:
		if i, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return i
		}
		f, _ := strconv.ParseFloat(string(v), 64)
		return f
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case []any, map[string]any:
		return encodeJSON(v)
	case []byte:
		return append([]byte{}, v...) // never nil, which the driver takes for NULL
	default:
		return v
	}
}

func (sqliteDialect) param(_ *column, placeholder string) string { return placeholder }

func (sqliteDialect) step(c *column) resolution {
	switch c.typ {
	case connectors.TypeTime:
		return resolution{instant: time.Millisecond}
	case connectors.TypeDecimal:
		return resolution{decimal: decimalOfFloat}
	default:
		return resolution{}
	}
}

// decimalOfFloat is the greatest decimal not above r that SQLite keeps exactly: decimals are kept as 64-bit integers
// or as binary fractions, and read as the shortest text that means the same fraction.
func decimalOfFloat(r *big.Rat) (connectors.Decimal, bool) {
	if r.IsInt() && r.Num().IsInt64() {
		return connectors.Decimal(r.Num().String()), true
	}
	f, _ := r.Float64()
	if math.IsInf(f, 0) {
		return "", false
	}
	shortest := func(f float64) connectors.Decimal {
		return connectors.Decimal(strconv.FormatFloat(f, 'f', -1, 64))
	}
	if x, _ := new(big.Rat).SetString(string(shortest(f))); x.Cmp(r) > 0 {
		f = math.Nextafter(f, math.Inf(-1))
	}
	return shortest(f), true
}

func (d sqliteDialect) folded(c *column, expr string, f fold.Kind) string {
	switch {
	case c.typ == connectors.TypeBool:
		return "CASE " + expr + " WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE " + expr + " END"
	case c.typ != connectors.TypeText:
		return d.value(c, expr)
	case f == fold.ASCII:
		return "lower(" + expr + ")"
	case c.lax:
		return expr + " COLLATE BINARY"
	default:
		return expr
	}
}

func (d sqliteDialect) sorted(c *column, expr string, f fold.Kind) string {
	if c.typ == connectors.TypeText && f == fold.ASCII && c.nocase {
		return expr + " COLLATE NOCASE"
	}
	return d.folded(c, expr, f)
}

func (d sqliteDialect) keyed(c *column, expr string) (string, *column) {
	return d.folded(c, expr, fold.None), c
}

func (d sqliteDialect) equals(b *builder, c *column, expr string, v any, f fold.Kind) {
	if text, ok := v.(string); ok && f == fold.ASCII && c.nocase && !strings.Contains(text, "\x00") {
		b.write(expr, " = ").bind(v).write(" COLLATE NOCASE")
		return
	}
	if f == fold.ASCII && c.typ == connectors.TypeText {
		b.write("lower(", expr, ") = ").bind(v)
		return
	}
	if c.lax {
		// The index has the column's own collation; the second comparison makes the answer exact.
		b.write("(", expr, " = ").bind(v).write(" AND ", expr, " = ").bind(v).write(" COLLATE BINARY)")
		return
	}
	if c.typ == connectors.TypeBool {
		b.write(expr, " IN (").bind(v).write(", '", strconv.FormatBool(v == int64(1)), "')") // as some applications keep it
		return
	}
	b.write(d.value(c, expr), " = ").bind(v)
}

func (sqliteDialect) contains(b *builder, text, part string) {
	b.write("instr(", text, ", ").bind(part).write(") > 0")
}

// endsWith compares bytes: an ending of UTF-8 text is an ending of its bytes, and functions on text stop at NUL. Of no
// bytes at all substr makes NULL.
func (sqliteDialect) endsWith(b *builder, text, part string) {
	b.write("COALESCE(substr(CAST(", text, " AS BLOB), ").bind(int64(-len(part))).write("), x'') = CAST(").bind(part).write(" AS BLOB)")
}

// among sends the rows as one JSON text, except where JSON cannot hold a value.
func (d sqliteDialect) among(b *builder, columns []*column, exprs []string, rows [][]any) {
	exact := make([]string, len(columns))
	for i, c := range columns {
		exact[i] = d.folded(c, exprs[i], fold.None)
	}
	left := strings.Join(exact, ", ")
	if len(columns) > 1 {
		left = "(" + left + ")"
	}
	b.write(left, " IN (")
	defer b.write(")")
	if !jsonHolds(rows) {
		b.write("VALUES ")
		list(b, ", ", rows, func(row []any) {
			b.write("(")
			list(b, ", ", row, func(v any) { b.bind(v) })
			b.write(")")
		})
		return
	}
	if len(columns) == 1 {
		flat := make([]any, len(rows))
		for i, row := range rows {
			flat[i] = row[0]
		}
		b.write("SELECT value FROM json_each(").bind(encodeJSON(flat)).write(")")
		return
	}
	b.write("SELECT ")
	for i := range columns {
		if i > 0 {
			b.write(", ")
		}
		b.write("json_extract(value, '$[", strconv.Itoa(i), "]')")
	}
	b.write(" FROM json_each(").bind(encodeJSON(rows)).write(")")
}

// jsonHolds reports whether SQLite reads every value back from JSON as it was: texts without NUL, and integers.
func jsonHolds(rows [][]any) bool {
	for _, row := range rows {
		for _, v := range row {
			switch v := v.(type) {
			case int64:
			case string:
				if strings.Contains(v, "\x00") {
					return false
				}
			default:
				return false
			}
		}
	}
	return true
}

// lock is nothing: a transaction that will write holds the whole database.
func (sqliteDialect) lock(string, bool) locking { return locking{} }

// joined lets instants meet in one notation.
func (d sqliteDialect) joined(theirs, ours *column, left, right string) (l, r, exact string) {
	if theirs.native != ours.native {
		left, right = d.value(theirs, left), d.value(ours, right)
	}
	return left, right, ""
}

// latest is by the number that SQLite gives to the rows of most tables, whatever their key is.
func (sqliteDialect) latest(f *frame) string {
	if f.table.rowless {
		return ""
	}
	return f.alias + ".rowid = last_insert_rowid()"
}
