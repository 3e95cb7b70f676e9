package sql

import (
	"regexp"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// postgresDialect speaks PostgreSQL. Text is compared under the collation "C", whose lower() knows ASCII alone,
// because every other collation orders, and some even equate, otherwise than Match does.
type postgresDialect struct {
	sqldb.Postgres
	standard
}

// value reads types that have no Value of their own as text: enumerations, citext, and char(n) without its padding.
func (postgresDialect) value(c *column, expr string) string {
	if c.typ != connectors.TypeText || plainText(c) {
		return expr
	}
	return expr + "::text"
}

func plainText(c *column) bool { return c.native == "text" || c.native == "character varying" }

func (postgresDialect) decode(c *column, v any) (connectors.Value, error) {
	text, isText := v.(string)
	switch {
	case c.typ == connectors.TypeJSON:
		return decodeJSON(v)
	case isText && isInstant(c.typ):
		return endOfTime(c.typ, text == "-infinity"), nil // the driver has texts for the infinities alone
	default:
		return connectors.Convert(v, c.typ)
	}
}

// readable leaves out NaN and the infinities: with these alone a number minus itself is not zero.
func (postgresDialect) readable(c *column, expr string) string {
	if c.typ != connectors.TypeFloat && c.typ != connectors.TypeDecimal {
		return ""
	}
	return expr + " - " + expr + " = 0"
}

func (postgresDialect) encode(_ *column, v connectors.Value) any {
	switch v := v.(type) {
	case connectors.Decimal:
		return string(v)
	case []any, map[string]any:
		return encodeJSON(v)
	default:
		return v
	}
}

func (d postgresDialect) param(c *column, placeholder string) string {
	return placeholder + "::" + d.cast(c)
}

// cast is the type of a value for c. The lengths of types are left out: a cast would cut, an assignment refuses.
func (postgresDialect) cast(c *column) string {
	switch c.typ {
	case connectors.TypeInteger:
		return "bigint"
	case connectors.TypeFloat:
		return "double precision"
	case connectors.TypeText:
		if c.native == "character varying" || c.native == "character" {
			return "text"
		}
	}
	return c.native
}

func (postgresDialect) step(c *column) resolution {
	return resolution{instant: time.Microsecond, noNUL: c.typ == connectors.TypeText}
}

func (d postgresDialect) folded(c *column, expr string, f fold.Kind) string {
	switch {
	case c.typ != connectors.TypeText:
		return expr
	case f == fold.ASCII:
		return "lower(" + d.value(c, expr) + ` COLLATE "C")`
	default:
		return d.value(c, expr) + ` COLLATE "C"`
	}
}

func (d postgresDialect) sorted(c *column, expr string, f fold.Kind) string {
	return d.folded(c, expr, f)
}

func (d postgresDialect) keyed(c *column, expr string) (string, *column) {
	if native, _ := comparable(c, ""); native || c.native == "uuid" {
		return expr, c
	}
	return d.folded(c, expr, fold.None), asText
}

func (d postgresDialect) equals(b *builder, c *column, expr string, v any, f fold.Kind) {
	native, ok := comparable(c, v)
	switch {
	case !ok:
		b.write("FALSE")
	case v == endOfTime(c.typ, false):
		b.write("(", expr, " = ").bindFor(c, v).write(" OR ", expr, " = 'infinity')")
	case v == endOfTime(c.typ, true):
		b.write("(", expr, " = ").bindFor(c, v).write(" OR ", expr, " = '-infinity')")
	case native && (f != fold.ASCII || c.typ != connectors.TypeText || c.native == "uuid"):
		b.write(expr, " = ").bindFor(c, v)
	case f == fold.ASCII && c.lowered:
		// An index on lower(column) in the database's own collation finds a superset.
		b.write("(lower(", expr, ") = lower(").bind(v).write("::text) AND ", d.folded(c, expr, f), " = ").bind(v).write("::text)")
	default:
		b.write(d.folded(c, expr, f), " = ").bind(v).write("::text")
	}
}

var canonicalUUID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// comparable reports whether c compares with v exactly as it is, and ok whether it can hold v at all.
func comparable(c *column, v any) (native, ok bool) {
	text, isText := v.(string)
	if c.typ != connectors.TypeText || !isText {
		return true, true
	}
	switch {
	case plainText(c):
		return !c.lax, true
	case c.native == "uuid":
		return true, canonicalUUID.MatchString(text)
	case c.native == "character": // trailing blanks are no part of it
		return false, !strings.HasSuffix(text, " ")
	default:
		return false, true
	}
}

func (postgresDialect) contains(b *builder, text, part string) {
	b.write("strpos(", text, ", ").bind(part).write("::text) > 0")
}

func (postgresDialect) endsWith(b *builder, text, part string) {
	b.write("right(", text, ", ").bind(int64(len([]rune(part)))).write("::int) = ").bind(part).write("::text")
}

// lock lets others go on referring to the row, unless its key is about to go.
func (postgresDialect) lock(alias string, removing bool) locking {
	if removing {
		return locking{clause: " FOR UPDATE OF " + alias}
	}
	return locking{clause: " FOR NO KEY UPDATE OF " + alias}
}

// joined lets types that PostgreSQL does not compare meet as text.
func (d postgresDialect) joined(theirs, ours *column, left, right string) (l, r, exact string) {
	if theirs.native != ours.native {
		left, right = d.value(theirs, left), d.value(ours, right)
	}
	return left, right, ""
}

// lockName locks a hash of the name; two names with one hash only wait for each other.
func (postgresDialect) lockName(b *builder, name string) {
	b.write("SELECT pg_advisory_xact_lock(hashtextextended(").bind(name).write("::text, 0))::text")
}

func (postgresDialect) latest(*frame) string { return "" }
